// The map: land and borders from the package, the claims of the query by place, and what control maps drew on a day.
import { ControlMaps } from "/static/control.js";
import { Land } from "/static/land.js";

const L = window.L;
const holder = document.getElementById("map");
const told = holder.dataset;
const MANY = 5000; // marks: from here on only rings have an outline, which halves the time to draw them
const LISTED = 60, AREAS = 300, LABELS = 14, ALWAYS = 4, KEPT = "firsthand:map";
const SHADES = { against: "--against", for: "--for", disputed: "--unnamed", several: "--accent", open: "--even" };

const words = (template, given) => template.replace(/\{(\w+)\}/g, (_, name) => given[name]);
const number = (value) => value.toLocaleString(document.documentElement.lang);
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** Pixels of a mark: an area that grows with the claims, up to a limit. */
const size = (claims) => Math.min(4 + 2.2 * Math.sqrt(claims), 24);

class Places {
  constructor(map, data) {
    this.map = map;
    this.data = data;
    this.areas = L.layerGroup().addTo(map);
    this.labels = L.layerGroup().addTo(map);
    this.renderer = L.canvas({ padding: 0.15, tolerance: 3, pane: "markerPane" });
    this.group = L.featureGroup();
    this.marks = data.name.map((_, at) => this.mark(at));
    for (let at = this.marks.length - 1; at >= 0; at--) this.group.addLayer(this.marks[at]); // the smallest lie on top
    this.chosen = L.circleMarker([0, 0], { radius: 0, fill: false, interactive: false, renderer: this.renderer });
    this.group.bindTooltip((mark) => element("span", {}, this.named(mark.options.at)), { sticky: true, direction: "top", offset: [0, -6] });
    this.group.on("click", (event) => this.open(event.layer.options.at, true));
  }

  /** Once the map looks somewhere: before that, Leaflet would hold each mark against all others. */
  show() {
    this.style();
    this.group.addTo(this.map);
    this.map.on("moveend", () => this.moved());
    this.moved();
  }

  mark(at) {
    const { lat, lon, count } = this.data;
    return L.circleMarker([lat[at], lon[at]], { at, renderer: this.renderer, radius: size(count[at]) });
  }

  style() {
    const shades = this.data.shades.map((each) => colour(SHADES[each])), ink = colour("--ink"), paper = colour("--card");
    this.shades = shades;
    const many = this.marks.length > MANY;
    this.marks.forEach((mark, at) => {
      const ring = this.data.disputed[at];
      Object.assign(mark.options, { stroke: ring || !many, fillColor: shades[this.data.shade[at]], fillOpacity: 0.88, color: ring ? ink : paper, weight: ring ? 2 : 1, opacity: 1 });
      if (mark._map) mark.redraw();
    });
  }

  named(at) {
    const { name, count } = this.data;
    const claims = count[at] === 1 ? told.wordsClaim : words(told.wordsClaims, { count: number(count[at]) });
    return `${name[at] || told.wordsNameless}: ${claims}`;
  }

  /** The box in which most of the claims lie: the outermost twentieth on each side may be far away. */
  bounds() {
    const { lat, lon, count } = this.data;
    if (!lat.length) return null;
    const total = count.reduce((sum, each) => sum + each, 0);
    const between = (values) => {
      const order = values.map((_, at) => at).sort((one, other) => values[one] - values[other]);
      const at = (share) => { let sum = 0; return values[order.find((each) => (sum += count[each]) >= share * total) ?? order.at(-1)]; };
      return [at(0.05), at(0.95)];
    };
    const [south, north] = between(lat), [west, east] = between(lon);
    return L.latLngBounds([[south, west], [north, east]]).pad(0.15);
  }

  inView() {
    const box = this.map.getBounds(), { lat, lon } = this.data, found = [];
    const [south, north, west, east] = [box.getSouth(), box.getNorth(), box.getWest(), box.getEast()];
    for (let at = 0; at < lat.length; at++) if (lat[at] >= south && lat[at] <= north && lon[at] >= west && lon[at] <= east) found.push(at);
    return found;
  }

  moved() {
    const visible = this.inView();
    this.drawAreas(visible);
    this.drawLabels(visible);
    this.list(visible);
  }

