// Maps: county outlines from our own files, no tiles, no request to anybody else (but for the tiles that the settings name).
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function style(href) {
  return new Promise((done, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: failed });
    document.head.prepend(link); // before our own style, which has the last word
  });
}

// Names of towns give way to those of larger ones, which come first.
function tidy(map, labels) {
  const kept = [];
  for (const [dot, name] of labels) {
    const { x, y } = map.latLngToLayerPoint(dot.getLatLng()), box = [x - 4, y - 9, x + 12 + name.length * 8, y + 9];
    const clear = kept.every(([left, top, right, bottom]) => box[2] < left || box[0] > right || box[3] < top || box[1] > bottom);
    if (clear) kept.push(box);
    dot.getTooltip().setOpacity(clear ? 1 : 0);
  }
}

// Leaflet, its style and the outlines, from the addresses in `files`.
export async function load({ script, style: sheet, outlines }) {
  const [, , answer] = await Promise.all([import(new URL(script, document.baseURI).href), style(sheet), fetch(outlines)]);
  return answer.json();
}

// A map within `place`, over the outlines; `named` counties stand out and have their towns. `tiles` ({url, attribution, max_zoom})
// are somebody else's pictures, only where the settings name them.
export function ground(place, { counties, towns }, named, label, words, tiles = null) {
  const L = globalThis.L, frame = Object.assign(document.createElement("div"), { className: "map-frame", tabIndex: 0 });
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", label);
  place.append(frame);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(frame, { attributionControl: Boolean(tiles), zoomControl: false, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
    maxZoom: tiles ? tiles.max_zoom : 13, scrollWheelZoom: false });
  L.control.zoom({ zoomInTitle: words.map_in, zoomOutTitle: words.map_out }).addTo(map);
  if (tiles) L.tileLayer(tiles.url, { maxZoom: tiles.max_zoom, attribution: tiles.attribution.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`) }).addTo(map);
  const line = colour("--edge");
  for (const [slug, shape] of Object.entries(counties)) {
    const here = named.has(slug);
    L.polygon(shape, { color: line, weight: here ? 1.5 : 0.8, fillColor: colour(here ? "--card" : "--wash"), fillOpacity: tiles ? 0 : 1, interactive: false }).addTo(map);
  }
  const labels = (tiles ? [] : [...named]).flatMap((slug) => towns[slug] ?? []).map(([name, latitude, longitude]) => {
    const dot = L.circleMarker([latitude, longitude], { radius: 2, color: colour("--soft"), interactive: false }).addTo(map);
    return [dot.bindTooltip(name, { permanent: true, direction: "right", className: "map-town", offset: [2, 0] }), name];
  });
  map.on("zoomend", () => tidy(map, labels));
  return { map, frame, settle: () => tidy(map, labels) };
}

// The map of one provider's places.
export async function show(place, words, fill) {
  const points = JSON.parse(place.dataset.points), shapes = await load(place.dataset), L = globalThis.L;
  const { map, frame, settle } = ground(place, shapes, new Set(points.map((point) => point.county)), words.map_label, words);
  for (const { at, near, name } of points) {
    L.circleMarker(at, { radius: near ? 16 : 8, weight: 2, color: colour("--blue"), fillOpacity: near ? 0.15 : 0.9, dashArray: near ? "4 4" : null })
      .addTo(map).bindTooltip(near ? fill(words.map_near, { name }) : name);
  }
  map.fitBounds(L.latLngBounds(points.map((point) => point.at)).pad(0.3), { maxZoom: 10 });
  settle();
  frame.focus({ preventScroll: true });
}
