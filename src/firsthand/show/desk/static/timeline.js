// The strip of days: bars of claims above (when it is said to have happened) and below (when it was told first).
// Days are chosen by dragging, by keys, or in the two fields; the page is then loaded with them in its query.
const SVG = "http://www.w3.org/2000/svg";
const DAY = 86400000;
const TALL = { height: 120, middle: 62, up: 54, down: 34 }, LOW = { height: 86, middle: 43, up: 37, down: 22 };
const WIDEST = 28; // pixels of a bar: of three days, none is to be a wall
const BESIDE = ["since", "until", "page", "at", "name"];

const A_DAY = /^\d{4}-\d\d-\d\d$/;

const dayOf = (written) => Math.round(Date.parse(`${written}T00:00:00Z`) / DAY);
const written = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const words = (template, given) => template.replace(/\{(\w+)\}/g, (_, name) => given[name]);
const count = (number) => number.toLocaleString(document.documentElement.lang);

function element(name, attributes, parent) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent?.append(made);
  return made;
}

/** The query of the page, as it is now: htmx changes it without loading the page. */
function query(without = []) {
  const pairs = new URLSearchParams(location.search);
  for (const name of without) pairs.delete(name);
  return pairs;
}

class Strip {
  constructor(section) {
    this.plot = section.querySelector("[data-plot]");
    this.now = section.querySelector("[data-now]");
    this.path = section.dataset.path;
    this.fields = ["since", "until"].map((name) => section.querySelector(`input[name="${name}"]`));
    this.section = section;
    this.fold = section.querySelector("details");
    this.form = section.dataset.form ? document.getElementById(section.dataset.form) : null;
    this.shape = section.classList.contains("low") ? LOW : TALL;
    this.cursor = null;
    this.anchor = null;
    this.folding();
    this.wire();
    this.load();
  }

  /** Where nobody has said otherwise, it is folded on a small screen; what somebody chooses holds for all pages. */
  folding() {
    if ("unasked" in this.section.dataset && matchMedia("(max-width: 52rem)").matches) this.fold.open = false;
    delete this.section.dataset.unasked;
    this.fold.addEventListener("toggle", () => { if (this.fold.open && !this.data) this.load(); });
    if (this.path === "/timeline") return;
    this.fold.querySelector("summary").addEventListener("click", () => {
      document.cookie = `strip=${this.fold.open ? "folded" : "open"}; path=/; max-age=31536000; samesite=lax`;
    });
  }

  /** What is folded asks for nothing until it is opened. */
  async load() {
    this.tellChosen();
    if (!this.fold.open) { this.data = null; return; }
    const response = await fetch(`/timeline/days?${query(BESIDE)}`);
    if (!response.ok) return;
    this.data = await response.json();
    this.starts = this.data.starts.map(dayOf);
    this.plot.hidden = !this.starts.length;
    if (!this.starts.length) { this.now.textContent = this.now.dataset.none; return; }
    this.ends = [...this.starts.slice(1).map((each) => each - 1), dayOf(this.data.end)];
    this.chosen = this.fromQuery();
    this.draw();
    this.say();
  }

  /** The days of the query, beside the title and in the fields. */
  tellChosen() {
    const [since, until] = this.asked();
    this.section.querySelector("[data-chosen]").textContent = since || until ? `${since || "…"} – ${until || "…"}` : "";
    if (this.form) [this.fields[0].value, this.fields[1].value] = [since, until];
  }

  /** First and last day of the query. An address may have a month or a year: its day is what the server wrote. */
  asked() {
    return ["since", "until"].map((name, at) => {
      const given = query().get(name) ?? "";
      return !given || A_DAY.test(given) ? given : this.fields[at].defaultValue;
    });
  }

  /** The bars that the query keeps, as [first, last]; null where it keeps all. */
  fromQuery() {
    const [first, last] = this.asked();
    if (!first && !last) return null;
    const since = first ? dayOf(first) : -Infinity;
    const until = last ? dayOf(last) : Infinity;
    const inside = this.starts.flatMap((start, at) => (this.ends[at] >= since && start <= until ? [at] : []));
    return inside.length ? [inside[0], inside.at(-1)] : null;
  }

