/* What is shown of a result: the sentences in which the words stand, and the words marked. */
"use strict";

const LONGEST = 320;
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);
const SENTENCE = /[.?!:»]\s+(?=[«\p{Lu}])|\n+/gu; // what stands between two

/* A text as HTML with the words marked that `isSought` knows. */
function marked(text, isSought) {
  const places = [...wordsOf(text)].filter(({ word }) => isSought(word));
  return withMarks(text, places, 0, text.length);
}

/* The part of a text, from the beginning of a sentence, in which most of the words sought stand: as HTML, marked. */
function excerpt(text, isSought) {
  const places = [...wordsOf(text)].filter(({ word }) => isSought(word));
  if (text.length <= LONGEST) return withMarks(text, places, 0, text.length);
  const starts = [0, ...[...text.matchAll(SENTENCE)].map(({ 0: between, index }) => index + between.length)];
  let best = 0, most = 0;
  for (const start of starts) {
    const within = places.filter(({ index, end }) => index >= start && end <= start + LONGEST);
    const different = new Set(within.map(({ word }) => word)).size;
    if (different > most) [best, most] = [start, different];
  }
  const isLast = best + LONGEST >= text.length;
  const to = isLast ? text.length : text.lastIndexOf(" ", best + LONGEST);
  return `${best ? "… " : ""}${withMarks(text, places, best, to)}${isLast ? "" : " …"}`;
}

function withMarks(text, places, from, to) {
  let html = "", at = from;
  for (const { index, end } of places) {
    if (index < from || end > to) continue;
    html += `${escaped(text.slice(at, index))}<mark>${escaped(text.slice(index, end))}</mark>`;
    at = end;
  }
  return html + escaped(text.slice(at, to));
}
