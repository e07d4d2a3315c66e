// The files of the index (docs/search-index.md): fetched once each, checked, and read into tables.
import { placeKey, tokens, unpack } from "./search-words.mjs";

// A file that the root names is not there, or is another: the site was published anew in between.
export class Gone extends Error {}

// Lets the page draw, and answer who uses it, before the work goes on.
export const breath = (time) => new Promise((done) => setTimeout(done, time));

const UNITS = 10000, HEIGHT = 180 * UNITS, WIDTH = 360 * UNITS;

// Leaves of the tree as {id, box: [south, west, north, east]}, the box narrowed to what the shard uses of it.
function leaves(tree, tight) {
  const found = [];
  let at = 0;
  const walk = (id) => {
    const node = tree[at];
    at += 1;
    if (node === "1") {
      walk(`${id}0`);
      walk(`${id}1`);
    } else if (node === "0") {
      found.push({ id: `:${id}`, box: narrowed(cell(id), tight.slice(found.length * 4, found.length * 4 + 4)) });
    }
  };
  walk("");
  return found;
}

function cell(id) {
  let row = 0, column = 0;
  const depth = Math.min(id.length, 32), rows = depth >> 1, columns = depth - rows;
  for (let at = 0; at < depth; at += 1) {
    if (at % 2) row = row * 2 + Number(id[at]);
    else column = column * 2 + Number(id[at]);
  }
  const y = (at, up) => (up ? Math.ceil : Math.floor)((at * HEIGHT) / 2 ** rows) - 90 * UNITS;
  const x = (at, up) => (up ? Math.ceil : Math.floor)((at * WIDTH) / 2 ** columns) - 180 * UNITS;
  return [y(row), x(column), y(row + 1, true), x(column + 1, true)];
}

function narrowed([south, west, north, east], digits) {
  const [a, b, c, d] = [...digits].map((digit) => parseInt(digit, 16)), y = (north - south) / 16, x = (east - west) / 16;
  return [south + a * y, west + b * x, south + (c + 1) * y, west + (d + 1) * x];
}

// Words that leave out what each shares with the one before.
function apart(text) {
  let last = "";
  return text.split("|").map((each) => (last = last.slice(0, parseInt(each[0], 36)) + each.slice(1)));
}

const names = (text) => text.match(/.{4}/g) ?? [];

// Rising numbers that are given as steps.
function risen(steps) {
  let number = 0;
  return steps.map((step) => (number += step));
}

// Postings as a map from shard to positions.
export function postings(text) {
  const numbers = unpack(text), found = new Map();
  for (let at = 0, shard = 0; at < numbers.length;) {
    shard += numbers[at++];
    const positions = [];
    let position = -1, step;
    do {
      step = numbers[at++];
      position += (step >> 1) + 1;
      positions.push(position);
    } while (step & 1);
    found.set(shard, positions);
  }
  return found;
}

export class Index {
  // `base` is the address of the folder, ending with "/". `get` is fetch, or what a test puts in its place.
  constructor(base, get = (...args) => fetch(...args)) {
    this.base = base;
    this.get = get;
    this.forget();
  }

  forget() {
    this.kept = new Map();
    this.rooted = null;
  }

  async json(path, options) {
    let answer;
    await breath(); // each file in a task of its own: to ask for one takes the browser longer than all that is worked out
    try {
      answer = await this.get(new URL(path, this.base), options);
    } catch (error) {
      throw new Error("offline", { cause: error });
    }
    if (answer.status === 404 || answer.status === 410) throw new Gone(path);
    if (!answer.ok) throw new Error(`${answer.status}`);
    try {
      return await answer.json();
    } catch {
      throw new Gone(path);
    }
  }

  // The root; `fresh` asks past every cache.
  root(fresh = false) {
    this.rooted ??= this.json("root.json", fresh ? { cache: "reload" } : {}).then((root) => {
      if (root.format !== 4) throw new Error("format");
      const { shards } = root, list = leaves(shards.tree, shards.box), count = unpack(shards.count), newest = unpack(shards.newest);
      for (const [area, many] of Object.entries(shards.areas)) {
        for (let left = many; left > 0; left -= 1) list.push({ id: null, area, box: null });
      }
      names(shards.names).forEach((name, at) => Object.assign(list[at], { name, count: count[at] * 16, newest: newest[at] }));
      for (const kind of ["words", "spell", "places"]) root[kind].from = apart(root[kind].from);
      const at = unpack(root.centers), centers = root.counties.map((_, number) => at[number * 2] ? [at[number * 2] - 90 * UNITS - 1, at[number * 2 + 1] - 180 * UNITS - 1] : []);
      const many = unpack(root.needs.count), needs = Object.fromEntries(root.needs.ids.split("|").map((id, at) => [id, many[at]]));
      return { ...root, centers, needs, list };
    });
    return this.rooted;
  }

