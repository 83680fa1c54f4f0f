/* The way back from a work in the list of references to the citation that led there; and where there is no pointer to
   hover with, the first tap on a citation opens the notes under its paragraph, the second leads on. */
(() => {
  "use strict";

  const KEPT = "spor-back"; // in sessionStorage: where the last citation led, and where it stands
  const kept = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
    } catch {
      return {};
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.spor-source, .spor-notes li.spor-source > a");
    const from = link?.closest(".spor-cite[id]") ?? link?.closest(".spor-noted")?.querySelector("[id]");
    if (!from) return;
    const notes = link.closest(".spor-noted")?.querySelector(".spor-notes:not([open])");
    if (notes?.checkVisibility() && notes.firstElementChild.checkVisibility() && matchMedia("(hover: none)").matches) {
      event.preventDefault();
      notes.open = true;
      notes.scrollIntoView({ block: "nearest" });
      return;
    }
    const back = new URL(`#${from.id}`, location);
    try {
      sessionStorage.setItem(KEPT, JSON.stringify({ to: link.href, back: back.href }));
    } catch {
      /* no way back, then, but the browser's own */
    }
  });

  const line = document.querySelector(".spor-back");
  const show = () => {
    const { to, back } = kept();
    const entry = to === location.href && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    line.hidden = !entry;
    if (!entry) return;
    line.firstElementChild.href = back;
    entry.prepend(line);
  };
  if (line) {
    show();
    addEventListener("hashchange", show);
  }
})();
