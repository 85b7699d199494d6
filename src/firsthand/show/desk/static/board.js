// Keys of the board: j and k go through the claims, Enter opens, / searches, n and p turn pages, ? tells all of it.
let here = -1;

const rows = () => [...document.querySelectorAll(".rows .row")];

function go(step) {
  const all = rows();
  if (!all.length) return;
  here = Math.min(Math.max(here + step, 0), all.length - 1);
  all.forEach((row, at) => row.classList.toggle("here", at === here));
  all[here].querySelector("a").focus();
  all[here].scrollIntoView({ block: "nearest" });
}

const actions = {
  j: () => go(1),
  k: () => go(-1),
  "/": () => document.getElementById("q").focus(),
  "?": () => document.getElementById("keys").showModal(),
  n: () => document.querySelector('.pages a[rel="next"]')?.click(),
  p: () => document.querySelector('.pages a[rel="prev"]')?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

document.getElementById("help").addEventListener("click", () => document.getElementById("keys").showModal());
document.body.addEventListener("htmx:afterSwap", () => { here = -1; narrow(); });

const small = matchMedia("(max-width: 52rem)");
function narrow() {
  const fold = document.querySelector(".facets > .fold");
  if (!fold) return;
  fold.open = !small.matches;
  fold.classList.add("ready");
}
small.addEventListener("change", narrow);
narrow();
