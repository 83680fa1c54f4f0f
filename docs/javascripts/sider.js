/* The same page in another language: its link keeps the paragraph, and both can stand side by side. Without this file
   the link leads to the page. */
(() => {
  "use strict";

  const SIDES = "spor-sides"; // in localStorage: "on", or nothing
  const TEXTS = "p, li, dt, dd, th, td, h1, h2, h3, h4, h5, h6, caption, figcaption";
  const BLOCKS = "p, ul, ol, dl, div, table, blockquote, aside, details, article, section, pre";
  const NOT_READ = ".spor-panel, .spor-citing, .spor-filter, .spor-notes, .spor-chain, .spor-to-chain, .spor-downloads, svg";
  const article = document.querySelector("article.md-content__inner");
  const top = () => document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;

  /* 1. The link leads to the block that is named in the address, where it is in view, or else to the first that is. */
  const inView = () => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const { top: above } = named?.getBoundingClientRect() ?? { top: -1 };
    if (named?.matches(TEXTS) && above >= 0 && above < innerHeight) return named;
    const blocks = scrollY > 0 && article ? [...article.querySelectorAll("[id]")] : [];
    return blocks.find((block) => block.matches(TEXTS) && block.checkVisibility() && block.getBoundingClientRect().bottom > top());
  };
  const ways = [...document.querySelectorAll(".spor-edition")];
  const lead = () => {
    const place = inView();
    for (const way of ways) way.hash = place ? place.id : location.hash;
  };
  for (const way of ways) for (const type of ["pointerdown", "focus", "click"]) way.addEventListener(type, lead);

  /* 2. Side by side: the words of each block of the other page are put beside those of this one, by their ids. */
  const button = document.querySelector(".spor-sides-toggle");
  if (!button || !article) return;
  let fetched = null;

  /* What an element says itself, before the blocks that stand in it; of an item with paragraphs, the first of these. */
  const own = (element) => {
    const first = element.querySelector(":scope > p");
    const words = [...element.childNodes];
    const end = words.findIndex((node) => node.matches?.(BLOCKS));
    const before = end < 0 ? words : words.slice(0, end);
    return first && !before.some((node) => node.textContent.trim()) ? [...first.childNodes] : before;
  };

  const copied = (nodes, base) => {
    const span = document.createElement("span");
    for (const node of nodes) span.append(document.importNode(node, true));
    for (const extra of span.querySelectorAll(`.spor-mark, .headerlink, .spor-card, button, input, ${NOT_READ}`)) extra.remove();
    for (const element of span.querySelectorAll("[id]")) element.removeAttribute("id");
    for (const link of span.querySelectorAll("a[href]")) {
      link.href = new URL(link.getAttribute("href"), base).href;
      link.removeAttribute("data-preview");
    }
    span.lang = button.dataset.lang;
    span.className = "spor-side spor-side--other";
    return span;
  };

  const pair = (mine, theirs, base) => {
    const words = own(mine);
    const other = copied(own(theirs), base);
    const said = words.map((node) => node.textContent).join("").trim();
    if (mine.querySelector(":scope .spor-side") || !said || ["", said].includes(other.textContent.trim())) return;
    const row = document.createElement("span");
    const side = document.createElement("span");
    row.className = "spor-pair";
    side.className = "spor-side";
    words[0].before(row);
    side.append(...words);
    row.append(side, other);
  };

  /* A heading or a row of a list that the build made has an id, and what belongs to it stands around it. */
  const around = (element) => (element.matches("tr") ? element : element.closest("article:not(.md-content__inner)"));
  const within = (element) => [...element.querySelectorAll(TEXTS)].filter((one) => !one.closest(NOT_READ));

  const show = async () => {
    const base = new URL(button.dataset.href, location);
    const answer = await fetch(base);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const mine of article.querySelectorAll("[id]")) {
      const theirs = page.getElementById(mine.id);
      if (!theirs) continue;
      if (mine.matches(TEXTS)) pair(mine, theirs, base);
      const [here, there] = [around(mine), around(theirs)].map((box) => (box ? within(box) : []));
      if (here.length === there.length) here.forEach((one, place) => pair(one, there[place], base));
    }
  };

  const set = async (on) => {
    const place = inView();
    const before = place?.getBoundingClientRect().top;
    try {
      if (on) await (fetched ??= show());
    } catch {
      fetched = null;
      on = false;
      button.title = button.dataset.failed;
    }
    button.setAttribute("aria-pressed", String(on));
    document.documentElement.classList.toggle("spor-sides", on);
    for (const side of article.querySelectorAll(".spor-side--other")) side.hidden = !on;
    if (place) scrollBy(0, place.getBoundingClientRect().top - before);
    return on;
  };

  const stored = () => { try { return localStorage.getItem(SIDES) === "on"; } catch { return false; } };
  button.hidden = false;
  button.addEventListener("click", async () => {
    const on = await set(button.getAttribute("aria-pressed") !== "true");
    try { on ? localStorage.setItem(SIDES, "on") : localStorage.removeItem(SIDES); } catch { /* this page only */ }
  });
  if (stored()) set(true);
})();
