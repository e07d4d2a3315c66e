// The map of a provider's places: county outlines from our own files, no tiles, no request to anybody else.
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

export async function show(place, words, fill) {
  const { script, style: sheet, outlines: data } = place.dataset, points = JSON.parse(place.dataset.points);
  const [, , answer] = await Promise.all([import(new URL(script, location.href).href), style(sheet), fetch(data)]);
  const { counties, towns } = await answer.json(), L = globalThis.L;
  const frame = Object.assign(document.createElement("div"), { className: "map-frame", tabIndex: 0 });
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", words.map_label);
  place.append(frame);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(frame, { attributionControl: false, zoomAnimation: !still, fadeAnimation: !still, maxZoom: 13, scrollWheelZoom: false });
  const named = new Set(points.map((point) => point.county)), line = colour("--edge");
  for (const [slug, shape] of Object.entries(counties)) {
    const here = named.has(slug);
    L.polygon(shape, { color: line, weight: here ? 1.5 : 0.8, fillColor: colour(here ? "--card" : "--wash"), fillOpacity: 1, interactive: false }).addTo(map);
  }
  const labels = [...named].flatMap((slug) => towns[slug] ?? []).map(([name, latitude, longitude]) => {
    const dot = L.circleMarker([latitude, longitude], { radius: 2, color: colour("--soft"), interactive: false }).addTo(map);
    return [dot.bindTooltip(name, { permanent: true, direction: "right", className: "map-town", offset: [2, 0] }), name];
  });
  for (const { at, near, name } of points) {
    L.circleMarker(at, { radius: near ? 16 : 8, weight: 2, color: colour("--blue"), fillOpacity: near ? 0.15 : 0.9, dashArray: near ? "4 4" : null })
      .addTo(map).bindTooltip(near ? fill(words.map_near, { name }) : name);
  }
  map.fitBounds(L.latLngBounds(points.map((point) => point.at)).pad(0.3), { maxZoom: 10 });
  tidy(map, labels);
  map.on("zoomend", () => tidy(map, labels));
  frame.focus({ preventScroll: true });
}
