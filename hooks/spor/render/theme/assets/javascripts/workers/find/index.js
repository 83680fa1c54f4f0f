/* The site's texts by their words, and which of them answer a query best. */
"use strict";

/* Where a word of a text can stand, how much it weighs there, and how much a long field is held against it. */
const FIELDS = {
  title: { weight: 6, long: 0.7 },
  also: { weight: 4, long: 0.3 }, // other names: synonyms, the author and the year of a work
  page: { weight: 1.5, long: 0.5 }, // the names of the page that a part stands on
  text: { weight: 1, long: 0.6 },
};
const NAMES = Object.keys(FIELDS);
const ENOUGH = 1.5; // how often a word must stand in a text for half of what it can count
const OTHER_NAME = 0.6; // how sure we are of the name of what was sought by another name
const WITHOUT_KIND = 0.8; // what a text weighs that is about nothing in particular
const ITS_NUMBER = 3; // how much more a section weighs whose number was typed
const FAINT = 0.12; // of the best result: fainter ones are not shown
const MOST = 60; // pages

/* A text as it stands on its page, from the signs that it is written in (`publish/search.py`): one for each word, and one
   for whatever stands between two words but a space. */
function unpacked(signs, pieces) {
  let text = "", wasWord = false;
  for (const sign of signs) {
    const code = sign.codePointAt(0);
    const piece = pieces[code - (code < 0xd800 ? 0x20 : 0x820)];
    const isWord = /^[\p{L}\p{N}_]/u.test(piece);
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
    this.names = new Map(); // other names, as stems: the document
    const pages = new Map();
    for (const doc of docs) doc.text = unpacked(doc.text, pieces);
    for (const doc of docs) if (!doc.location.includes("#")) pages.set(doc.location, doc);
    for (const doc of docs) this.add(doc, pages.get(doc.location.split("#")[0]) ?? doc);
    this.average = NAMES.map((_, field) => this.docs.reduce((sum, { size }) => sum + size[field], 0) / this.docs.length || 1);
  }

  add(doc, page) {
    const number = this.docs.length;
    const also = doc.also ?? [];
    const about = page === doc ? [] : [page.title, ...(page.also ?? [])];
    const texts = [doc.title, also.join(" "), about.join(" "), doc.text].map((text) => [...wordsOf(text)].map(({ word }) => this.words.id(word)));
    for (const [field, order] of texts.entries()) {
      const times = new Map();
      for (const id of order) times.set(id, (times.get(id) ?? 0) + 1);
      for (const [id, count] of times) (this.places[id] ??= []).push([number, field, count]);
    }
    for (const name of also) this.names.set(this.stems(name).join(" "), number);
    const telling = texts[0].filter((id) => !this.words.idle.has(this.words.known[id].word)).length;
    const weight = doc.kind === undefined ? WITHOUT_KIND : this.kinds[doc.kind].weight;
    this.docs.push({ ...doc, page, weight, telling, size: texts.map(({ length }) => length), order: texts[3] });
  }

  stems(text) {
    return [...wordsOf(text)].map(({ word }) => this.words.stem(plain(word)));
  }

  /* The results: what was sought, and the pages, each with the parts of it that fit, the best first. */
  search(query) {
    const { kinds, text } = this.filtered(query);
    const terms = this.terms(text);
    const hits = terms.length ? this.hits(terms, kinds) : this.all(kinds);
    const pages = new Map();
    for (const hit of hits.sort((one, other) => other.score - one.score)) {
      const { location } = hit.doc.page;
      if (!pages.has(location)) pages.set(location, []);
      pages.get(location).push(hit);
    }
    const found = [...pages.values()].map((hits) => ({ hits, score: [1, 0.15, 0.05].reduce((sum, part, place) => sum + part * (hits[place]?.score ?? 0), 0) }));
    found.sort((one, other) => other.score - one.score);
    return { terms, pages: found.filter(({ score }) => score > FAINT * found[0].score).slice(0, MOST) };
  }

  /* A query may begin with the kinds to which it is narrowed: «Funn, Begreper: budsjett». */
  filtered(query) {
    const [, before, after] = query.match(/^([^:]+):(.*)$/s) ?? [];
    const named = before?.split(",").map((name) => Object.keys(this.groups).find((group) => plain(group.toLowerCase()) === plain(name.trim().toLowerCase())));
    return named?.every(Boolean) ? { kinds: new Set(named.flatMap((name) => this.groups[name])), text: after } : { text: query };
  }

  /* What is sought: each word that tells something, with the words of the site that it may stand for. */
  terms(text) {
    const { idle, language } = this.words;
    const typed = [...wordsOf(text)].map(({ word }) => word);
    const stems = this.stems(text);
    const terms = [];
    for (let place = 0; place < typed.length; ) {
      const [word, next] = typed.slice(place, place + 2);
      const name = this.nameAt(stems, place);
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
    return terms.length ? terms : typed.flatMap((word) => this.term(word));
  }

  term(word) {
    const meant = this.words.meant(word);
    if (meant.size || isNumber(word)) return [{ word, meant, number: isNumber(word) ? [word] : [] }];
    const parts = this.words.split(word);
    return (parts.length ? parts : [word]).map((part) => ({ word, meant: this.words.meant(part), number: [] }));
  }

  /* A number of which we know that it is that of a part: chapter 4 may be called 4.0. */
  numbered(number) {
    return { word: number, meant: new Map([number, `${number}.0`].filter((name) => this.words.ids.has(name)).map((name) => [this.words.ids.get(name), SURE.same])), number: [number, `${number}.0`] };
  }

  /* The longest other name that the query has at a place, if what it names has a short name itself. */
  nameAt(stems, place) {
    for (let length = Math.min(5, stems.length - place); length; length--) {
      const doc = this.docs[this.names.get(stems.slice(place, place + length).join(" "))];
      if (doc && doc.telling <= 3) return { length, doc };
    }
    return undefined;
  }

  /* What goes by another name: «wicked problems» stands for each word of its title as well. */
  named(typed, { title }) {
    const own = new Map(typed.flatMap((word) => [...this.words.meant(word)].filter(([, sure]) => sure >= SURE.form)));
    const titles = [...wordsOf(title)].map(({ word }) => word).filter((word) => !this.words.idle.has(word));
    return titles.map((word) => {
      const meant = new Map([...this.words.meant(word)].map(([id, sure]) => [id, sure * OTHER_NAME]));
      return { word: typed.join(" "), meant: new Map([...meant, ...own]), number: [] };
    });
  }

  /* Everything of some kinds, for a query that tells no more than these. */
  all(kinds) {
    return this.docs.filter(({ kind }) => kinds?.has(kind)).map((doc) => ({ doc, score: 1, counts: [] }));
  }

  hits(terms, kinds) {
    const found = new Map(); // by document: what each term counts in it, and how sure it is of its names
    const worth = terms.map((term, place) => this.weigh(term, place, terms.length, found));
    const most = worth.reduce((sum, value) => sum + value, 0);
    const total = (values) => values.reduce((sum, value, place) => sum + value * worth[place], 0);
    const hits = [];
    for (const [number, { counts, named }] of found) {
      const doc = this.docs[number];
      if (kinds && !kinds.has(doc.kind)) continue;
      const covered = total(counts.map((count) => Math.min(1, count * 2))) / most;
      const ofName = Math.min(1, named.reduce((sum, value) => sum + value, 0) / Math.max(1, doc.telling));
      const whole = 1 + (1.5 * ofName * total(named)) / most;
      const isIt = doc.number && terms.some(({ number }) => number.includes(doc.number));
      const score = total(counts) * covered * whole * (1 + this.closeness(terms, worth, doc) / most) * doc.weight * (isIt ? ITS_NUMBER : 1);
      hits.push({ doc, score, counts });
    }
    return hits;
  }

  /* Adds what a term counts in each document, from 0 to 1; returns what it is worth: the more, the rarer it is. */
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
    return Math.log(1 + this.docs.length / (sums.size + 0.5));
  }

  /* What it is worth that words which stand side by side in the query do so in the text. */
  closeness(terms, worth, { order }) {
    let sum = 0;
    for (let place = 1; place < terms.length; place++) {
      const [one, other] = [terms[place - 1].meant, terms[place].meant];
      const side = order.some((id, at) => one.has(id) && (other.has(order[at + 1]) || other.has(order[at + 2])));
      if (side) sum += 0.3 * Math.min(worth[place - 1], worth[place]);
    }
    return sum;
  }
}
