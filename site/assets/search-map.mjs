// The results of a search on a map, in step with their list: the same numbers, and each leads to the other. Loaded when asked for.
import { ground, load } from "./map.mjs";

const UNITS = 10000;
const presses = (event) => !event.originalEvent?.key || ["Enter", " "].includes(event.originalEvent.key);

export class Atlas {
  // `settings` are addresses of files and the tiles, if any; `words` those of site.mjs; `t` gives those of the search.
  constructor(place, settings, words, t) {
    Object.assign(this, { place, settings, words, t, ready: null, map: null });
  }

  async load() {
    const [shapes, said] = [await load(this.settings), this.settings.cluster];
    await import(new URL(said, document.baseURI).href); // it builds upon Leaflet, so it comes after
    return shapes;
  }

  // hits: those of the list that have a point, in its order; list: the element that holds them.
  async show({ hits, origin }, list) {
    this.ready ??= this.load();
    const shapes = await this.ready, L = globalThis.L, rows = [...list.querySelectorAll(".hit[data-at]")];
    this.map?.remove();
    this.place.replaceChildren();
    const points = hits.map(({ each }) => [each.lat / UNITS, each.lon / UNITS]), start = origin && [origin.lat / UNITS, origin.lon / UNITS];
    const view = L.latLngBounds(points).pad(0.25), wide = view.pad(1);
    const named = new Set(Object.keys(shapes.towns).filter((slug) => shapes.towns[slug].some(([, lat, lon]) => wide.contains([lat, lon]))));
    const { map, settle } = ground(this.place, shapes, named, this.t("map_label"), this.words, this.settings.tiles);
    this.map = map;
    map.fitBounds(view, { maxZoom: 12 });
    if (start) L.circleMarker(start, { radius: 5, className: "map-start", interactive: false }).addTo(map);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const group = L.markerClusterGroup({
      showCoverageOnHover: false, maxClusterRadius: 40, animate: !still, spiderfyOnMaxZoom: false, zoomToBoundsOnClick: false,
      iconCreateFunction: (cluster) => L.divIcon({ className: "pin pins", html: `<span>${Math.min(...cluster.getAllChildMarkers().map((each) => each.number))}+</span>`, iconSize: [44, 44] }),
    });
    const markers = hits.map((hit, at) => this.marker(hit, at + 1, points[at], rows[at]));
    map.on("layeradd", ({ layer }) => this.label(layer, group));
    group.on("clusterclick", ({ layer }) => {
      const all = layer.getBounds();
      if (map.getZoom() === map.getMaxZoom() || all.getNorthEast().equals(all.getSouthWest())) layer.spiderfy();
      else layer.zoomToBounds({ padding: [24, 24] });
    });
    group.addLayers(markers).addTo(map);
    for (const [at, row] of rows.entries()) this.tie(row, markers[at], group);
    settle();
  }

  marker({ each }, number, point, row) {
    const about = each.kind === 1, L = globalThis.L;
    const icon = L.divIcon({ className: about ? "pin about" : "pin", html: `<span>${number}</span>`, iconSize: [36, 36] });
    const made = L.marker(point, { icon, riseOnHover: true });
    made.number = number;
    const words = [each.service, each.provider === each.service ? "" : each.provider, each.street, each.city].filter(Boolean).join(", ");
    made.words = `${number}. ${about ? this.t("about", { miles: words }) : words}`;
    made.on("click keypress", (event) => {
      if (!presses(event)) return;
      event.originalEvent?.preventDefault();
      row.querySelector("h3 a").focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    });
    return made;
  }

  // What a marker or a group of them is called: by its numbers, so that no two are called the same.
  label(layer, group) {
    const L = globalThis.L, element = layer.getElement?.();
    if (!element || !(layer instanceof L.Marker)) return;
    if (!(layer instanceof L.MarkerCluster)) {
      if (layer.words) element.setAttribute("aria-label", layer.words);
      return;
    }
    const inside = layer.getAllChildMarkers().sort((a, b) => a.number - b.number);
    element.setAttribute("aria-label", this.t("map_group", { n: inside.length, numbers: inside.map((each) => each.number).join(", ") }));
    if (layer.followed) return;
    layer.followed = true;
    // From the keyboard it is spread where it is, so that nothing is lost from sight, and its first marker has the focus.
    layer.on("keypress", (event) => {
      if (!presses(event)) return;
      event.originalEvent.preventDefault();
      group.once("spiderfied", () => setTimeout(() => this.first(inside)?.focus({ preventScroll: true })));
      layer.spiderfy();
    });
  }

  // The one of these markers that the tabulator meets first.
  first(markers) {
    const found = markers.map((each) => each.getElement()).filter(Boolean);
    return found.find((each) => found.every((other) => each === other || each.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING));
  }

  // A row of the list and its marker show each other.
  tie(row, marker, group) {
    row.querySelector("h3").dataset.n = marker.number;
    const lit = (on) => () => {
      row.classList.toggle("lit", on);
      group.getVisibleParent(marker)?.getElement()?.classList.toggle("lit", on);
    };
    for (const [name, on] of [["mouseenter", true], ["focusin", true], ["mouseleave", false], ["focusout", false]]) row.addEventListener(name, lit(on));
    marker.on("mouseover", lit(true)).on("mouseout", lit(false));
  }
}
