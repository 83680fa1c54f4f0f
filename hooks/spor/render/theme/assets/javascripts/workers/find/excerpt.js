/* What is shown of a result: the sentences in which the words stand, and the words marked. */
"use strict";

const LONGEST = 320;
const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);

/* A text as HTML with the words marked that `isSought` knows. */
function marked(text, isSought) {
  let html = "", at = 0;
  for (const { word, index, end } of wordsOf(text)) {
    if (!isSought(word)) continue;
    html += `${escaped(text.slice(at, index))}<mark>${escaped(text.slice(index, end))}</mark>`;
    at = end;
  }
  return html + escaped(text.slice(at));
}

/* The part of a text, from the beginning of a sentence, in which most of the words sought stand. */
function excerpt(text, isSought) {
  const starts = [0, ...[...text.matchAll(/[.?!:»]\s+(?=[«\p{Lu}])|\n+/gu)].map(({ 0: end, index }) => index + end.length)];
  const places = [...wordsOf(text)].filter(({ word }) => isSought(word));
  let best = 0, most = -1;
  for (const start of starts) {
    const kinds = new Set(places.filter(({ index, end }) => index >= start && end <= start + LONGEST).map(({ word }) => word));
    if (kinds.size > most) [best, most] = [start, kinds.size];
  }
  const shown = text.slice(best, best + LONGEST);
  const cut = best + LONGEST < text.length;
  return `${best ? "… " : ""}${cut ? shown.replace(/\s+\S*$/, "") : shown}${cut ? " …" : ""}`;
}
