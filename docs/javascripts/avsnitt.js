/* Paragraphs: the mark at the beginning of each opens a menu that copies how to cite it, or reports an error in it.
   Without this file the mark is a link to its paragraph. */
(() => {
  "use strict";

  const marks = [...document.querySelectorAll(".spor-mark")];
  const template = document.getElementById("spor-menu");
  if (!marks.length) return;

  /* 1. One mark can be reached with the tab key: that of the paragraph in which the focus is. It stands before the
     paragraph's links, so it is one step back from them. The arrow keys lead from mark to mark. */
  let stop = marks[0];
  const reach = (mark) => {
    stop.tabIndex = -1;
    stop = mark;
    stop.tabIndex = 0;
  };
  document.addEventListener("focusin", ({ target }) => {
    const mark = target.closest("p, li, dd")?.querySelector(":scope > .spor-mark");
    if (mark) reach(mark);
  });
  document.addEventListener("keydown", (event) => {
    const at = marks.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: marks.length - 1 }[event.key];
    if (at < 0 || !marks[to]) return;
    event.preventDefault();
    marks[to].focus();
  });

  /* 2. The menu. */
  if (!template || !("popover" in HTMLElement.prototype)) return;
  const menu = template.content.firstElementChild.cloneNode(true);
  const [place, status] = [menu.querySelector(".spor-menu__place"), menu.querySelector(".spor-menu__status")];
  const copy = menu.querySelector("button");
  document.body.append(menu);
  let about = {};

  const filled = (words) => words.replace(/\{(title|place|url)\}/g, (_, name) => about[name]);
  const words = (mark) => {
    const block = mark.parentElement.cloneNode(true);
    for (const other of block.querySelectorAll(".spor-mark, .spor-card, ul, ol")) other.remove();
    return block.textContent.replace(/\s+/g, " ").trim().slice(0, 400);
  };

  const open = (mark) => {
    about = {
      title: (mark.closest("[data-title]") ?? template).dataset.title,
      place: mark.getAttribute("aria-label"),
      url: mark.href,
    };
    place.textContent = about.place;
    status.textContent = "";
    menu.setAttribute("aria-label", about.place);
    const { edition, subject, asks, quotes } = template.dataset;
    const body = `${about.url}\n${edition}\n\n${quotes[0]}${words(mark)}${quotes[1]}\n\n${asks}\n`;
    for (const link of menu.querySelectorAll("a")) link.href = address(link.dataset, filled(subject), body);
    menu.showPopover();
    const { left, bottom } = mark.getBoundingClientRect();
    const { width, height } = menu.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(bottom + 4, innerHeight - height - 8))}px`;
    copy.focus();
  };

  const address = ({ issues, mail }, title, body) => {
    if (mail) return `mailto:${mail}?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(body)}`;
    const form = new URL(issues);
    form.searchParams.set("title", title);
    form.searchParams.set("body", body);
    return form.href;
  };

  /* Where a page may not write to the clipboard, the text is shown to be copied by hand. */
  copy.addEventListener("click", async () => {
    const { reference, inText, edition, copied } = template.dataset;
    const text = [filled(reference), filled(inText), edition].join("\n");
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = copied;
    } catch {
      status.textContent = text;
      getSelection().selectAllChildren(status);
    }
  });

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".spor-mark");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (mark.hash && mark.pathname === location.pathname) history.replaceState(history.state, "", mark.hash);
    open(mark);
  });
})();
