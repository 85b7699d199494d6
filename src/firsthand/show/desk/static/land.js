// Land, borders and regions, from files of the package. Areas have no outline of their own: lines are drawn above them,
// those in dispute dashed, and those that only the other view has more faintly.
const FILES = "/static/vendor/borders/";
const REGIONS_FROM = 5; // zoom
const PATIENCE = 250; // milliseconds without a move after which regions are drawn: the claims come first

const L = window.L;

const load = async (name) => {
  const response = await fetch(`${FILES}${name}.json`);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
};

/** West, south, east and north of all coordinates. */
function boxOf(coordinates, box = [180, 90, -180, -90]) {
  if (typeof coordinates[0] === "number") {
    const [lon, lat] = coordinates;
    box[0] = Math.min(box[0], lon); box[1] = Math.min(box[1], lat); box[2] = Math.max(box[2], lon); box[3] = Math.max(box[3], lat);
  } else for (const each of coordinates) boxOf(each, box);
  return box;
}

export class Land {
  constructor(map, colour) {
    this.map = map;
    this.colour = colour;
    this.files = new Map();
    this.layers = {};
    for (const [name, height] of [["land", 200], ["regions", 210], ["lines", 220]]) {
      map.createPane(name).style.zIndex = height;
      map.getPane(name).style.pointerEvents = "none";
    }
    this.renderers = Object.fromEntries(["land", "regions", "lines"].map((pane) => [pane, L.canvas({ pane, padding: 0.2 })]));
    map.on("moveend", () => { clearTimeout(this.later); this.later = setTimeout(() => this.regions(), PATIENCE); });
  }

  file(name) {
    if (!this.files.has(name)) this.files.set(name, load(name));
    return this.files.get(name);
  }

  /** Draw the borders of a view: "recognised" or "de-facto". */
  async show(view) {
    this.view = view;
    const [countries, lines, disputed] = await Promise.all([this.file(`countries-${view}`), this.file("border-lines"), this.file("disputed-lines")]);
    if (this.view !== view) return;
    this.put("land", L.geoJSON(countries, { ...this.of("land"), style: () => this.area() }));
    this.put("lines", L.geoJSON(lines, { ...this.of("lines"), style: () => this.line() }));
    this.put("disputed", L.geoJSON(disputed, { ...this.of("lines"), style: (each) => this.dashed(each.properties.view) }));
    this.map.getContainer().dataset.borders = view;
  }

  of(pane) { return { interactive: false, renderer: this.renderers[pane], smoothFactor: 1.2 }; }

  put(name, layer) {
    this.layers[name]?.remove();
    this.layers[name] = layer.addTo(this.map);
  }

  area() { return { stroke: false, fillColor: this.colour("--land"), fillOpacity: 1 }; }

  line() { return { color: this.colour("--border"), weight: 1.1, opacity: 1, fill: false }; }

  dashed(view) {
    const own = view === "both" || view === this.view;
    return { color: this.colour("--contested"), weight: own ? 1.4 : 0.9, opacity: own ? 1 : 0.55, dashArray: own ? "5 4" : "2 5", fill: false };
  }

  region() { return { color: this.colour("--region"), weight: 0.8, opacity: 1, fill: false, dashArray: "1 3" }; }

  style() {
    this.layers.land?.setStyle(() => this.area());
    this.layers.lines?.setStyle(() => this.line());
    this.layers.disputed?.setStyle((each) => this.dashed(each.properties.view));
    this.layers.regions?.setStyle(() => this.region());
  }

  /** Regions are many: only those near what is in view are drawn, and none from afar. */
  async regions() {
    if (this.map.getZoom() < REGIONS_FROM) {
      this.layers.regions?.remove();
      this.around = null;
      return;
    }
    if (this.around?.contains(this.map.getBounds())) return;
    const every = await this.file("regions");
    if (this.map.getZoom() < REGIONS_FROM) return;
    const around = this.map.getBounds().pad(0.8);
    this.around = around;
    const near = every.features.filter((each) => {
      const [west, south, east, north] = (each.box ??= boxOf(each.geometry.coordinates));
      return west <= around.getEast() && east >= around.getWest() && south <= around.getNorth() && north >= around.getSouth();
    });
    this.put("regions", L.geoJSON(near, { ...this.of("regions"), style: () => this.region() }));
  }
}
