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

function listen() {
  const work = document.getElementById("work");
  const stream = new EventSource("/live");
  stream.addEventListener("work", (event) => {
    work.textContent = JSON.parse(event.data).what;
    tell("firsthand:work");
  });
  stream.addEventListener("board", () => {
    tell("firsthand:board");
    if (document.querySelector("[data-until-read]")) location.reload();
    else document.getElementById("fresh").hidden = false;
  });
  addEventListener("pagehide", () => stream.close());
}

if (document.getElementById("work")) {
  listen();
  document.getElementById("refresh").href = location.href;
  if (document.querySelector("[data-until-read]")) setInterval(() => location.reload(), 4000);
}
