/* The words of the site, and which of them a word that somebody types may stand for.

   Nothing of this is written out at build: forms, parts and neighbours of a word are found among the site's own words,
   some ten thousand, when the index has come. What depends on the language stands in a file beside this one. */
"use strict";

const LETTERS = { æ: "ae", ø: "o", đ: "d", ð: "d", þ: "th", œ: "oe", ß: "ss" };
const WORD = /\d+(?:[.,]\d+)*|\p{L}[\p{L}\p{M}]*/gu;
const isNumber = (word) => /^\d/.test(word);

/* A text as words, with where each begins. Numbers keep the dots between their digits, so that 5.2.1 is one. */
function* wordsOf(text) {
  for (const { 0: word, index } of text.matchAll(WORD)) yield { word: word.toLowerCase(), index, end: index + word.length };
}

/* A word as it can be typed on any keyboard: æ as ae, ø as o, å as a, é as e. */
function plain(word) {
  return word.replace(/[^a-z0-9]/g, (letter) => LETTERS[letter] ?? letter.normalize("NFD").replace(/\p{M}/gu, ""));
}

/* How sure we are that a word is meant: it stands there as typed, in another form, as a part of a compound … */
const SURE = { same: 1, plain: 0.97, form: 0.9, kin: 0.65, tail: 0.75, head: 0.6, start: 0.5, near: 0.6, far: 0.4 };

class Words {
  /* `language` is one of the files beside this one; the words are added as the texts are read. */
  constructor(language) {
    this.language = language;
    this.ids = new Map();
    this.known = []; // word, plain, stem, root
    this.stems = new Set();
  }

  /* The number of a word. */
  id(word) {
    let id = this.ids.get(word);
    if (id === undefined) {
      id = this.known.length;
      this.ids.set(word, id);
      const flat = plain(word);
      const stem = this.stem(flat);
      this.known.push({ word, flat, stem, root: this.root(stem) });
      this.stems.add(flat).add(stem);
    }
    return id;
  }

  /* The part that the forms of a word share: leder, lederne and lederes are one. */
  stem(flat) {
    if (isNumber(flat)) return flat;
    const { irregular, endings, shortest, tidy } = this.language;
    let stem = irregular[flat] ?? flat;
    const ending = () => endings.find((end) => stem.endsWith(end) && stem.length - end.length >= shortest);
    for (let end = ending(); end; end = ending()) stem = stem.slice(0, -end.length);
    return tidy(stem);
  }

  /* The part that words made of one another share: oversette, oversetting and oversettelse. */
  root(stem) {
    const { suffixes, shortest } = this.language;
    const suffix = isNumber(stem) ? "" : suffixes.find((end) => stem.endsWith(end) && stem.length - end.length > shortest);
    return suffix ? this.language.tidy(stem.slice(0, -suffix.length)) : stem;
  }

  /* The numbers of the words that a typed word may stand for, each with how sure that is. */
  meant(typed) {
    const found = new Map();
    if (isNumber(typed)) {
      const id = this.ids.get(typed);
      return id === undefined ? found : found.set(id, 1);
    }
    const spellings = this.spellings(typed);
    for (const [id, word] of this.known.entries()) {
      const sure = Math.max(...spellings.map((spelling) => this.likeness(spelling, word)));
      if (sure) found.set(id, sure);
    }
    if (Math.max(0, ...found.values()) < SURE.kin) this.addNeighbours(spellings[0], found);
    return found;
  }

  /* A typed word as it may be written: maal is mål, and loevetann løvetann. */
  spellings(typed) {
    const flats = new Set([plain(typed), plain(typed).replaceAll("aa", "a").replaceAll("oe", "o")]);
    return [...flats].map((flat) => {
      const stem = this.stem(flat);
      return { word: typed, flat, stem, root: this.root(stem) };
    });
  }

  likeness(typed, known) {
    if (known.word === typed.word) return SURE.same;
    if (known.flat === typed.flat) return SURE.plain;
    if (isNumber(known.word)) return 0;
    if (known.stem === typed.stem) return SURE.form;
    if (known.root === typed.root && typed.root.length > 3) return SURE.kin;
    if (this.ends(known.flat, typed.flat)) return SURE.tail;
    if (this.ends(known.stem, typed.stem)) return SURE.head;
    if (known.flat.startsWith(typed.flat)) return SURE.start * Math.min(1, typed.flat.length / 4);
    if (typed.stem.length > 3 && known.flat.startsWith(typed.stem)) return SURE.start * 0.8;
    return 0;
  }

  /* Whether a compound ends with a word: handlingsrom with rom, samskaping with skaping; but strøm not with rom. */
  ends(compound, word) {
    const rest = compound.length - word.length;
    if (word.length < 3 || rest < 3 || !compound.endsWith(word)) return false;
    const before = compound.slice(0, rest);
    return word.length > 4 ? this.language.vowel.test(before) : this.isPart(before);
  }

  /* Whether something can be the first part of a compound: a word of the site, with or without what links it. */
  isPart(before) {
    const { links, prefixes } = this.language;
    if (this.stems.has(before) || prefixes.includes(before)) return true;
    return links.some((link) => before.endsWith(link) && this.stems.has(before.slice(0, -link.length)));
  }

  /* Words with one letter too much, too little, wrong or in the wrong place; in long words two. */
  addNeighbours(typed, found) {
    const allowed = typed.flat.length < 4 ? 0 : typed.flat.length < 9 ? 1 : 2;
    if (!allowed) return;
    const near = new Map();
    for (const known of this.known) {
      if (isNumber(known.word)) continue;
      const errors = Math.min(distance(typed.flat, known.flat, allowed), distance(typed.stem, known.stem, allowed));
      if (errors <= allowed) near.set(known.stem, Math.min(near.get(known.stem) ?? allowed, errors));
    }
    const least = Math.min(...near.values());
    for (const [id, { stem }] of this.known.entries()) {
      if (near.get(stem) !== least) continue;
      found.set(id, Math.max(found.get(id) ?? 0, least > 1 ? SURE.far : SURE.near));
    }
  }

  /* A compound that the site does not have, as two words that it has. */
  parts(typed) {
    const flat = plain(typed);
    for (let at = flat.length - 3; at > 2; at--) {
      const tail = flat.slice(at);
      if (this.stems.has(this.stem(tail)) && this.isPart(flat.slice(0, at))) {
        const link = this.stems.has(flat.slice(0, at)) ? "" : this.language.links.find((end) => flat.slice(0, at).endsWith(end)) ?? "";
        return [flat.slice(0, at - link.length), tail];
      }
    }
    return [];
  }
}

/* How many errors lie between two words, if not more than `most`: a letter more, less, another, or two exchanged. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      let errors = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) errors = Math.min(errors, before[j - 2] + 1);
      row.push(errors);
      if (errors < least) least = errors;
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return last[other.length];
}
