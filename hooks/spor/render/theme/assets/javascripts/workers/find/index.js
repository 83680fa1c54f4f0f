/* The site's texts by their words, and which of them answer a query best. */
"use strict";

/* Where a word of a text can stand, how much it weighs there, and how much a long field is held against it. */
const FIELDS = {
  title: { weight: 6, long: 0.7 },
  also: { weight: 4, long: 0.3 }, // other names: synonyms, the author and the year of a work
  page: { weight: 1.5, long: 0.5 }, // the names of the page that a part stands on
  text: { weight: 1, long: 0.2 },
};
const NAMES = Object.keys(FIELDS);
const ENOUGH = 1.5; // how often a word must stand in a text for half of what it can count
const DOUBTFUL = 0.3; // what a term is worth at least, of what it would be worth if it stood there as typed
const OTHER_NAME = 0.6; // how sure we are of the name of what was sought by another name
const WITHOUT_KIND = 0.7; // what a text weighs that is about nothing in particular
const ITS_NUMBER = 3; // how much more a section weighs whose number was typed
const ITS_NAME = 2; // how much more weighs what was called by another name
const LONGEST_NAME = 5; // words
const FAINT = 0.12; // of the best result: what is fainter and lacks one of the words is not shown
const PARTS = [1, 0.15, 0.05]; // how much the first parts of a page count for it

const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);

/* A text as it stands on its page, from the signs that it is written in (`publish/search.py`): one for each word, and one
   for whatever stands between two words but a space. */
function unpacked(signs, pieces) {
  let text = "", wasWord = false;
  for (const sign of signs) {
    const code = sign.codePointAt(0);
    const { piece, isWord } = pieces[code - (code < 0xd800 ? 0x41 : 0x841)];
    text += isWord && wasWord ? ` ${piece}` : piece;
    wasWord = isWord;
  }
  return text;
}

class Index {
  constructor({ language, kinds, groups, pieces, docs }) {
    this.words = new Words(language);
    this.kinds = kinds;
    this.groups = groups; // of kinds, by name
    this.places = []; // by word: where it stands, as [document, field, times]
    this.docs = [];
    this.names = new Map(); // by other name, as stems: the documents
    this.titles = new Map(); // the same by title
    const pages = new Map();
    const told = pieces.map((piece) => ({ piece, isWord: /^[\p{L}\p{N}_]/u.test(piece) }));
    for (const doc of docs) Object.assign(doc, { title: unpacked(doc.title, told), text: unpacked(doc.text, told) });
    for (const doc of docs) if (!doc.location.includes("#")) pages.set(doc.location, doc);
    for (const doc of docs) this.add(doc, pages.get(doc.location.split("#")[0]) ?? doc);
    this.average = NAMES.map((_, field) => sumOf(this.docs.map(({ size }) => size[field])) / this.docs.length || 1);
  }

  add(doc, page) {
    const number = this.docs.length;
    const also = doc.also ?? [];
    const about = page === doc ? [] : [page.title, ...(page.also ?? [])];
    const texts = [doc.title, also.join(" "), about.join(" "), doc.text];
    const orders = texts.map((text) => [...wordsOf(text)].map(({ word }) => this.words.id(word)));
    for (const [field, order] of orders.entries()) {
      const times = new Map();
      for (const id of order) times.set(id, (times.get(id) ?? 0) + 1);
      for (const [id, count] of times) (this.places[id] ??= []).push([number, field, count]);
    }
    for (const name of also) this.enter(this.names, name, number);
    this.enter(this.titles, doc.title, number);
    const telling = orders[0].filter((id) => !this.words.idle.has(this.words.known[id].word)).length;
    const weight = (doc.boost ?? 1) * (doc.kind === undefined ? WITHOUT_KIND : this.kinds[doc.kind].weight);
    this.docs.push({ ...doc, page, weight, telling, size: orders.map(({ length }) => length), order: orders[3] });
  }

  enter(names, name, number) {
    const stems = this.stems(name).join(" ");
    names.set(stems, [...(names.get(stems) ?? []), number]);
  }

  stems(text) {
    return [...wordsOf(text)].map(({ word }) => this.words.stem(plain(word)));
  }

