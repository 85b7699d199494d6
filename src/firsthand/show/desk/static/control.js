// What a control map of the case drew on a day. Only days of which there is a map can be chosen: nothing is filled in.
const L = window.L;
const HOLDERS = ["one", "two", "three"];
const STEP = 900; // milliseconds for each day while it plays

const words = (template, given) => template.replace(/\{(\w+)\}/g, (_, name) => given[name]);
const long = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString(document.documentElement.lang.replace(/^en$/, "en-GB"), { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

async function ask(pairs) {
  const response = await fetch(`/map/control?${new URLSearchParams(pairs)}`);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

export class ControlMaps {
  constructor(map, panel, colour) {
    this.map = map;
    this.panel = panel;
    this.colour = colour;
    this.told = panel.dataset;
    this.part = (name) => panel.querySelector(`[data-${name}]`);
    map.createPane("control").style.zIndex = 215; // over the land, under its borders
    map.getPane("control").style.pointerEvents = "none";
    this.renderer = L.canvas({ pane: "control", padding: 0.2 });
    this.slider = panel.querySelector("#control-day");
    panel.hidden = false;
    this.part("body").addEventListener("change", (event) => this.choose(event.target.value));
    this.slider.addEventListener("input", () => this.show());
    this.part("first").addEventListener("click", () => this.go(0));
    this.part("last").addEventListener("click", () => this.go(this.days.length - 1));
    this.part("play").addEventListener("click", () => this.play(!this.timer));
    const last = sessionStorage.getItem("firsthand:control");
    if ([...this.part("body").options].some((each) => each.value && each.value === last)) {
      this.part("body").value = last;
      this.choose(last);
    }
  }

  async choose(name) {
    this.name = name;
    this.play(false);
    this.layer?.remove();
    this.layer = null;
    this.part("days").hidden = true;
    this.part("holders").replaceChildren();
    this.part("about").textContent = name ? this.told.wordsReading : "";
    this.say("");
    sessionStorage.setItem("firsthand:control", name);
    if (!name) return;
    try {
      this.about = await ask({ body: name });
    } catch { this.part("about").textContent = ""; this.say(this.told.wordsFailed); return; }
    if (this.name === name) this.opened();
  }

  opened() {
    const { error, days, side, limitation, layers, state } = this.about;
    const whose = side ? words(this.told.wordsSide, { side }) : this.told.wordsNoSide;
    const limit = document.createElement("span");
    limit.lang = "en"; // who wrote the evidence down did so in English
    limit.textContent = limitation;
    this.part("about").replaceChildren(limit, ` ${error ? "" : whose} ${state === "changed since" ? this.told.wordsChanged : ""}`.trimEnd());
    if (error || !days.length) { this.say(error || this.told.wordsFailed); return; }
    this.days = days;
    this.holders = [...new Set(layers.map((each) => each.holder))].sort();
    this.part("holders").replaceChildren(...this.holders.map((each) => this.swatch(each)));
    this.slider.max = days.length - 1;
    this.part("first").textContent = long(days[0]);
    this.part("last").textContent = long(days.at(-1));
    this.part("days").hidden = false;
    this.go(this.nearest());
  }

  /** The last map up to the end of the days that the page is narrowed to; the last of all where it is not. */
  nearest() {
    const until = new URLSearchParams(location.search).get("until");
    const before = until ? this.days.filter((day) => day <= until).length - 1 : this.days.length - 1;
    return Math.max(before, 0);
  }

  swatch(holder) {
    const made = document.createElement("span"), box = document.createElementNS("http://www.w3.org/2000/svg", "svg"), rect = document.createElementNS(box.namespaceURI, "rect");
    box.setAttribute("class", `swatch w-${this.shade(holder)}`);
    box.setAttribute("viewBox", "0 0 12 10");
    box.setAttribute("aria-hidden", "true");
    for (const [key, value] of [["x", 1], ["y", 1], ["width", 10], ["height", 8]]) rect.setAttribute(key, value);
    box.append(rect);
    made.append(box, ` ${words(this.told.wordsDrawn, { holder, body: this.about.name })}`);
    return made;
  }

  shade(holder) { return HOLDERS[Math.max(this.holders.indexOf(holder), 0) % HOLDERS.length]; }

  go(at) {
    this.slider.value = at;
    this.show();
  }

  async show() {
    const day = this.days[Number(this.slider.value)], name = this.name;
    this.part("day").textContent = long(day);
    this.slider.setAttribute("aria-valuetext", long(day));
    let drawn;
    try {
      drawn = await ask({ body: name, day });
    } catch { this.say(this.told.wordsFailed); return; }
    if (this.name !== name || this.days[Number(this.slider.value)] !== day) return; // another was chosen meanwhile
    const layer = L.geoJSON(drawn, { interactive: false, renderer: this.renderer, style: (each) => this.look(each) }).addTo(this.map);
    this.layer?.remove();
    this.layer = layer;
    this.panel.dataset.day = day;
  }

  look(feature) {
    const own = this.colour(`--${this.shade(feature.properties.holder)}`);
    return { color: own, weight: 1.2, opacity: 0.8, fillColor: own, fillOpacity: 0.22 };
  }

  style() { this.layer?.setStyle((each) => this.look(each)); }

  say(error) {
    const place = this.part("error");
    place.textContent = error;
    place.hidden = !error;
  }

  play(on) {
    clearInterval(this.timer);
    this.timer = null;
    this.part("play").setAttribute("aria-pressed", String(on));
    if (!on) return;
    if (Number(this.slider.value) >= this.days.length - 1) this.go(0);
    this.timer = setInterval(() => {
      const next = Number(this.slider.value) + 1;
      if (next >= this.days.length) this.play(false);
      else this.go(next);
    }, STEP);
  }
}
