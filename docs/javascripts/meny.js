/* The menu, where it is a drawer, from the keyboard: a button that says whether it is open, Esc, and the focus, which goes
   in with it and out again. Material's own button is a label, and its drawer a box that is ticked: we tick it. */
(() => {
  "use strict";

  const open = document.getElementById("__drawer");
  const button = document.querySelector(".spor-drawer");
  const drawer = document.querySelector(".md-sidebar--primary");
  if (!button || !drawer) return;

  /* The ways into a list within the list and back, which Material has as labels too (and clicks one at Enter). */
  for (const way of drawer.querySelectorAll(".md-nav__title:not([for=__drawer]), [for=__toc]")) way.tabIndex = 0;

  const focusFirst = (list) => {
    const stops = [...list.querySelectorAll("a[href], [tabindex='0']")];
    stops.find((stop) => stop.checkVisibility({ visibilityProperty: true }))?.focus();
  };
  const close = () => open.checked && open.click();

  button.addEventListener("click", () => open.click());
  open.addEventListener("change", () => {
    button.setAttribute("aria-expanded", String(open.checked));
    if (open.checked) focusFirst(drawer);
    else if (drawer.contains(document.activeElement)) button.focus();
  });
  /* From list to list: what had the focus is covered then. */
  drawer.addEventListener("change", ({ target }) => open.checked && focusFirst(target.parentElement));
  drawer.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !drawer.contains(relatedTarget)) close();
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
})();