  /* The results: what was sought, and the pages, each with the parts of it that fit, the best first. */
  search(query) {
    const { kinds, text } = this.filtered(query);
    const terms = this.terms(text);
    const hits = terms.length ? this.hits(terms, this.namesIn(text), kinds) : this.all(kinds);
    const pages = new Map();
    for (const hit of hits.sort((one, other) => other.score - one.score)) {
      const { location } = hit.doc.page;
      if (!pages.has(location)) pages.set(location, []);
      pages.get(location).push(hit);
    }
    const scored = (hits) => ({ hits, score: sumOf(PARTS.map((part, place) => part * (hits[place]?.score ?? 0))) });
    const found = [...pages.values()].map(scored).sort((one, other) => other.score - one.score);
    // Material tells how many are shown as how many there are: so every page that has all of the words is.
    const hasAll = (hits) => terms.every((_, place) => hits.some(({ counts }) => counts[place]));
    return { terms, pages: found.filter(({ hits, score }) => score > FAINT * found[0].score || hasAll(hits)) };
  }

  /* A query may begin with the kinds to which it is narrowed: «Funn, Begreper: budsjett». */
  filtered(query) {
    const [, before, after] = query.match(/^([^:]+):(.*)$/s) ?? [];
    const same = (one, other) => plain(one.trim().toLowerCase()) === plain(other.toLowerCase());
    const named = before?.split(",").map((name) => Object.keys(this.groups).find((group) => same(name, group)));
    if (!named?.every(Boolean)) return { text: query };
    return { kinds: new Set(named.flatMap((name) => this.groups[name])), text: after };
  }

  /* What is sought: each word that tells something, with the words of the site that it may stand for. */
  terms(text) {
    const { idle, language } = this.words;
    const typed = [...wordsOf(text)].map(({ word }) => word);
    const stems = this.stems(text);
    const terms = [];
    for (let place = 0; place < typed.length; ) {
      const [word, next] = typed.slice(place, place + 2);
      const name = this.nameAt(stems, place, idle.has(word) && typed.length > 1 ? 2 : 1);
      if (name) {
        terms.push(...this.named(typed.slice(place, place + name.length), name.doc));
        place += name.length;
      } else if (language.numbered.includes(word) && next && isNumber(next)) {
        terms.push(this.numbered(next));
        place += 2;
      } else {
        if (!idle.has(word)) terms.push(...this.term(word));
        place++;
      }
    }
    return terms.some(({ meant }) => meant.size) ? terms : typed.flatMap((word) => this.term(word));
  }

  term(word) {
    const subject = this.words.subject(word); // of a part of the thesis
    if (subject) return [{ word, meant: this.words.meant(subject), number: [] }];
    const meant = this.words.meant(word);
    if (meant.size || isNumber(word)) return [{ word, meant, number: isNumber(word) ? [word] : [] }];
    const parts = this.words.split(word);
    return (parts.length ? parts : [word]).map((part) => ({ word, meant: this.words.meant(part), number: [] }));
  }

  /* A number of which we know that it is that of a part: chapter 4 may be called 4.0. */
  numbered(number) {
    const names = [number, `${number}.0`];
    const meant = new Map(names.flatMap((name) => [...this.words.meant(name)]));
    return { word: number, meant, number: names };
  }

  /* The longest other name that the query has at a place, of so many words at least, if what it names has a short name
     itself. An idle word is none alone, unless it is the whole query: «about» is the page on the site. */
  nameAt(stems, place, least) {
    for (let length = Math.min(LONGEST_NAME, stems.length - place); length >= least; length--) {
      const doc = this.namedBy(stems.slice(place, place + length)).find(({ telling }) => telling <= 3);
      if (doc) return { length, doc };
    }
    return undefined;
  }

  namedBy(stems) {
    return (this.names.get(stems.join(" ")) ?? []).map((number) => this.docs[number]);
  }

  /* What goes by another name that is the whole of a query, or more than one word of it: «hva kan jeg gjøre». A title
     of more than one word is such a name where it is the whole. */
  namesIn(text) {
    const stems = this.stems(text);
    const titled = stems.length > 1 ? (this.titles.get(stems.join(" ")) ?? []) : [];
    const found = new Set([...this.namedBy(stems), ...titled.map((number) => this.docs[number])]);
    for (let place = 0; place < stems.length; place++) {
      for (let end = place + 2; end <= Math.min(stems.length, place + LONGEST_NAME); end++) {
        for (const doc of this.namedBy(stems.slice(place, end))) found.add(doc);
      }
    }
    return found;
  }

