/* Tables that can be narrowed by the controls above them and sorted by column; the address keeps the choice. */
(() => {
  "use strict";

  const remember = (name, values) => {
    const address = new URL(location.href);
    address.searchParams.delete(name);
    for (const value of values) address.searchParams.append(name, value);
    history.replaceState(history.state, "", address);
  };
  const remembered = (name) => new URLSearchParams(location.search).getAll(name);

  /* What follows a heading, up to the next one. */
  const until = (heading, name) => {
    const found = [];
    for (let next = heading.nextElementSibling; next && next.tagName !== name; next = next.nextElementSibling) found.push(next);
    return found;
  };

  const narrowable = (area) => {
    const form = area.querySelector(".spor-filter");
    const fields = [...form.querySelectorAll("select, input")];
    const names = [...new Set(fields.map((field) => field.name))];
    const rows = [...area.querySelectorAll(area.dataset.rows ?? "tbody tr")];
    const folded = [...area.querySelectorAll(area.dataset.groups ?? ":not(*)")];
    const texts = new Map();
    const count = form.querySelector(".spor-filter__count");

    /* All that a row says, for whoever looks for a word. */
    const said = (row) => {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      return texts.get(row);
    };

    const apply = () => {
      const data = new FormData(form);
      const chosen = names.map((name) => [name, data.getAll(name).filter(Boolean)]);
      const fits = (row) =>
        chosen.every(([name, values]) => {
          if (name === "word") return values.every((value) => said(row).includes(value.toLowerCase().trim()));
          const own = (row.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? "").split(" "); // its own, or its group's
          return !values.length || own.includes("*") || values.some((value) => own.includes(value));
        });
      for (const row of rows) row.hidden = !fits(row);
      const narrowed = chosen.some(([, values]) => values.length);
      for (const group of folded) {
        group.hidden = !group.querySelector(`${area.dataset.rows}:not([hidden])`);
        if (narrowed || group.hasAttribute("data-opened")) group.open = narrowed && !group.hidden;
        group.toggleAttribute("data-opened", narrowed);
      }
      for (const heading of folded.length ? [] : area.querySelectorAll(area.dataset.rows ? ":scope > h2" : "h3")) {
        const below = area.dataset.rows ? until(heading, "H2") : [heading.nextElementSibling];
        heading.hidden = below.every((part) => part.hidden || !(part.matches("article") || part.querySelector("tbody tr:not([hidden])")));
        if (!area.dataset.rows) below[0].hidden = heading.hidden;
      }
      const shown = rows.filter((row) => !row.hidden).length;
      count.textContent = count.dataset.words.replace("{shown}", shown).replace("{all}", rows.length);
      return chosen;
    };

    const applyAndRemember = () => {
      for (const [name, values] of apply()) remember(name, values);
    };

    for (const field of fields) {
      const values = remembered(field.name);
      if (field.type === "search") field.value = values[0] ?? "";
      else if ([...field.options].some((option) => values.includes(option.value))) field.value = values[0];
    }
    form.addEventListener("change", applyAndRemember);
    form.addEventListener("input", (event) => event.target.type === "search" && apply());
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault(); // else the fields would be emptied only after this
      for (const field of fields) field.value = "";
      applyAndRemember();
    });
    apply();
  };

  const sortable = (table) => {
    /* Each group by itself; its heading, the one cell of its row, stays first. */
    const groups = [...table.tBodies].map((body) => [body, [...body.rows].filter((row) => row.cells.length > 1)]);
    const heads = [...table.querySelectorAll("th[data-column]")];
    const words = new Intl.Collator(document.documentElement.lang);

    const sort = (head, direction) => {
      const column = head.cellIndex;
      const rank = (row) => Number(row.cells[column].dataset.sort ?? 0);
      const compare = column
        ? (one, other) => rank(one) - rank(other)
        : (one, other) => words.compare(one.cells[0].textContent, other.cells[0].textContent);
      const sign = direction === "descending" ? -1 : 1;
      for (const [body, rows] of groups)
        body.append(...(direction ? rows.toSorted((one, other) => sign * compare(one, other)) : rows));
      for (const other of heads) other.removeAttribute("aria-sort");
      if (direction) head.setAttribute("aria-sort", direction);
    };

    /* Words from a to å first, numbers and marks from the most; then the other way; then as it was. */
    const next = (head) => {
      const order = head.cellIndex ? ["descending", "ascending"] : ["ascending", "descending"];
      return [...order, ""][order.indexOf(head.getAttribute("aria-sort")) + 1];
    };

    for (const head of heads) {
      head.querySelector(".spor-sort").addEventListener("click", () => {
        const direction = next(head);
        sort(head, direction);
        remember("sort", direction ? [`${direction === "descending" ? "-" : ""}${head.dataset.column}`] : []);
      });
    }
    const [kept = ""] = remembered("sort");
    const head = heads.find((other) => other.dataset.column === kept.replace(/^-/, ""));
    if (head) sort(head, kept.startsWith("-") ? "descending" : "ascending");
  };

  for (const area of document.querySelectorAll(".spor-filterable")) narrowable(area);
  for (const table of document.querySelectorAll("table:has(.spor-sort)")) sortable(table);
  document.documentElement.removeAttribute("data-spor-narrowed"); // the style sheet waits for it
  /* What the address leads to may lie in a fold: a heading in its line, or what it holds. */
  const unfold = () => {
    const fold = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".spor-filterable details");
    if (fold && !fold.open) fold.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
