/* The search: answers Material's search box in the place of Material's own worker.

   It speaks that worker's messages, so that the box, the list of results and the keys stay Material's. The index is the
   heaviest file of the site: it comes only when somebody searches. */
"use strict";

const READY = 1, QUERY = 2, RESULT = 3; // Material's types of messages; 0, the index, never comes
const SHOWN = { parts: 5, words: 8 }; // of a page, and of the words that are handed on to it
let index; // a promise: the index, once somebody has searched; nothing again if it did not come
let latest = "";

addEventListener("message", async ({ data: { type, data } }) => {
  if (type !== QUERY) return;
  latest = data;
  index ??= data.trim() ? load().catch(() => (index = undefined)) : undefined;
  const found = await index;
  await new Promise((later) => setTimeout(later)); // what has been typed meanwhile is heard first
  if (data !== latest) return;
  const items = found && data.trim() ? results(found, data) : [];
  postMessage({ type: RESULT, data: { items } });
});

async function load() {
  const answer = fetch("../../../search/search_index.json");
  importScripts("find/words.js", "find/index.js", "find/excerpt.js");
  return new Index(await (await answer).json());
}

/* What Material shows: a list of pages, each a list of its parts that fit and of the page itself. */
function results(found, query) {
  const { terms, pages } = found.search(query);
  const sought = new Set(terms.flatMap(({ meant }) => [...meant.keys()]));
  const isSought = (word) => sought.has(found.words.ids.get(word));
  return pages.map(({ score, hits }) => {
    const items = hits.slice(0, SHOWN.parts).map((hit) => {
      return { ...shown(found, hit.doc, isSought), score: hit.score, terms: told(found, hit, terms) };
    });
    const { page } = hits[0].doc;
    if (!items.some(({ location }) => location === page.location)) {
      items.push({ ...shown(found, { ...page, text: "" }, isSought), score: 0, terms: {} });
    }
    items[0].score = score; // Material shows what has less than the first folded together
    return items;
  });
}

function shown({ kinds }, { location, title, text, kind }, isSought) {
  const tags = kind === undefined ? undefined : [kinds[kind].name];
  const words = excerpt(text, isSought);
  return { location, title: marked(title, isSought), text: words && `<p>${words}</p>`, tags };
}

/* The words that a result has, and those that it lacks: the first are marked on the page, the others shown as missing. */
function told({ words }, { doc, counts }, terms) {
  const has = {};
  for (const [place, { word, meant }] of terms.entries()) {
    if (!counts[place]) has[word] = false;
    const inTitle = [...wordsOf(doc.title)].map(({ word }) => words.ids.get(word));
    const here = [...new Set([...inTitle, ...doc.order])].filter((id) => meant.has(id));
    here.sort((one, other) => meant.get(other) - meant.get(one));
    for (const id of here.slice(0, SHOWN.words)) has[words.known[id].word] = true;
  }
  return has;
}

postMessage({ type: READY });
