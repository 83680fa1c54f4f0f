/* The map: the tile that is pointed at or has the focus lights up its whole chain; arrow keys walk between tiles. */
(() => {
  "use strict";

  /* Everything that `next` (tile → tiles) leads to from `start`, over any number of steps. */
  const reach = (start, next) => {
    const found = new Set([start]);
    for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
    return found;
  };

  const add = (map, from, to) => map.set(from, [...(map.get(from) ?? []), to]);

  for (const svg of document.querySelectorAll(".spor-map svg:has(.spor-tile)")) {
    const map = svg.closest(".spor-map");
    const status = map.querySelector(".spor-map__status");
    const tiles = [...svg.querySelectorAll(".spor-tile")];
    const paths = [...svg.querySelectorAll("path[data-upper]")];
    const up = new Map();
    const down = new Map();
    for (const { dataset, classList } of paths) {
      if (classList.contains("spor-beside")) continue;
      add(down, tiles[dataset.upper], tiles[dataset.lower]);
      add(up, tiles[dataset.lower], tiles[dataset.upper]);
    }

    /* Where none of the style sheet's fonts is there, the one in their place may be too wide for a tile: its letters
       are narrowed then. All is measured before anything is changed, so that the page is laid out once. */
    const fit = () => {
      const labels = tiles.flatMap((tile) => {
        const room = tile.querySelector("rect").width.baseVal.value - 30;
        return [...tile.querySelectorAll("text")].map((label) => [label, room, label.getComputedTextLength()]);
      });
      for (const [label, room, length] of labels) {
        if (length <= room) continue;
        label.setAttribute("textLength", room);
        label.setAttribute("lengthAdjust", "spacingAndGlyphs");
      }
    };
    fit();
    window.addEventListener("resize", fit);

    const light = (tile) => {
      const above = reach(tile, up);
      const below = reach(tile, down);
      const lit = new Set([...above, ...below]);
      for (const other of tiles) other.classList.toggle("spor-lit", lit.has(other));
      for (const path of paths) {
        const { upper, lower } = path.dataset;
        const onTheWay = [above, below].some((way) => way.has(tiles[upper]) && way.has(tiles[lower]));
        path.classList.toggle("spor-lit", onTheWay);
      }
      svg.classList.add("spor-lighting");
      if (status) status.textContent = told(tile, lit);
    };

    /* The tile's full name, and how much of each column its chain holds. */
    const told = (tile, lit) => {
      const counts = status.dataset.columns.split("|").map((words, column) => {
        const number = tiles.filter((t) => t.dataset.column === `${column}` && lit.has(t)).length;
        return `${words}: ${number}`;
      });
      return `${tile.querySelector("title, text").textContent} (${counts.join(", ")})`;
    };

    const darken = () => {
      svg.classList.remove("spor-lighting");
      if (status) status.textContent = "";
    };

    /* The tile nearest to `tile` in its own column above or below, or in the next column left or right. */
    const neighbour = (tile, key) => {
      const column = Number(tile.dataset.column) + ({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0);
      const inColumn = tiles.filter((other) => Number(other.dataset.column) === column);
      const step = { ArrowUp: -1, ArrowDown: 1 }[key];
      if (step) return inColumn[inColumn.indexOf(tile) + step];
      const height = (other) => other.getBoundingClientRect().top;
      const distance = (other) => Math.abs(height(other) - height(tile));
      return inColumn.reduce((best, other) => (best && distance(best) <= distance(other) ? best : other), undefined);
    };

    const tileOf = (event) => event.target.closest(".spor-tile");
    svg.addEventListener("pointerover", (event) => {
      const tile = tileOf(event);
      if (tile) light(tile);
    });
    svg.addEventListener("pointerout", (event) => {
      const focused = document.activeElement?.closest?.(".spor-tile");
      if (!tileOf(event) || event.relatedTarget?.closest?.(".spor-tile")) return;
      if (focused && svg.contains(focused)) light(focused);
      else darken();
    });
    svg.addEventListener("focusin", (event) => tileOf(event) && light(tileOf(event)));
    svg.addEventListener("focusout", darken);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") darken();
    });
    svg.addEventListener("keydown", (event) => {
      const tile = event.key.startsWith("Arrow") && tileOf(event);
      const next = tile && neighbour(tile, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }
})();
