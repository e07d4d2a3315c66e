// From what was typed to candidates: which documents have it, and how many miles each is set back for what it lacks.
import { spoken, stem } from "./search-words.mjs";

export const SHIFT = 65536; // a document is shard * SHIFT + position
const NAME = 1, ASIDE = 2; // miles for the first, a mark for the second: docs/search-index.md explains
const LONGEST = 5;

// The concepts of a text: {terms, words} each, and the words that were taken for others, [typed, taken].
async function read(index, words) {
  const pairs = words.slice(1).map((word, at) => words[at] + word);
  const found = await Promise.all([...words, ...pairs].map((word) => index.words(word)));
  const to = (at, phrase) => found[at]?.to.get(phrase);
  const concepts = [], unknown = [];
  for (let at = 0; at < words.length;) {
    let many = Math.min(LONGEST, words.length - at), terms = null, own = null;
    for (; many > 0 && !terms; many -= 1) {
      own = words.slice(at, at + many);
      terms = to(at, own.join(" "));
      if (!terms && many === 2) [terms, own] = [to(words.length + at, pairs[at]), [pairs[at]]];
    }
    if (terms) {
      concepts.push({ terms, words: own });
      at += many + 1;
    } else {
      const place = found[at]?.keys.get(words[at]);
      if (place === undefined || !(found[at].strong[place] || found[at].weak[place] || found[at].common.has(words[at]))) unknown.push(at);
      concepts.push({ terms: [], words: [words[at]] });
      at += 1;
    }
  }
  return { concepts, unknown };
}

// Documents of one concept and how they have it: 0 by a term, NAME when all its words are in names, else ASIDE.
async function matched(index, { terms, words }) {
  const found = new Map();
  const [byTerm, byWord] = await Promise.all([terms, words].map((keys) => Promise.all(keys.map((key) => index.posted(key)))));
  for (const { strong } of byTerm) each(strong, (document) => found.set(document, 0));
  let all = null;
  for (const { strong, weak, common } of byWord.sort((a, b) => a.common - b.common)) {
    const here = new Map();
    each(weak, (document) => here.set(document, ASIDE));
    each(strong, (document) => here.set(document, NAME));
    if (!all) all = here;
    else for (const [document, back] of all) {
      if (here.has(document)) all.set(document, Math.max(back, here.get(document)));
      else if (common) all.set(document, ASIDE); // so common a word is taken to be in passing everywhere
      else all.delete(document);
    }
  }
  for (const [document, back] of all ?? []) if (!found.has(document)) found.set(document, back);
  return { found, common: terms.length ? 0 : byWord[0].common };
}

export function each(lists, visit) {
  for (const [shard, positions] of lists) for (const position of positions) visit(shard * SHIFT + position);
}

// {found, unknown, taken, terms, needs}: set-backs by document, or null when the text asks for nothing; words that nobody
// has; the words taken for them; what the words are known to mean; and how many documents each need has.
export async function plan(index, text) {
  const typed = spoken(text);
  let words = typed.map(stem);
  const taken = [], { documents, needs } = await index.root();
  if (!words.length) return { found: null, unknown: [], taken, terms: [], needs };
  let reading = await read(index, words);
  if (reading.unknown.length) {
    const { corrected } = await import("./search-spell.mjs");
    const mended = await Promise.all(words.map((word, at) => (reading.unknown.includes(at) ? corrected(index, word, typed[at].length) : null)));
    mended.forEach((other, at) => other && taken.push([words[at], other]));
    if (taken.length) {
      words = words.map((word, at) => mended[at] ?? word);
      reading = await read(index, words);
    }
  }
  const concepts = await Promise.all(reading.concepts.map((concept) => matched(index, concept)));
  const unknown = reading.concepts.filter((_, at) => !concepts[at].found.size && !concepts[at].common).map(({ words }) => words.join(" "));
  const known = concepts.filter((concept) => concept.found.size || concept.common);
  return { found: known.length ? together(known, documents) : null, unknown, taken, asked: words.length > 0, terms: reading.concepts.flatMap(({ terms }) => terms), needs };
}

// A concept weighs the number of times that halving the directory leaves as few as have it. Who lacks it is set back by
// the square of that in miles, who has it only in passing by one for each; who has less than half the weight, and
// nothing by a term, is no candidate.
function together(concepts, documents) {
  const weights = concepts.map(({ found, common }) => Math.max(1, Math.floor(Math.log2(Math.floor(documents / Math.max(common, found.size))))));
  const lacks = concepts.map(({ common }, at) => (common ? NAME + weights[at] : weights[at] ** 2)), sum = (numbers) => numbers.reduce((all, each) => all + each, 0);
  const whole = sum(weights), given = sum(weights.filter((_, at) => concepts[at].common)), back = new Map(), held = new Map();
  concepts.forEach(({ found, common }, at) => {
    for (const [document, how] of found) {
      const miles = how === ASIDE ? NAME + weights[at] : how;
      back.set(document, (back.get(document) ?? sum(lacks)) - lacks[at] + miles);
      held.set(document, how === 0 ? Infinity : (held.get(document) ?? given) + (common ? 0 : weights[at]));
    }
  });
  for (const [document, weight] of held) if (weight * 2 < whole) back.delete(document);
  return back;
}
