"use strict";
// Links words and panel both ways. Everything it shows stands in the page already: without it, only hover is lost.
(() => {
  const tip = document.getElementById("tip");
  const panel = document.querySelector("aside");
  const wide = matchMedia("(min-width: 60.01rem)");
  let lit = [];

  const members = (name, id) => document.querySelectorAll(`[data-${name}~="${id}"]`);

  function clear() {
    for (const [element, mark] of lit) element.classList.remove(mark);
    lit = [];
    tip.hidden = true;
  }

  function light(name, id) {
    for (const element of members(name, id)) {
      const mark = name === "w" && element.closest("article") && element.matches("span") ? "alarmed" : "on";
      element.classList.add(mark);
      lit.push([element, mark]);
    }
  }

  function place(beside) {
    const box = beside.getClientRects()[0];
    if (!box) return;
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 16);
    const below = box.bottom + 8 + tip.offsetHeight <= innerHeight;
    tip.style.left = `${Math.max(8, left) + scrollX}px`;
    tip.style.top = `${(below ? box.bottom + 8 : box.top - tip.offsetHeight - 8) + scrollY}px`;
  }

  function explain(id, beside) {
    const whose = document.getElementById(`chain-${id}`);
    if (!whose) return;
    tip.replaceChildren(...whose.cloneNode(true).children);
    tip.hidden = false;
    place(beside);
  }

  function reveal(id) {
    const card = document.getElementById(id);
    if (!card || !wide.matches || panel.contains(document.activeElement)) return;
    const top = card.getBoundingClientRect().top - panel.getBoundingClientRect().top;
    if (top < 0 || top + card.offsetHeight > panel.clientHeight) panel.scrollTop += top - panel.clientHeight / 3;
  }

  function point(target) {
    const element = target instanceof Element ? target.closest("[data-s], [data-w]") : null;
    clear();
    if (!element) return;
    const inText = element.closest("article");
    const said = element.dataset.s ? element.dataset.s.split(" ")[0] : null;
    if (said) {
      light("s", said);
      if (inText) { explain(said, element); reveal(said); }
    } else {
      for (const id of element.dataset.w.split(" ")) light("w", id);
      if (inText) reveal(element.dataset.w.split(" ")[0]);
    }
  }

  document.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") point(event.target); });
  document.addEventListener("focusin", (event) => point(event.target));
  document.addEventListener("click", (event) => point(event.target));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
})();
