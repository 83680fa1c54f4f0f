/* The words of the site, and which of them a typed word may stand for.

   Forms, parts and neighbours of a word are found among the site's own words, some thousands, when the index has come:
   nothing of this is written out in it. What depends on the language comes with the index (`locale/`). */
"use strict";

const LETTERS = { æ: "ae", ø: "o", đ: "d", ð: "d", þ: "th", œ: "oe", ß: "ss" };
const WORD = /\d+(?:[.,]\d+)*|\p{L}[\p{L}\p{M}]*/gu;
const VOWEL = /[aeiouy]/;
/* How sure we are that a word is meant: it stands there as typed, in another form, as a part of a compound … */
const SURE = { same: 1, plain: 0.97, form: 0.9, tail: 0.75, kin: 0.65, head: 0.6, near: 0.6, start: 0.5, far: 0.4 };

const isNumber = (word) => /^\d/.test(word);

/* A text as words, with where each begins and ends. Numbers keep what stands between their digits: 5.2.1 is one. */
function* wordsOf(text) {
  for (const { 0: word, index } of text.matchAll(WORD)) yield { word: word.toLowerCase(), index, end: index + word.length };
}

/* A word as any keyboard has it: æ as ae, ø as o, å as a, é as e. */
function plain(word) {
  return word.replace(/[^a-z0-9]/g, (letter) => LETTERS[letter] ?? letter.normalize("NFD").replace(/\p{M}/gu, ""));
}

class Words {
  constructor(language) {
    const given = { endings: [], suffixes: [], irregular: {}, doubled: [], links: [], first: [], numbered: [], idle: "" };
    this.language = { ...given, ...language };
    this.idle = new Set(this.language.idle.split(" "));
    this.ids = new Map(); // the number of each word
    this.known = []; // by number: the word, as any keyboard has it, its stem and its root
    this.parts = new Set(); // what a compound can be made of
    this.asked = new Map(); // what was asked before: whoever types a query asks for its first words again and again
  }

  /* The number of a word of the site. */
  id(word) {
    let id = this.ids.get(word);
    if (id === undefined) {
      id = this.known.length;
      const known = this.form(word);
      this.ids.set(word, id);
      this.known.push(known);
      this.parts.add(known.flat).add(known.stem);
    }
    return id;
  }

  form(word, flat = plain(word)) {
    const stem = this.stem(flat);
    return { word, flat, stem, root: this.root(stem) };
  }

  /* What the forms of a word share: lederne and lederes with leder. */
  stem(flat) {
    return isNumber(flat) ? flat : this.without(this.language.irregular[flat] ?? flat, 3);
  }

  /* A word without its endings, one after the other, as long as what is left has some letters: so all forms of a word
     come to the same, whatever they began with. */
  without(word, shortest) {
    const { endings, doubled } = this.language;
    const end = endings.find((ending) => word.endsWith(ending) && this.canEnd(word, ending, shortest));
    const isDoubled = doubled.includes(word.at(-1)) && word.at(-1) === word.at(-2);
    return end || isDoubled ? this.without(word.slice(0, -(end?.length ?? 1)), 4) : word;
  }

  /* A single consonant is an ending only after something that is long enough without it, and not after itself. */
  canEnd(stem, ending, shortest) {
    if (ending.length > 1 || VOWEL.test(ending)) return stem.length - ending.length >= shortest;
    return stem.length > 4 && stem.at(-2) !== ending;
  }

  /* What words share that are made of one another: oversette, oversetting and oversettelse. */
  root(stem) {
    const suffix = this.language.suffixes.find((end) => stem.endsWith(end) && stem.length - end.length > 3);
    return suffix ? this.root(this.without(stem.slice(0, -suffix.length), 4)) : stem;
  }

  /* The numbers of the words that a typed word may stand for, each with how sure that is. */
  meant(typed) {
    if (!this.asked.has(typed)) this.asked.set(typed, this.find(typed));
    return this.asked.get(typed);
  }

  find(typed) {
    const found = new Map();
    if (isNumber(typed)) return this.ids.has(typed) ? found.set(this.ids.get(typed), SURE.same) : found;
    const forms = this.spellings(typed);
    for (const [id, known] of this.known.entries()) {
      const sure = Math.max(...forms.map((form) => this.likeness(form, known)));
      if (sure) found.set(id, sure);
    }
    if (Math.max(0, ...found.values()) < SURE.tail) this.addNeighbours(forms[0], found);
    return found;
  }

