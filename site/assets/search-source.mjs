// Where answers come from. The page asks a source and knows nothing of what is behind it: docs/search-index.md, "Sources".
import { state, within } from "./hours.mjs";
import { search } from "./search-engine.mjs";
import { Index } from "./search-index.mjs";
import { fold, stems, tokens } from "./search-words.mjs";

const KIT = { fold, tokens, stems, within, opening: state };

function own(base) {
  const index = new Index(base);
  return {
    places: (text) => index.steadily(() => index.places(text)),
    countyAt: (lat, lon) => index.steadily(() => index.countyAt(lat, lon)),
    center: (county) => index.steadily(async () => { const root = await index.root(); return root.centers[root.counties.indexOf(county)] ?? []; }),
    search: (ask, progress) => search(index, ask, progress),
    // Asked for while the place is looked up; what fails will fail again, and be told, when it is needed.
    warm: ({ q, need, lang }) => { index.root().catch(() => {}); for (const key of [...stems(q), need && `#${need}`, lang && `@${lang}`]) if (key) index.words(key).catch(() => {}); },
    // Needs of those who use such words: asked for where there is little or nothing.
    close: async (q, taken) => (await import("./search-close.mjs")).close(index, stems(q), taken),
    forget: () => index.forget(),
    without: [],
    said: "",
  };
}

// The source of a name that the page's data lists, or its default, else our own index. What another leaves out, ours does.
export async function source(name, data) {
  const ours = own(new URL(data.index, document.baseURI).href);
  const chosen = name || data.source;
  if (!Object.hasOwn(data.sources, chosen)) return ours;
  const { open } = await import(new URL(data.sources[chosen].script, document.baseURI).href);
  return Object.setPrototypeOf(await open(data.sources[chosen], KIT, ours), ours);
}
