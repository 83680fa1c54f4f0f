/* Stands before Material's search worker.

   It loads the index only when somebody searches, since it is the heaviest file of the site; and it looks for
   the word's other forms too. Material makes every word of a query the beginning of a word ("lederes*"), which
   skips the stemmer, while the index holds stems only ("leder"): inflected words would find nothing.

   The name of Material's worker, which lies beside this file, is the fragment of this worker's address. */
"use strict";

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3; // Material's types of messages
const toPage = self.postMessage.bind(self);
let engine; // a promise: Material's worker, loaded and set up
let engineIsReady;
let latest = "";
let words = []; // of the latest query, each with its forms

addEventListener("message", async (event) => {
  if (!event.isTrusted) return; // ours, on its way to Material's worker
  event.stopImmediatePropagation();
  if (event.data.type !== QUERY) return;
  latest = event.data.data;
  if (!latest.trim()) {
    toPage({ type: RESULT, data: { items: [] } });
    return;
  }
  const query = latest;
  await (engine ??= load());
  if (query === latest) toEngine(QUERY, expand(query));
});

/* What Material's worker says goes through here. */
self.postMessage = (message) => {
  if (message.type === READY) engineIsReady();
  else toPage({ ...message, data: { ...message.data, items: message.data.items.map((group) => group.map(tidy)) } });
};

function toEngine(type, data) {
  dispatchEvent(new MessageEvent("message", { data: { type, data } }));
}

async function load() {
  const index = await (await fetch("../../../search/search_index.json")).json();
  const ready = new Promise((resolve) => { engineIsReady = resolve; });
  importScripts(self.location.hash.slice(1));
  toEngine(SETUP, { ...index, options: { suggest: false } });
  await ready;
}

/* The query with each plain word as a stem, as the beginning of a word, and as the beginning that its forms share.
   A stem may have a stem in its turn (lederes, leder, led). A number after ^ is a weight; it also keeps Material from
   making the word a beginning. */
function expand(query) {
  words = query.trim().toLowerCase().split(/\s+/).map((word) => {
    if (!/^[\p{L}\p{N}]+$/u.test(word)) return { word, forms: [word], terms: [word] };
    const stem = stemOf(word);
    const root = stem.length > 4 ? stem.replace(/([bdfgklmnprst])\1$/, "$1") : stem; // rommet, rom
    const starts = root.length > 3 ? [word, root] : [word];
    const exact = [word, stem, stemOf(stem)];
    return { word, forms: [root, ...exact], terms: [...exact.map((form) => `${form}^1`), ...starts] };
  });
  return words.flatMap(({ terms }) => [...new Set(terms)]).join(" ");
}

/* English is the language of lunr itself; another one is a part of it. */
function stemOf(word) {
  const language = Object.keys(lunr).find((name) => name.length === 2 && lunr[name].stemmer);
  if (!language) return String(lunr.stemmer(new lunr.Token(word)));
  const stem = lunr[language].stemmer(word);
  return language === "no" ? stem.replace(/ern$/, "er") : stem; // lederne: the stemmer leaves an n
}

/* A result with the words that were typed, instead of their forms: what Material shows as found or missing. */
function tidy(item) {
  if (!Object.keys(item.terms).length) return item;
  const terms = {};
  for (const { word, forms } of words) {
    const found = forms.find((form) => item.terms[form]);
    terms[found ?? word] = found !== undefined;
  }
  return { ...item, terms };
}

toPage({ type: READY });
