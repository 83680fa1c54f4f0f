/* The search: answers Material's search box in the place of Material's own worker.

   It speaks that worker's messages, so that the box, the list of results and the keys are Material's. The index is the
   heaviest file of the site: it comes only when somebody searches. */
"use strict";

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3; // Material's types of messages
let index; // a promise: the index, once somebody has searched
let latest = "";

addEventListener("message", async ({ data: { type, data } }) => {
  if (type !== QUERY) return; // SETUP: Material hands over no index, since it does not fetch one
  latest = data;
  const items = data.trim() ? results(await (index ??= load()), data) : [];
  if (data === latest) postMessage({ type: RESULT, data: { items } });
});

async function load() {
  const { config, docs } = await (await fetch("../../../search/search_index.json")).json();
  importScripts("find/words.js", "find/index.js", "find/excerpt.js", `find/${config.lang[0]}.js`);
  return new Index(self.language, docs);
}

/* What Material shows: a list of pages, each a list of the page itself and its parts. */
function results(found, query) {
  const { terms, pages } = found.search(query);
  const sought = new Map(terms.flatMap(({ meant }) => [...meant]));
  const isSought = (word) => sought.has(found.words.ids.get(word));
  return pages.map(({ score, hits }) => {
    const items = hits.slice(0, SHOWN.parts).map((hit) => item(found, hit, terms, isSought));
    const { page } = found.docs[hits[0].number];
    if (!items.some(({ location }) => location === page.location)) items.push({ ...page, text: "", title: marked(page.title, isSought), score: 0, terms: {} });
    items[0].score = score;
    return items;
  });
}

function item({ docs, words }, { number, score, terms: counts }, terms, isSought) {
  const { location, title, text, tags, order } = docs[number];
  const shown = {};
  for (const [place, { word, meant }] of terms.entries()) {
    if (!counts[place]) shown[word] = false;
    const here = [...wordsOf(title)].map(({ word }) => words.ids.get(word)).concat([...order]);
    for (const id of here) if (meant.has(id)) shown[words.known[id].word] = true;
  }
  return { location, title: marked(title, isSought), text: marked(excerpt(text, isSought), isSought), tags, score, terms: shown };
}

postMessage({ type: READY });