  /** How far off a place may be, as ground, where that is more than its mark covers. */
  drawAreas(visible) {
    this.areas.clearLayers();
    const { lat, lon, radius, count, shade } = this.data, metres = 40075016 / 256 / 2 ** this.map.getZoom();
    const wide = (at) => radius[at] * 1000 / (metres * Math.cos(lat[at] * Math.PI / 180)) > size(count[at]) + 3;
    for (const at of visible.filter(wide).slice(0, AREAS)) {
      const own = this.shades[shade[at]];
      L.circle([lat[at], lon[at]], { radius: radius[at] * 1000, color: own, weight: 1, opacity: 0.6, fillColor: own, fillOpacity: 0.07, interactive: false, renderer: this.renderer }).addTo(this.areas).bringToBack();
    }
  }

  /** The names of the places with most claims, as far as none covers another. */
  drawLabels(visible) {
    this.labels.clearLayers();
    const first = visible.slice(0, 80), points = first.map((at) => this.map.latLngToContainerPoint(this.marks[at].getLatLng()));
    const taken = first.map((at, order) => { // what a name would cover: marks of more claims, others larger than a dot, and names
      const reach = size(this.data.count[at]) - 4, { x, y } = points[order];
      return { at, order, box: [x - reach, y - reach, x + reach, y + reach] };
    });
    let named = 0;
    for (const [order, at] of first.entries()) {
      if (named >= LABELS || !this.data.name[at]) continue;
      const reach = size(this.data.count[at]) + 2, width = this.data.name[at].length * 7 + 6, { x, y } = points[order];
      const before = x + reach + width > this.map.getSize().x && x > reach + width; // else the edge of the map cuts it
      const left = before ? x - reach - width : x + reach, box = [left, y - 9, left + width, y + 9];
      const meets = (other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
      const covers = (other) => other.at !== at && (other.at < 0 || order >= ALWAYS || other.order < order) && meets(other.box);
      if (taken.some(covers)) continue;
      named++;
      taken.push({ at: -1, box });
      L.tooltip({ permanent: true, direction: before ? "left" : "right", offset: [(before ? -1 : 1) * (size(this.data.count[at]) - 2), 0], className: "map-name", interactive: false, opacity: 1, pane: "names" })
        .setLatLng(this.marks[at].getLatLng()).setContent(element("span", {}, this.data.name[at])).addTo(this.labels);
    }
  }

  list(visible) {
    const list = document.querySelector("[data-list]"), focused = document.activeElement?.closest?.("[data-list] a")?.dataset.at;
    const claims = visible.reduce((sum, at) => sum + this.data.count[at], 0);
    let says = words(told.wordsInview, { places: number(visible.length), claims: number(claims) });
    if (visible.length > LISTED) says += `. ${words(told.wordsMore, { count: number(visible.length - LISTED) })}`;
    document.querySelector("[data-in-view-words]").textContent = says;
    list.replaceChildren(...visible.slice(0, LISTED).map((at) => this.entry(at)));
    if (focused) [...list.querySelectorAll("a")].find((link) => link.dataset.at === focused)?.focus();
  }

  entry(at) {
    const { name, count, shade, shades, disputed } = this.data;
    const dot = document.createElementNS("http://www.w3.org/2000/svg", "svg"), circle = document.createElementNS(dot.namespaceURI, "circle");
    dot.setAttribute("class", `dot g-${shades[shade[at]]}${disputed[at] ? " disputed" : ""}`);
    dot.setAttribute("viewBox", "-1 -1 12 12");
    dot.setAttribute("aria-hidden", "true");
    for (const [key, value] of [["cx", 5], ["cy", 5], ["r", 4.5]]) circle.setAttribute(key, value);
    dot.append(circle);
    const link = element("a", { href: `/map?${this.address(at)}#opened`, "data-at": this.where(at) }, dot, element("span", {}, name[at] || told.wordsNameless, element("span", { class: "unseen" }, `, ${told[`shade${shades[shade[at]].replace(/^./, (first) => first.toUpperCase())}`]}`)), element("small", {}, number(count[at])));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open(at, true);
      if (!this.map.getBounds().pad(-0.1).contains(this.marks[at].getLatLng())) this.map.panTo(this.marks[at].getLatLng());
    });
    link.addEventListener("focus", () => this.ring(at));
    return element("li", {}, link);
  }

  where(at) { return `${this.data.lat[at]},${this.data.lon[at]}`; }

  address(at) {
    const pairs = new URLSearchParams(told.query);
    pairs.set("at", this.where(at));
    pairs.set("name", this.data.name[at]);
    return pairs;
  }

  ring(at) {
    this.chosen.setLatLng(this.marks[at].getLatLng()).setRadius(size(this.data.count[at]) + 5).setStyle({ color: colour("--focus"), weight: 3 });
    this.chosen.addTo(this.map).bringToFront();
  }

  async open(at, focus) {
    this.ring(at);
    const response = await fetch(`/map/claims?${this.address(at)}`);
    if (!response.ok) return;
    const opened = document.getElementById("opened");
    opened.innerHTML = await response.text(); // made by the desk, and escaped there
    history.replaceState(null, "", `/map?${this.address(at)}`);
    if (focus) opened.querySelector("h2")?.focus({ preventScroll: matchMedia("(min-width: 52.01rem)").matches });
  }
}

