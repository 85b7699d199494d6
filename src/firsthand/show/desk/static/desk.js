// What every page has: light or dark, what is being done in the background, and that there is something new.
const root = document.documentElement;

document.getElementById("theme")?.addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
});

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = document.querySelector('meta[name="csrf"]')?.content ?? "";
});

// What was not filled in is not asked for: it would only make the address longer.
document.addEventListener("formdata", ({ target, formData }) => {
  if (target.method !== "get") return;
  for (const name of new Set(formData.keys())) {
    const given = formData.getAll(name).filter((value) => value !== "");
    formData.delete(name);
    for (const value of given) formData.append(name, value);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
});

const tell = (name) => document.body.dispatchEvent(new CustomEvent(name));

let stream = null, board = document.querySelector('meta[name="board"]')?.content ?? "";

// A browser has six connections to a desk for all its tabs together: a page behind others gives its own back, and is
// told what it missed when it is looked at again.
function listen() {
  if (stream || document.hidden) return;
  const work = document.getElementById("work");
  stream = new EventSource(`/live?${new URLSearchParams({ board })}`);
  stream.addEventListener("work", (event) => {
    work.textContent = JSON.parse(event.data).what;
    tell("firsthand:work");
  });
  stream.addEventListener("at", (event) => { board = event.lastEventId; });
  stream.addEventListener("board", (event) => {
    board = event.lastEventId;
    tell("firsthand:board");
    if (document.querySelector("[data-until-read]")) location.reload();
    else document.getElementById("fresh").hidden = false;
  });
}

function rest() {
  stream?.close();
  stream = null;
}

if (document.getElementById("work")) {
  listen();
  document.addEventListener("visibilitychange", () => { if (document.hidden) rest(); else listen(); });
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);
  document.getElementById("refresh").href = location.href;
  if (document.querySelector("[data-until-read]")) setInterval(() => location.reload(), 4000);
}
