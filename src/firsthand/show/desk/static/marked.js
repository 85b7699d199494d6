"use strict";
// Links words and notes both ways. Everything it shows stands in the page already: without it, only hover is lost.
(() => {
  const tip = document.getElementById("tip");
  const article = document.querySelector("article");
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

  function line(tag, words) {
    const made = document.createElement(tag);
    made.textContent = words;
    return made;
  }

  // One statement in the tip: its number, its voices, how it stands, and the rule that found it.
  function entry(id) {
    const whose = document.getElementById(`chain-${id}`);
    const made = document.createElement("div");
    if (!whose) return made;
    const chain = [...whose.querySelectorAll(".lead, b")].map((part) => part.textContent).join("").trim();
    const rule = whose.dataset.rule ? ` · rule ${whose.dataset.rule}` : "";
    made.append(line("b", id.slice(1)), line("span", chain),
      line("i", whose.querySelector(".tags").textContent + rule));
    return made;
  }

  // Below the last line of what it explains, or above the first one: never over the words themselves.
  function place(para, ids, beside) {
    const own = [...para.querySelectorAll("p > span, h1 > span")].filter((span) =>
      ids.some((id) => (span.dataset.s || "").split(" ").includes(id)));
    const boxes = [...own, beside].flatMap((element) => [...element.getClientRects()]);
    const top = Math.min(...boxes.map((box) => box.top));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    const column = para.firstElementChild.getBoundingClientRect();
    tip.style.maxWidth = `${column.width}px`;
    const left = Math.min(beside.getClientRects()[0].left, column.right - tip.offsetWidth);
    const fits = bottom + 6 + tip.offsetHeight <= innerHeight || top < tip.offsetHeight + 6;
    tip.style.left = `${Math.max(column.left, left) + scrollX}px`;
    tip.style.top = `${(fits ? bottom + 6 : top - tip.offsetHeight - 6) + scrollY}px`;
  }

  function explain(ids, beside) {
    tip.replaceChildren(...ids.map(entry));
    tip.hidden = false;
    place(beside.closest(".para"), ids, beside);
  }

  function point(target) {
    const element = target instanceof Element ? target.closest("[data-s], [data-w]") : null;
    clear();
    if (!element) return;
    const said = element.dataset.s ? element.dataset.s.split(" ") : [];
    for (const id of said) light("s", id);
    if (!said.length) for (const id of element.dataset.w.split(" ")) light("w", id);
    if (said.length && article.contains(element) && !element.closest(".notes")) explain(said, element);
  }

  document.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse") point(event.target); });
  document.addEventListener("focusin", (event) => point(event.target));
  document.addEventListener("click", (event) => point(event.target));
  // From a statement in the text to the next and the one before, as Tab does, but past warnings and notes.
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  function step(event) {
    const from = event.target instanceof Element ? event.target.closest("a.number[aria-describedby]") : null;
    if (!from || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...article.querySelectorAll("a.number[aria-describedby]")];
    const next = all[all.indexOf(from) + steps[event.key]];
    event.preventDefault();
    if (next) next.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
    if (event.key in steps) step(event);
  });
})();
