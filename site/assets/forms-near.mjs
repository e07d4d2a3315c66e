// "Is it one of these?": what the directory lists already under such a name, asked of the search index on this site.
import { search } from "./search-engine.mjs";
import { Index } from "./search-index.mjs";

let index = null;

// Up to three providers as [slug, name, city]; none where the index cannot be read.
export async function near(text, { index: base, months }) {
  index ??= new Index(new URL(base, document.baseURI).href);
  const today = new Date().toISOString().slice(0, 10), found = new Map();
  const ask = { q: text, need: "", lang: "", free: false, step: false, phone: false, audience: "", age: null, open: false, day: "",
    origin: null, county: "", only: "", limit: 6, date: new Date(), zone: "UTC", holidays: [], months, today };
  const words = new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 3));
  try {
    const result = await search(index, ask);
    for (const { each } of [...result.near, ...result.call, ...result.area]) {
      const known = each.provider.toLowerCase().split(/[^\p{L}\p{N}]+/u);
      if (known.some((word) => words.has(word))) found.set(each.slug, [each.slug, each.provider, each.city ?? ""]);
    }
  } catch {
    return [];
  }
  return [...found.values()].slice(0, 3);
}
