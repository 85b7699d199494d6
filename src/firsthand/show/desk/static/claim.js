// Translations are written in place, and a change on the way shows both of its ends in the graph.
const article = document.querySelector("article.claim");
const blank = document.getElementById("slot-form");

function open(link) {
  const slot = link.closest(".slot");
  const form = blank.content.cloneNode(true).querySelector("form");
  const words = form.elements.namedItem("words");
  form.elements.namedItem("about").value = slot.dataset.slot;
  form.elements.namedItem("next").value = slot.dataset.next;
  words.value = slot.querySelector(".translated .text")?.textContent ?? "";
  const before = [...slot.children];
  form.querySelector("[data-close]").addEventListener("click", () => {
    slot.replaceChildren(...before);
    link.focus();
  });
  slot.replaceChildren(form);
  words.focus();
}

article?.addEventListener("click", (event) => {
  const link = event.target.closest("a.translate");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link);
});

// What is linked to within a folded part is shown, also when the address is followed from elsewhere.
function unfold() {
  const at = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  for (let fold = at?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
}
addEventListener("hashchange", unfold);
unfold();

// A change on the way that has the focus or the pointer shows between which two documents it is.
function light(event) {
  const mark = event.target.closest?.(".graph a.mark");
  for (const each of document.querySelectorAll(".graph .lit")) each.classList.remove("lit");
  for (const name of (mark?.dataset.ends ?? "").split(" ").filter(Boolean)) document.getElementById(name)?.classList.add("lit");
}
article?.addEventListener("focusin", light);
article?.addEventListener("pointerover", light);