  draw() {
    const width = Math.max(this.plot.clientWidth, 200), bars = this.starts.length, { height, middle, up, down } = this.shape;
    this.step = width / bars;
    const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", preserveAspectRatio: "none" });
    this.ticks(svg, width);
    const most = (rows) => Math.max(1, ...this.starts.map((_, at) => rows.reduce((sum, row) => sum + row[at], 0)));
    this.bars(svg, this.data.happened, up / most(this.data.happened), -1);
    this.bars(svg, this.data.told, down / most(this.data.told), 1);
    element("line", { x1: 0, x2: width, y1: middle, y2: middle, class: "axis" }, svg);
    this.kept = element("rect", { y: 0, height: height - 16, width: 0, x: 0, class: "kept" }, svg);
    this.line = element("line", { y1: 0, y2: height - 16, x1: -9, x2: -9, class: "cursor" }, svg);
    this.plot.replaceChildren(svg);
    this.mark();
  }

  /** One path for each colour: hundreds of bars are five elements. */
  bars(svg, rows, scale, direction) {
    const gap = this.step > 4 ? 1 : 0, wide = Math.min(Math.max(this.step - gap, .8), WIDEST), base = new Float64Array(this.starts.length).fill(this.shape.middle);
    rows.forEach((row, group) => {
      let path = "";
      row.forEach((number, at) => {
        if (!number) return;
        const height = Math.max(number * scale, 1), top = direction < 0 ? base[at] - height : base[at];
        const left = (at * this.step + Math.max(this.step - gap - wide, 0) / 2).toFixed(1);
        path += `M${left} ${top.toFixed(1)}h${wide.toFixed(1)}v${height.toFixed(1)}H${left}z`;
        base[at] += direction * height;
      });
      if (path) element("path", { d: path, class: `bar g-${this.data.groups[group]}` }, svg);
    });
  }

  /** Months, or years where it is long, named as far as there is room. */
  ticks(svg, width) {
    const months = this.starts.at(-1) - this.starts[0] < 1200;
    const part = (at) => { const day = new Date(this.starts[at] * DAY); return months ? day.getUTCMonth() + 12 * day.getUTCFullYear() : day.getUTCFullYear(); };
    const second = this.starts.findIndex((_, at) => part(at) !== part(0));
    let free = second > 0 && second * this.step < 70 ? 1 : -9; // of the first part there is only an end: the next is named
    this.starts.forEach((start, at) => {
      const day = new Date(start * DAY), before = at > 0;
      if (before && part(at - 1) === part(at)) return;
      const x = at * this.step;
      if (before) element("line", { x1: x, x2: x, y1: 0, y2: this.shape.height - 14, class: "tick" }, svg);
      if (x < free || x > width - 50) return;
      const name = day.toLocaleDateString(document.documentElement.lang, months ? { month: "short", year: "numeric", timeZone: "UTC" } : { year: "numeric", timeZone: "UTC" });
      element("text", { x: x + 2, y: this.shape.height - 3 }, svg).textContent = name;
      free = x + name.length * 8;
    });
  }

  mark() {
    const shown = this.chosen;
    this.kept.setAttribute("x", shown ? shown[0] * this.step : 0);
    this.kept.setAttribute("width", shown ? (shown[1] - shown[0] + 1) * this.step : 0);
    const at = this.cursor === null ? -9 : (this.cursor + .5) * this.step;
    this.line.setAttribute("x1", at);
    this.line.setAttribute("x2", at);
  }

  /** What is under the cursor, or chosen, or in all, in words. */
  say() {
    const [from, to] = this.anchor !== null || this.cursor === null ? this.chosen ?? [0, this.starts.length - 1] : [this.cursor, this.cursor];
    const sum = (rows) => rows.reduce((all, row) => all + row.slice(from, to + 1).reduce((one, more) => one + more, 0), 0);
    const first = written(this.starts[from]), last = written(this.ends[to]);
    let told = words(this.now.dataset.words, { days: first === last ? first : `${first} – ${last}`, happened: count(sum(this.data.happened)), told: count(sum(this.data.told)) });
    const { before, after, undated } = this.data;
    if (this.cursor === null && (before || after || undated)) told += ` · ${words(this.now.dataset.beside, { before: count(before), after: count(after), undated: count(undated) })}`;
    this.now.textContent = told;
  }

