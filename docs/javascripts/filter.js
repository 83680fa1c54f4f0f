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
    const count = form.querySelector(".spor-filter__count");

    const apply = () => {
      const data = new FormData(form);
      const chosen = names.map((name) => [name, data.getAll(name).filter(Boolean)]);
      const fits = (row) =>
        chosen.every(([name, values]) => {
          const own = (row.dataset[name] ?? "").split(" ");
          return !values.length || values.some((value) => own.includes(value));
        });
      for (const row of rows) row.hidden = !fits(row);
      for (const heading of area.querySelectorAll(area.dataset.rows ? ":scope > h2" : "h3")) {
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
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if ([...field.options].some((option) => values.includes(option.value))) field.value = values[0];
    }
    form.addEventListener("change", applyAndRemember);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault(); // else the fields would be emptied only after this
      for (const field of fields)
        if (field.type === "checkbox") field.checked = false;
        else field.value = "";
      applyAndRemember();
    });
    apply();
  };

  const sortable = (table) => {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const heads = [...table.querySelectorAll("th[data-column]")];
    const words = new Intl.Collator(document.documentElement.lang);

    const sort = (head, direction) => {
      const column = head.cellIndex;
      const rank = (row) => Number(row.cells[column].dataset.sort ?? 0);
      const compare = column
        ? (one, other) => rank(one) - rank(other)
        : (one, other) => words.compare(one.cells[0].textContent, other.cells[0].textContent);
      const sign = direction === "descending" ? -1 : 1;
      body.append(...(direction ? original.toSorted((one, other) => sign * compare(one, other)) : original));
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
  document.documentElement.toggleAttribute("data-spor-filtered", true); // the style sheet waits for it
})();
