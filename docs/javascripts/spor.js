/* Previews that close with Esc, fit the window and can be switched off; search words marked on the page.
   Everything essential works without this file. */
(() => {
  "use strict";

  const PREVIEWS = "spor-previews"; // in localStorage: "off", or nothing
  const root = document.documentElement;

  /* 1. On and off: kept from page to page. Material shows previews at the address only for which the site was built. */
  const canonical = document.querySelector("link[rel=canonical]");
  const isElsewhere = canonical !== null && new URL(canonical.href).origin !== location.origin;
  const stored = () => { try { return localStorage.getItem(PREVIEWS); } catch { return null; } };
  const show = (button, on) => {
    button.setAttribute("aria-pressed", String(on));
    root.toggleAttribute("data-spor-no-previews", !on);
  };
  for (const button of document.querySelectorAll("[data-spor-previews]")) {
    button.hidden = isElsewhere;
    show(button, stored() !== "off");
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      show(button, on);
      try { on ? localStorage.removeItem(PREVIEWS) : localStorage.setItem(PREVIEWS, "off"); } catch { /* this page only */ }
    });
  }

  /* 2. Citations: the entry stands under the line, moved to its link and kept within the window. */
  const place = (cite) => {
    const card = cite.querySelector(".spor-card");
    const frame = card?.offsetParent?.getBoundingClientRect();
    if (!frame) return;
    const lines = cite.querySelector("a").getClientRects();
    card.classList.remove("spor-card--above");
    card.style.removeProperty("--spor-card-top");
    const { width, height, top, bottom } = card.getBoundingClientRect();
    const shift = Math.max(0, Math.min(lines[0].left - frame.left, frame.width - width));
    /* A link that is broken over two lines: the pointer gets from the first to the entry over what is beside and between. */
    card.style.setProperty("--spor-card-bridge", `${Math.max(0, top - (lines[1] ? lines[0].top : lines[0].bottom))}px`);
    card.style.setProperty("--spor-card-shift", `${shift}px`);
    if (bottom > innerHeight && lines[0].top > height) {
      card.style.setProperty("--spor-card-top", `${lines[0].top - frame.top - height}px`);
      card.classList.add("spor-card--above");
    }
  };
  const citeOf = (event) => event.target.closest?.(".spor-cite");
  for (const type of ["mouseover", "focusin"]) {
    document.addEventListener(type, (event) => {
      const cite = citeOf(event);
      if (cite && !cite.contains(event.relatedTarget)) place(cite);
    });
  }
  for (const type of ["mouseout", "focusout"]) {
    document.addEventListener(type, (event) => {
      const cite = citeOf(event);
      if (cite && !cite.contains(event.relatedTarget)) cite.classList.remove("spor-dismissed");
    });
  }

  /* 3. Esc closes what is open; it stays closed until the pointer or the focus comes anew. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const cite of document.querySelectorAll(".spor-cite:is(:hover, :focus-within)")) {
      cite.classList.add("spor-dismissed");
    }
    for (const tooltip of document.querySelectorAll(".md-tooltip2")) tooltip.hidden = true;
  });
  /* Material keeps one preview for as long as its link has pointer or focus: who comes back wants it again. */
  document.addEventListener("mouseover", (event) => {
    const link = event.target.closest?.("[data-preview][aria-controls]");
    if (link && !link.contains(event.relatedTarget)) {
      document.getElementById(link.getAttribute("aria-controls"))?.removeAttribute("hidden");
    }
  });

  /* 4. A preview is a dialog to a screen reader: it gets a name, and the links in it stay out of the tab order,
     since it closes when the focus leaves its own link. From that link it has its kind. */
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!node.matches?.(".md-tooltip2[role=dialog]")) continue;
        node.setAttribute("aria-label", node.querySelector("h3")?.textContent.replace("¶", "").trim() || "…");
        const link = document.querySelector("[data-preview]:is(:hover, :focus)");
        node.classList.add(...[...(link?.classList ?? [])].filter((name) => name !== "spor-link"));
        for (const inner of node.querySelectorAll("a, summary, button")) inner.tabIndex = -1;
      }
    }
  }).observe(document.body, { childList: true });

  /* Material puts the kind of each search result into a <nav>, a landmark without a name, a dozen times; and only the
     arrows lead to the results, where the tabulator is as good (javascripts/sok.js). */
  const results = document.querySelector(".md-search-result__list");
  if (results) {
    new MutationObserver(() => {
      for (const kinds of results.querySelectorAll("nav.md-tags")) kinds.setAttribute("role", "presentation");
      for (const link of results.querySelectorAll("a[tabindex]")) link.removeAttribute("tabindex");
    }).observe(results, { childList: true });
  }

  /* 5. A table that Material lets scroll within a frame can be scrolled by keyboard too. */
  const reachable = new ResizeObserver((entries) => {
    for (const { target } of entries) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const frame of document.querySelectorAll(".md-typeset__scrollwrap")) reachable.observe(frame);
  });

  /* 6. The words searched for, as Material's results hand them on (?h=), marked without touching the text. */
  const sought = new URLSearchParams(location.search).get("h")?.match(/[\p{L}\p{N}]+/gu);
  const article = document.querySelector("article");
  if (sought && article && globalThis.Highlight) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${sought.join("|")})[\\p{L}\\p{N}]*`, "giu");
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const ranges = [];
    while (walker.nextNode()) {
      for (const { index, 0: word } of walker.currentNode.data.matchAll(pattern)) {
        const range = new Range();
        range.setStart(walker.currentNode, index);
        range.setEnd(walker.currentNode, index + word.length);
        ranges.push(range);
      }
    }
    document.documentElement.classList.add("spor-searched");
    CSS.highlights.set("spor-search", new Highlight(...ranges));
  }
})();