  choose(from, to) {
    this.chosen = [Math.min(from, to), Math.max(from, to)];
    this.fields[0].value = written(this.starts[this.chosen[0]]);
    this.fields[1].value = written(this.ends[this.chosen[1]]);
  }

  /** Load the page with the days that are chosen, or with all of them; the board is asked without being left. */
  keep() {
    if (this.form) {
      this.cursor = this.anchor = null;
      if (!this.chosen) for (const field of this.fields) field.value = "";
      this.form.requestSubmit();
      return;
    }
    const pairs = query(BESIDE);
    if (this.chosen) {
      pairs.set("since", written(this.starts[this.chosen[0]]));
      pairs.set("until", written(this.ends[this.chosen[1]]));
    }
    location.assign(`${this.path}?${pairs}`);
  }

  at(event) {
    const box = this.plot.getBoundingClientRect();
    return Math.min(Math.max(Math.floor((event.clientX - box.left) / box.width * this.starts.length), 0), this.starts.length - 1);
  }

  wire() {
    this.plot.addEventListener("pointerdown", (event) => this.press(event));
    this.plot.addEventListener("pointermove", (event) => this.move(event));
    this.plot.addEventListener("pointerup", () => this.release());
    this.plot.addEventListener("pointercancel", () => this.leave());
    this.plot.addEventListener("pointerleave", () => { if (!this.dragging) this.leave(); });
    this.plot.addEventListener("keydown", (event) => this.key(event));
    this.plot.addEventListener("blur", () => this.leave());
    new ResizeObserver(() => { if (this.starts?.length) this.draw(); }).observe(this.plot);
    document.addEventListener("htmx:pushedIntoHistory", () => this.load());
  }

  press(event) {
    if (event.button !== 0 || !this.starts?.length) return;
    this.plot.setPointerCapture(event.pointerId);
    this.dragging = true;
    this.before = this.chosen;
    this.anchor = this.cursor = this.at(event);
    this.choose(this.anchor, this.anchor);
    this.mark();
    this.say();
  }

  move(event) {
    if (!this.starts?.length) return;
    this.cursor = this.at(event);
    if (this.dragging) this.choose(this.anchor, this.cursor);
    this.mark();
    this.say();
  }

  release() {
    if (!this.dragging) return;
    this.dragging = false;
    this.keep();
  }

  leave() {
    if (this.dragging) this.chosen = this.before;
    this.dragging = false;
    this.cursor = this.anchor = null;
    if (this.starts?.length) { this.mark(); this.say(); }
  }

  key(event) {
    if (!this.starts?.length) return;
    const last = this.starts.length - 1, steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7, Home: -Infinity, End: Infinity };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in steps) {
      const from = this.cursor ?? (this.chosen ? this.chosen[1] : steps[event.key] > 0 ? -1 : last + 1);
      this.cursor = Math.min(Math.max(from + steps[event.key], 0), last);
      if (event.shiftKey) {
        this.anchor ??= Math.min(Math.max(from, 0), last);
        this.choose(this.anchor, this.cursor);
      } else this.anchor = null;
    } else if (event.key === "Enter" || event.key === " ") {
      if (this.anchor === null && this.cursor !== null) this.choose(this.cursor, this.cursor);
      this.keep();
    } else if (event.key === "Escape") {
      const any = this.anchor !== null || this.cursor !== null;
      this.anchor = this.cursor = null;
      this.chosen = any ? this.fromQuery() : null;
      if (!any && this.fromQuery()) this.keep();
    } else return;
    event.preventDefault();
    this.mark();
    this.say();
  }
}

for (const section of document.querySelectorAll("[data-strip]")) new Strip(section);
