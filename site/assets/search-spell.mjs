// Words and places that nobody writes so: the one that was meant. Loaded only when it is needed.
const CORRECTED = 5, STEM = 4;

// Whether one letter put in, left out, changed, or two neighbours swapped make one word of the other.
export function oneEdit(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0, end = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  while (end < Math.min(a.length, b.length) - at && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const one = a.slice(at, a.length - end), other = b.slice(at, b.length - end);
  return (one.length <= 1 && other.length <= 1) || (one.length === 2 && one[0] === other[1] && one[1] === other[0]);
}

// How often each word is used that is spelled somewhat like this one.
export async function spellings(index, word) {
  const pairs = [...new Set([word.slice(0, 2), word.slice(1, 3), word[0] + word[2]])];
  const lists = await Promise.all(pairs.map((pair) => index.chunk("spell", pair, ({ words, often }) => words.split(" ").map((each, at) => [each, Number(often[at])]))));
  return new Map(lists.filter(Boolean).flat());
}

// The word most used among those one edit away; the same first letter and no letter lost count for more, then the alphabet.
// `typed` is how long the word was before it became a stem.
export async function corrected(index, word, typed) {
  if (typed < CORRECTED || word.length < STEM || !/^\p{L}+$/u.test(word)) return null;
  let best = null;
  for (const [other, often] of await spellings(index, word)) {
    if (other === word || !oneEdit(word, other)) continue; // itself: known from a phrase only, which is of no use here
    const rank = often + (other[0] === word[0] ? 3 : 0) + (other.length >= word.length ? 1 : 0);
    if (!best || rank > best[0] || (rank === best[0] && other < best[1])) best = [rank, other];
  }
  return best?.[1] ?? null;
}

// The first of rows of places whose key is one edit away.
export const likely = (rows, key) => (key.length >= CORRECTED && !/\d/.test(key) ? rows.find((row) => oneEdit(key, row[0])) : undefined);