  // Does something with the index; if a file has vanished, once more with the present root.
  async steadily(work) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
      this.forget();
      await this.root(true);
      return work();
    }
  }

  file(name, id, read) {
    if (!this.kept.has(name)) {
      const wanted = this.json(`${name}.json`).then((content) => {
        if (id === null ? typeof content.id !== "string" : content.id !== id) throw new Gone(name);
        return read(content);
      });
      wanted.catch(() => this.kept.delete(name));
      this.kept.set(name, wanted);
    }
    return this.kept.get(name);
  }

  // The chunk of a kind that would hold a key, or null when there is none.
  async chunk(kind, key, read) {
    const { from, names: text } = (await this.root())[kind];
    let low = 0, high = from.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (from[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return low ? this.file(text.slice(low * 4 - 4, low * 4), `${kind}:${from[low - 1]}`, read) : null;
  }

  // {strong, weak} postings of a stem or term, empty where it is not known; `common` says how many have it where so many
  // do that those that have it in passing are left out.
  async posted(key) {
    const found = await this.words(key), at = found?.keys.get(key);
    return at === undefined ? { strong: new Map(), weak: new Map(), common: 0 }
      : { strong: postings(found.strong[at]), weak: postings(found.weak[at]), common: found.common.get(key) ?? 0 };
  }

  words(key) {
    return this.chunk("words", key, (content) => ({
      keys: new Map(content.keys.split(" ").map((each, at) => [each, at])),
      strong: content.strong.split(" "), weak: content.weak.split(" "), to: new Map(Object.entries(content.to)), common: new Map(Object.entries(content.common ?? {})),
    }));
  }

  // Places named so, or else one edit away from it, [name, county slug, lat, lon] in units, the largest first.
  async places(text) {
    const key = placeKey(text), rows = (key ? await this.chunk("places", key, (content) => content.rows) : null) ?? [];
    const { counties } = await this.root(), own = rows.find((row) => row[0] === key);
    const near = own ?? (rows.length ? (await import("./search-spell.mjs")).likely(rows, key) : null);
    return near ? rows.filter((row) => row[0] === near[0]).map(([, name, county, lat, lon]) => [name, counties[county] ?? "", lat, lon]) : [];
  }

  // The county of the ZIP code nearest to a point in units.
  async countyAt(lat, lon) {
    const { points, counties } = await this.root();
    const { o, y, x, c } = await this.file(points, "points", (content) => ({ ...content, ...columns(content, ["y", "x", "c"]) }));
    const far = y.map((up, at) => (o[0] + up - lat) ** 2 + ((o[1] + x[at] - lon) * 0.8) ** 2);
    return counties[c[far.indexOf(Math.min(...far))]] ?? "";
  }

  // A shard's columns, with `id` and `cuts` to find its blocks by, or `cards` in an area; `rows` leads from positions to rows.
  async shard(number) {
    const { list } = await this.root(), { name, id, area } = list[number];
    return this.file(name, id, (content) => {
      if (id === null && !content.id.startsWith(`${area}:`)) throw new Gone(name);
      const table = { ...content, ...columns(content, ["p", "cuts", "h", "d", "f", "a", "g", "s", "y", "x", "dates", "days", "ids"]), names: names(content.blocks ?? ""), cards: content.cards && cards(content.cards) };
      const days = [0, ...risen(table.days)].map(date), ids = [0, ...risen(table.ids)], dates = [];
      for (let at = 0, check = 0; at < table.dates.length; at += 3) {
        check += table.dates[at];
        dates.push([days[check], days[table.dates[at + 1] ? table.dates[at + 1] - 1 : check], days[table.dates[at + 2]]]);
      }
      return { ...table, dates, ids, rows: new Map((area ? table.p : risen(table.p)).map((position, row) => [position, row])) };
    });
  }

  // What a result shows of the document in a row of a shard.
  async card(shard, row) {
    if (shard.cards) return shown(shard.cards, row);
    let block = 0, at = row;
    while (at >= shard.cuts[block]) at -= shard.cuts[block++];
    return shown(await this.file(shard.names[block], `block:${shard.id}:${block}`, cards), at);
  }
}

const columns = (content, keys) => Object.fromEntries(keys.filter((key) => key in content).map((key) => [key, unpack(content[key])]));
const cards = (content) => ({ ...content, ...columns(content, ["os", "ol", "op", "ow", "sp", "sl", "sc", "sa", "lk", "lc"]) });
const slug = (given, name) => (given && given[0] !== "-" ? given : tokens(name).join("-") + given);
const list = (text) => (text ? text.split(" ") : []);

// A date is ((year - 2000) * 13 + month) * 32 + day, 0 for what is not known.
function date(number) {
  const months = Math.floor(number / 32), parts = [Math.floor(months / 13) + 2000, months % 13, number % 32];
  return number ? parts.filter(Boolean).map((part) => String(part).padStart(2, "0")).join("-") : "";
}

// What ranking and filters ask of a document.
export function facts(table, at) {
  const [checked, hoursChecked, dated] = table.dates[table.d[at]], [low, high] = table.age[table.g[at]].split("-");
  return {
    free: (table.f[at] & 1) === 1, stepFree: (table.f[at] & 2) === 2, audiences: list(table.aud[table.a[at]]),
    youngest: Number(low || 0), oldest: high ? Number(high) : null, hours: table.hours[table.h[at]],
    checked, hoursChecked, dated, service: table.ids[table.s[at]],
    lat: table.o ? table.o[0] + table.y[at] : null, lon: table.o ? table.o[1] + table.x[at] : null,
  };
}

function shown(table, at) {
  const s = table.os[at], p = table.sp[s], l = table.ol[at];
  return {
    provider: table.pn[p], slug: slug(table.ps[p], table.pn[p]), service: table.sn[s], key: slug(table.sk[s], table.sn[s]),
    said: (language) => ["p", "s", "c"].map((kind) => table.tr?.[language]?.[kind]?.[kind === "p" ? p : s]), languages: list(table.lang[table.sl[s]]), cost: table.cost[table.sc[s]], serves: list(table.area[table.sa[s]]),
    kind: table.lk[l], street: table.ls[l], city: table.city[table.lc[l]], phone: table.phone[table.op[at]], way: " pvmo"[table.ow[at]].trim(),
  };
}
