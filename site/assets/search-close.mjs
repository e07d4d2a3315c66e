// Needs close to words that found little or nothing. Loaded only then.
import { spellings } from "./search-spell.mjs";

const SHIFT = 65536, MOST = 6, ALIKE = 4, LONG = 7;

// Documents that have a word, be it in a name or in passing.
async function holders(index, word) {
  const { strong, weak } = await index.posted(word);
  return [...strong, ...weak].flatMap(([shard, positions]) => positions.map((position) => shard * SHIFT + position));
}

// The needs of some documents, those first that are theirs more than others'.
async function needsOf(index, documents) {
  const { needs } = await index.root(), held = new Set(documents);
  const rows = await Promise.all(Object.keys(needs).filter((id) => id.includes(".")).map(async (id) => {
    const theirs = await holders(index, `#${id}`);
    return [theirs.filter((document) => held.has(document)).length / Math.sqrt(theirs.length), id];
  }));
  rows.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
  return rows.filter(([share]) => share > rows[0][0] / 4).slice(0, MOST).map(([, id]) => id);
}

// How many letters must be changed, put in or left out to make one word of another, up to three.
function apart(one, other) {
  if (Math.abs(one.length - other.length) > 2) return 3;
  let row = [...Array(other.length + 1).keys()];
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) next.push(Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + (one[at - 1] === other[to - 1] ? 0 : 1)));
    row = next;
  }
  return Math.min(3, row.at(-1));
}

// Needs by phrases with a word that begins like this one.
async function phrased(index, word) {
  const chunk = word.length < ALIKE ? null : await index.words(word), start = word.slice(0, ALIKE);
  const alike = [...(chunk?.to ?? [])].filter(([phrase]) => phrase.split(" ").some((each) => each.startsWith(start)));
  return alike.flatMap(([, terms]) => terms).filter((term) => term[0] === "#").map((term) => term.slice(1));
}

// `typed` are stems, `taken` pairs of those that were taken for others. Ids of needs, the closest first: of those who use
// the words; of phrases that begin like them; of words two letters away.
export async function close(index, typed, taken = []) {
  const words = typed.map((word) => taken.find(([one]) => one === word)?.[1] ?? word);
  const held = (await Promise.all(words.map((word) => holders(index, word)))).filter((each) => each.length).sort((a, b) => a.length - b.length);
  // Of those that have all of the words, else of those that have the rarest.
  const [rarest = [], ...rest] = held.map((each) => new Set(each)), all = [...rarest].filter((document) => rest.every((each) => each.has(document)));
  if (rarest.size) return needsOf(index, all.length ? all : rarest);
  const { needs } = await index.root(), known = (ids) => [...new Set(ids)].filter((id) => Object.hasOwn(needs, id)).slice(0, MOST);
  const alike = known((await Promise.all(words.map((word) => phrased(index, word)))).flat());
  if (alike.length) return alike;
  const others = await Promise.all(words.filter((word) => word.length >= LONG && /^\p{L}+$/u.test(word)).map(async (word) =>
    [...(await spellings(index, word)).keys()].filter((other) => apart(word, other) < 3)));
  const meant = others.flat(), terms = (await Promise.all(meant.map(async (other) => (await index.words(other))?.to.get(other) ?? []))).flat();
  const named = known(terms.filter((term) => term[0] === "#").map((term) => term.slice(1)));
  return named.length || !meant.length ? named : needsOf(index, (await Promise.all(meant.map((other) => holders(index, other)))).flat());
}