  /* What goes by another name: «wicked problems» stands for each word of its title as well. */
  named(typed, { title }) {
    const own = new Map();
    for (const word of typed.filter((word) => !this.words.idle.has(word))) {
      for (const [id, sure] of this.words.meant(word)) if (sure >= SURE.kin) own.set(id, sure);
    }
    const words = [...wordsOf(title)].map(({ word }) => word);
    const titles = words.filter((word) => !isNumber(word) && !this.words.idle.has(word));
    return titles.map((word) => {
      const meant = new Map([...this.words.meant(word)].map(([id, sure]) => [id, sure * OTHER_NAME]));
      return { word: typed.join(" "), meant: new Map([...meant, ...own]), number: [] };
    });
  }

  /* Everything of some kinds, for a query that tells no more than these. */
  all(kinds) {
    return this.docs.filter(({ kind }) => kinds?.has(kind)).map((doc) => ({ doc, score: 1, counts: [] }));
  }

  hits(terms, names, kinds) {
    const found = new Map(); // by document: what each term counts in it, and how sure it is of its names
    const worth = terms.map((term, place) => this.weigh(term, place, terms.length, found));
    const most = sumOf(worth);
    const total = (values) => sumOf(values.map((value, place) => value * worth[place]));
    const hits = [];
    for (const [number, { counts, named }] of found) {
      const doc = this.docs[number];
      if (kinds && !kinds.has(doc.kind ?? doc.page.kind)) continue;
      const covered = total(counts.map((count) => Math.min(1, count * 2))) / most;
      const ofName = Math.min(1, sumOf(named) / Math.max(1, doc.telling));
      const isNamed = 1 + (1.5 * ofName * total(named)) / most;
      const isClose = 1 + this.closeness(terms, worth, counts, doc) / most;
      const hasNumber = terms.some(({ number }) => number.includes(doc.number));
      const isIt = (hasNumber ? ITS_NUMBER : 1) * (names.has(doc) ? ITS_NAME : 1);
      hits.push({ doc, score: total(counts) * covered * isNamed * isClose * isIt * doc.weight, counts });
    }
    return hits;
  }

  /* Adds what a term counts in each document, from 0 to 1; returns what it is worth: the more, the rarer and the surer
     it is. */
  weigh({ meant }, place, of, found) {
    const sums = new Map();
    for (const [id, sure] of meant) {
      for (const [number, field, times] of this.places[id] ?? []) {
        const { weight, long } = FIELDS[NAMES[field]];
        const size = 1 - long + (long * this.docs[number].size[field]) / this.average[field];
        const sum = sums.get(number) ?? { count: 0, name: 0, sure: 0 };
        sum.count += (sure * weight * Math.min(times, 4)) / size;
        sum.sure = Math.max(sum.sure, sure);
        if (field < 2) sum.name = Math.max(sum.name, sure);
        sums.set(number, sum);
      }
    }
    for (const [number, { count, name, sure }] of sums) {
      if (!found.has(number)) found.set(number, { counts: Array(of).fill(0), named: Array(of).fill(0) });
      const { counts, named } = found.get(number);
      counts[place] = (count / (count + ENOUGH)) * (0.5 + 0.5 * sure);
      named[place] = name;
    }
    return Math.log(1 + this.docs.length / (sums.size + 0.5)) * Math.max(DOUBTFUL, ...meant.values());
  }

  /* What it is worth that words which stand side by side in the query do so in the text. */
  closeness(terms, worth, counts, { order }) {
    let sum = 0;
    for (let place = 1; place < terms.length; place++) {
      if (!counts[place - 1] || !counts[place]) continue;
      const [one, other] = [terms[place - 1].meant, terms[place].meant];
      const side = order.some((id, at) => one.has(id) && (other.has(order[at + 1]) || other.has(order[at + 2])));
      if (side) sum += 0.3 * Math.min(worth[place - 1], worth[place]);
    }
    return sum;
  }
}
