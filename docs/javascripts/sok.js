/* The kinds to which the results of the search can be narrowed. They stand in the query itself, before a colon
   («Funn, Begreper: budsjett»), where whoever likes can type them, and where the worker finds them. */
(() => {
  "use strict";

  const input = document.querySelector(".md-search__input");
  const bar = document.querySelector(".spor-kinds");
  if (!input || !bar?.children.length) return;
  const chips = [...bar.children];
  bar.hidden = false;

  const same = (one, other) => one.localeCompare(other, document.documentElement.lang, { sensitivity: "base" }) === 0;

  /* The chips that the query names, and the rest of it; no chips if it names anything else. */
  const read = () => {
    const [, names = "", rest = ""] = input.value.match(/^([^:]+):\s*(.*)$/s) ?? [];
    const named = names.split(",").map((name) => chips.find((chip) => same(chip.textContent, name.trim())));
    return named.every(Boolean) ? { named, rest } : { named: [], rest: input.value };
  };

  const show = () => {
    const { named } = read();
    for (const chip of chips) chip.setAttribute("aria-pressed", String(named.includes(chip)));
  };

  bar.addEventListener("click", ({ target }) => {
    if (!chips.includes(target)) return;
    const { named, rest } = read();
    const chosen = chips.filter((chip) => named.includes(chip) !== (chip === target)).map((chip) => chip.textContent);
    input.value = chosen.length ? `${chosen.join(", ")}: ${rest}` : rest;
    input.dispatchEvent(new Event("keyup")); // Material looks at the query when a key comes up
    show();
  });
  input.addEventListener("keyup", show);
  input.addEventListener("focus", show);
  input.form.addEventListener("reset", () => setTimeout(show));

  /* From chip to chip with the arrows too. */
  const go = (event, to) => {
    event.preventDefault();
    event.stopPropagation();
    to?.focus();
  };
  bar.addEventListener("keydown", (event) => {
    const place = chips.indexOf(event.target);
    if (event.key === "ArrowRight") go(event, chips[place + 1]);
    if (event.key === "ArrowLeft") go(event, chips[place - 1] ?? input);
    if (event.key === "Enter" || event.key === " ") event.stopPropagation(); // the chip's own
  });

  /* The tabulator goes through all of the search. At the window, Material would close it, and at Shift alone go back to
     the box: they do not come so far. It closes when the focus is elsewhere. */
  const search = input.closest(".md-search");
  const open = document.getElementById("__search");
  search.addEventListener("keydown", (event) => {
    if (event.key === "Tab" || event.key === "Shift") event.stopPropagation();
  });
  search.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !search.contains(relatedTarget) && open.checked) open.click();
  });
})();
