// Runs the search page's engine on an index on disk. Arguments: the folder of the modules, the folder of the index.
// One JSON question a line on stdin; one JSON answer a line on stdout, with what was fetched.
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [assets, folder] = process.argv.slice(2);
const { Index } = await import(pathToFileURL(join(assets, "search-index.mjs")));
const { search } = await import(pathToFileURL(join(assets, "search-engine.mjs")));
const sizes = new Map();
let fetched = [], missing = null, waves = 0, pending = false;

// A fetch that reads from disk. Requests made before any of them is answered are one round trip.
async function get(url, options = {}) {
  const path = new URL(url).pathname.split("/").at(-1);
  if (!pending) {
    pending = true;
    waves += 1;
  }
  await new Promise((resolve) => setTimeout(resolve, 1));
  pending = false;
  if (options.cache === "reload") missing = null; // as after a publication: the root of now names what there is
  if (path === missing) return { ok: false, status: 404 };
  const bytes = await readFile(join(folder, path));
  if (!sizes.has(path)) sizes.set(path, gzipSync(bytes, { level: 6 }).length);
  fetched.push(path);
  return { ok: true, status: 200, json: async () => JSON.parse(bytes) };
}

let index = null;
for await (const line of createInterface({ input: process.stdin })) {
  const { ask, warm, gone, near } = JSON.parse(line);
  if (!warm || !index) index = new Index("file:///index/", get);
  [fetched, missing, waves] = [[], gone ?? null, 0];
  const place = near ? (await index.places(near))[0] : null;
  if (place) Object.assign(ask, { origin: { lat: place[2], lon: place[3] }, county: place[1] });
  const result = await search(index, { ...ask, date: new Date(ask.now) });
  const keys = (hits) => hits.map(({ each, cost, miles }) => ({ slug: each.slug, service: each.key, city: each.city, cost, miles }));
  const bytes = fetched.reduce((sum, path) => sum + sizes.get(path), 0);
  console.log(JSON.stringify({ near: keys(result.near), call: keys(result.call), area: keys(result.area), unknown: result.unknown,
    taken: result.taken, more: result.more, moreCall: result.moreCall, moreArea: result.moreArea, bytes, requests: fetched.length, waves, fetched, place }));
}
