/* The site's texts by their words, and which of them answer a query best. */
"use strict";

/* Where a word of a text can stand, how much it weighs there, and how much a long field is held against it. */
const FIELDS = {
  title: { weight: 6, long: 0.7 },
  also: { weight: 4, long: 0.3 }, // other names: synonyms, numbers, the author and the year of a work
  page: { weight: 1.5, long: 0.5 }, // the title of the page that a part stands on
  text: { weight: 1, long: 0.6 },
};
const NAMES = Object.keys(FIELDS);
const ENOUGH = 1.5; // how often a word must stand in a text for half of what it can count
const SHOWN = { pages: 60, parts: 6 }; // of a page
const FAINT = 0.12; // of the best result: fainter ones are not shown

class Index {
  constructor(language, docs) {
    this.language = language;
    this.words = new Words(language);
    this.places = []; // by word: where it stands, as [document, field, times]
    this.docs = [];
    const pages = new Map();
    for (const doc of docs) {
      const [path, part] = doc.location.split("#");
      if (!pages.has(path)) pages.set(path, doc);
      const page = pages.get(path);
      this.add(doc, page, part && page !== doc ? `${page.title} ${page.also ?? ""}` : "");
    }
    this.average = NAMES.map((name, field) => this.docs.reduce((sum, doc) => sum + doc.length[field], 0) / this.docs.length || 1);
  }

  add(doc, page, about) {
    const number = this.docs.length;
    const texts = { title: doc.title, also: doc.also ?? "", page: about, text: doc.text };
    const length = [];
    let order;
    for (const [field, name] of NAMES.entries()) {
      order = [...wordsOf(texts[name])].map(({ word }) => this.words.id(word));
      length.push(order.length);
      const times = new Map();
      for (const id of order) times.set(id, (times.get(id) ?? 0) + 1);
      for (const [id, count] of times) (this.places[id] ??= []).push([number, field, count]);
    }
    this.docs.push({ ...doc, page, length, order: Uint16Array.from(order) });
  }

  /* The results: pages, each with the parts of it that fit, the best first. */
  search(query, kinds) {
    const terms = this.terms(query);
    const hits = this.hits(terms, kinds);
    const best = new Map();
    for (const hit of hits) {
      const { location } = this.docs[hit.number].page;
      if (!best.has(location)) best.set(location, []);
      best.get(location).push(hit);
    }
    const pages = [...best.values()].map((group) => {
      group.sort((one, other) => other.score - one.score);
      const [first, second, third] = group.map(({ score }) => score);
      return { score: first + 0.15 * (second ?? 0) + 0.05 * (third ?? 0), hits: group };
    });
    pages.sort((one, other) => other.score - one.score);
    return { terms, pages: pages.filter(({ score }) => score > FAINT * pages[0].score).slice(0, SHOWN.pages) };
  }

  /* What is sought: each word that tells something, with the words that it may stand for. */
  terms(query) {
    const typed = [...wordsOf(query)].map(({ word }) => word);
    const telling = typed.filter((word) => !this.language.idle.has(word));
    return (telling.length ? telling : typed).flatMap((word, place, all) => {
      const next = all[place + 1] ?? "";
      if (this.language.numbered.includes(word) && isNumber(next)) return [];
      const meant = this.words.meant(word);
      if (isNumber(word) && this.language.numbered.includes(all[place - 1])) {
        const chapter = this.words.ids.get(`${word}.0`);
        if (chapter !== undefined) return [{ word, meant: new Map([...meant].map(([id]) => [id, 0.5])).set(chapter, 1) }];
      }
      if (meant.size) return [{ word, meant }];
      const parts = this.words.parts(word);
      if (!parts.length) return [{ word, meant }];
      return parts.map((part) => ({ word: part, meant: this.words.meant(part) }));
    });
  }

  hits(terms, kinds) {
    const found = new Map(); // by document: how much each term counts in it, in the title and in all
    const worth = terms.map((term, place) => this.weigh(term, place, terms.length, found));
    const all = worth.reduce((sum, value) => sum + value, 0);
    const hits = [];
    for (const [number, { counts, titled }] of found) {
      const doc = this.docs[number];
      if (kinds && !kinds.has(doc.tags?.[0])) continue;
      const sum = (values) => values.reduce((total, value, place) => total + value * worth[place], 0);
      const covered = sum(counts.map((count) => Math.min(1, count * 2))) / all;
      const inTitle = sum(titled) / all;
      const ofTitle = Math.min(1, titled.reduce((total, value) => total + value, 0) / Math.max(1, doc.length[0] - this.idle(doc)));
      const score = sum(counts) * covered * (1 + 1.5 * inTitle * ofTitle) * (1 + this.closeness(terms, worth, doc) / all) * (doc.boost ?? 1);
      hits.push({ number, score, terms: counts });
    }
    return hits;
  }

  /* How many words of a title tell nothing. */
  idle(doc) {
    return (doc.idle ??= [...wordsOf(doc.title)].filter(({ word }) => this.language.idle.has(word)).length);
  }

  /* Adds what a term counts in each document, from 0 to 1; returns what it is worth: the more the rarer it is. */
  weigh({ meant }, place, of, found) {
    const counts = new Map();
    for (const [id, sure] of meant) {
      for (const [number, field, times] of this.places[id] ?? []) {
        const { weight, long } = FIELDS[NAMES[field]];
        const size = 1 - long + (long * this.docs[number].length[field]) / this.average[field];
        const count = counts.get(number) ?? { sum: 0, title: 0, sure: 0 };
        count.sum += (sure * weight * Math.min(times, 4)) / size;
        if (field < 2) count.title = Math.max(count.title, sure);
        count.sure = Math.max(count.sure, sure);
        counts.set(number, count);
      }
    }
    for (const [number, { sum, title, sure }] of counts) {
      if (!found.has(number)) found.set(number, { counts: Array(of).fill(0), titled: Array(of).fill(0) });
      const entry = found.get(number);
      entry.counts[place] = (sum / (sum + ENOUGH)) * (0.5 + 0.5 * sure);
      entry.titled[place] = title;
    }
    return Math.log(1 + this.docs.length / (counts.size + 0.5));
  }

  /* What it is worth that words which stand side by side in the query do so in the text. */
  closeness(terms, worth, doc) {
    let sum = 0;
    for (let place = 1; place < terms.length; place++) {
      const [one, other] = [terms[place - 1].meant, terms[place].meant];
      const side = doc.order.some((id, at) => one.has(id) && (other.has(doc.order[at + 1]) || other.has(doc.order[at + 2])));
      if (side) sum += Math.min(worth[place - 1], worth[place]) * 0.3;
    }
    return sum;
  }
}
