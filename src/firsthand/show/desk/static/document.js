// Keys on the page of a document: n and p go from statement to statement, c opens the claim of the one that is meant.
const numbers = () => [...document.querySelectorAll("article a.number[aria-describedby]")];
const typing = (target) => target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
let last = -1;

document.addEventListener("focusin", (event) => {
  const at = numbers().indexOf(event.target);
  if (at >= 0) last = at;
});

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = numbers();
  if (event.key === "n" || event.key === "p") {
    const next = all[event.key === "n" ? last + 1 : Math.max(last, 0) - 1];
    if (next) next.focus();
  } else if (event.key === "c" && all[last]) {
    const claim = document.querySelector(`#${CSS.escape(all[last].getAttribute("href").slice(1))} .belongs a`);
    if (claim) claim.click();
  }
});