  /* A typed word as it may be written: with aa for å, and oe for ø. */
  spellings(typed) {
    const flat = plain(typed);
    return [...new Set([flat, flat.replaceAll("aa", "a").replaceAll("oe", "o")])].map((other) => this.form(typed, other));
  }

  likeness(typed, known) {
    if (known.word === typed.word) return SURE.same;
    if (known.flat === typed.flat) return SURE.plain;
    if (isNumber(known.word) || this.idle.has(known.word)) return 0;
    if (known.stem === typed.stem) return SURE.form;
    if (this.ends(known.flat, typed.flat)) return SURE.tail;
    if (known.root === typed.root && typed.root.length > 3) return SURE.kin;
    if (this.ends(known.stem, typed.stem)) return SURE.head;
    if (known.flat.startsWith(typed.flat)) return SURE.start * Math.min(1, typed.flat.length / 4);
    return typed.stem.length > 3 && known.flat.startsWith(typed.stem) ? SURE.start * 0.8 : 0;
  }

  /* Whether a compound ends with a word: handlingsrom with rom, samskaping with skaping; but strøm not with rom. With a
     short word end many that are no compounds, so that what stands before it must be long, or a word of the site; and a
     word of the site always where a language seldom makes one word of two, and links none: rendered does not end with red. */
  ends(compound, word) {
    const rest = compound.length - word.length;
    if (word.length < 3 || rest < 3 || !compound.endsWith(word)) return false;
    const before = compound.slice(0, rest);
    const isLong = this.language.links.length > 0 && (word.length > 4 || rest > 4);
    return isLong ? VOWEL.test(before) : this.firstOf(before) !== "";
  }

  /* What a compound can begin with, without the letter that links it to the rest; nothing if it is no word. */
  firstOf(before) {
    const known = (part) => this.parts.has(part) || this.language.first.includes(part);
    if (known(before)) return before;
    const link = this.language.links.find((end) => before.endsWith(end) && known(before.slice(0, -end.length)));
    return link ? before.slice(0, -link.length) : "";
  }

  /* Adds the words that are nearest to a misspelt one, in all their forms: one error away, long words two. Nobody looks
     for one that tells nothing: «tilit» is tillit, not til. */
  addNeighbours(typed, found) {
    const near = new Map();
    for (const { word, flat, stem } of this.known) {
      if (isNumber(word) || this.idle.has(word)) continue;
      const errors = Math.min(errorsIn(typed.flat, flat), errorsIn(typed.stem, stem));
      if (errors < Infinity) near.set(stem, Math.min(near.get(stem) ?? Infinity, errors));
    }
    const least = Math.min(...near.values());
    for (const [id, { stem }] of this.known.entries()) {
      if (near.get(stem) === least) found.set(id, Math.max(found.get(id) ?? 0, least > 1 ? SURE.far : SURE.near));
    }
  }

  /* What a part of the thesis is about, for a word that names it so: teorikapitlet is the chapter on teori. */
  subject(typed) {
    const flat = plain(typed);
    const part = this.language.numbered.find((end) => end.length > 3 && flat.endsWith(end));
    return part ? this.firstOf(flat.slice(0, -part.length)) : "";
  }

  /* A compound that the site does not have, as two words that it has; else nothing. */
  split(typed) {
    const flat = plain(typed);
    for (let at = 3; at <= flat.length - 3; at++) {
      const [first, last] = [this.firstOf(flat.slice(0, at)), flat.slice(at)];
      if (first && this.parts.has(this.stem(last))) return [first, last];
    }
    return [];
  }
}

/* How many errors a word has that was meant to be another: infinitely many if it has more than we forgive. */
function errorsIn(typed, meant) {
  const most = typed.length < 4 ? 0 : typed.length < 9 ? 1 : 2;
  const errors = most ? distance(typed, meant, most) : Infinity;
  return errors > most ? Infinity : errors;
}

/* How many errors lie between two words: a letter more, less or another, or two exchanged. Stops at more than `most`. */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before, last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const exchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const another = last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      row.push(Math.min(last[j] + 1, row[j - 1] + 1, another, exchanged ? before[j - 2] + 1 : Infinity));
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}