function kept() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch { return null; }
}

/** The box of the query, the place that is opened, where somebody looked last if there is something, or all claims. */
function look(map, places) {
  const given = new URLSearchParams(location.search), last = kept();
  if (told.box) {
    const [west, south, east, north] = told.box.split(",").map(Number);
    map.fitBounds([[south, west], [north, east < west ? east + 360 : east]]);
    return;
  }
  if (last) {
    map.setView(last.at, last.zoom);
    if (places.inView().length) return;
  }
  if (given.get("at")) map.setView(given.get("at").split(",").map(Number), 9);
  else whole(map, places);
}

function whole(map, places) {
  const bounds = places.bounds();
  if (bounds) map.fitBounds(bounds, { maxZoom: 9 });
  else map.setView([30, 20], 2);
}

function onlyInView(map) {
  const box = map.getBounds(), pairs = new URLSearchParams(told.query);
  const turned = (degrees) => ((degrees + 180) % 360 + 360) % 360 - 180;
  pairs.delete("box");
  if (box.getEast() - box.getWest() < 360) {
    const level = (degrees) => Math.min(Math.max(degrees, -90), 90);
    const sides = [turned(box.getWest()), level(box.getSouth()), turned(box.getEast()), level(box.getNorth())];
    pairs.set("box", sides.map((each) => each.toFixed(4)).join(","));
  }
  location.assign(`/map?${pairs}`);
}

function tools(map, places, land) {
  const bar = document.querySelector("[data-tools]"), borders = bar.querySelector("[data-borders]");
  bar.hidden = false;
  bar.querySelector("[data-in-view]").addEventListener("click", () => onlyInView(map));
  bar.querySelector("[data-whole]").addEventListener("click", () => whole(map, places));
  borders.addEventListener("change", () => { localStorage.setItem("firsthand:borders", borders.value); land.show(borders.value); });
}

function chosenBorders() {
  const select = document.querySelector("select[data-borders]"), last = localStorage.getItem("firsthand:borders");
  if ([...select.options].some((each) => each.value === last)) select.value = last;
  return select.value;
}

async function begin() {
  holder.hidden = false;
  const map = L.map(holder, { minZoom: 2, maxZoom: 15, maxBounds: [[-85, -260], [85, 260]], maxBoundsViscosity: 0.7, zoomSnap: 0.5, zoomControl: false });
  L.control.zoom({ zoomInTitle: told.wordsIn, zoomOutTitle: told.wordsOut }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution(told.wordsCredit);
  L.control.scale({ imperial: false }).addTo(map);
  map.createPane("names").style.zIndex = 640;
  map.getPane("names").style.pointerEvents = "none";
  const land = new Land(map, colour);
  const loading = fetch(`/map/points?${told.query}`);
  land.show(chosenBorders());
  const response = await loading;
  if (!response.ok) throw new Error(told.wordsFailed);
  const data = await response.json();
  const places = new Places(map, data);
  look(map, places);
  places.show();
  map.on("moveend", () => sessionStorage.setItem(KEPT, JSON.stringify({ at: map.getCenter(), zoom: map.getZoom() })));
  tools(map, places, land);
  const panel = document.querySelector("[data-control]");
  const control = panel ? new ControlMaps(map, panel, colour) : null;
  const restyle = () => { places.style(); places.moved(); land.style(); control?.style(); };
  new MutationObserver(restyle).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  requestAnimationFrame(() => requestAnimationFrame(() => { holder.dataset.ready = String(data.name.length); performance.mark("map ready"); }));
}

begin().catch((error) => {
  holder.classList.add("failed");
  document.querySelector("[data-in-view-words]").textContent = error.message;
  throw error;
});
