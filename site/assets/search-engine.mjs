// Best first over shards: the nearest results that satisfy everything, as a full scan would give them.
import { state, wallClock, within } from "./hours.mjs";
import { breath, facts } from "./search-index.mjs";
import { SHIFT, each, plan } from "./search-plan.mjs";

const MILE = 0.0069093; // miles in a ten thousandth of a degree of latitude
const OLD = 1, STATE = 3, OUTSIDE = 30; // miles: not checked of late; for the whole state; outside the county asked for
const REACH = 100; // what is open now farther than this helps nobody
const NOWHERE = 2; // the kind of what has no place to go to
const CALLS = 4, AREA = 4, WAVE = 20, MARGIN = [0.6, 1, 1.6, 3], PRIOR = 20;

// The instant at which a day begins on the clock of a zone.
export function midnight(day, zone) {
  const wall = (date) => Date.parse(`${wallClock(date, zone)}Z`);
  const wanted = Date.parse(`${day}T00:00:00Z`);
  let at = wanted;
  for (let turn = 0; turn < 3; turn += 1) at += wanted - wall(new Date(at));
  return new Date(at);
}

// "open", "call" or "closed" for a record, by DESIGN 3 rule 5: only fresh hours are said to be open.
function opening({ day, date, zone, holidays, months, today }) {
  const told = new Map(), at = day ? midnight(day, zone) : date;
  return (each) => {
    if (!told.has(each.hours)) {
      const now = each.hours ? state(each.hours, at, holidays, zone) : { kind: "unknown" };
      told.set(each.hours, now.kind === "closed" && day && now.next?.startsWith(day) ? "open" : now.kind);
    }
    const kind = told.get(each.hours);
    if (kind === "closed") return "closed";
    return kind === "open" && (within(each.hoursChecked, months[0], today) || within(each.dated, months[1], today)) ? "open" : "call";
  };
}

// A document passes the filters that are not postings.
function passes(ask) {
  return (each) =>
    (!ask.free || each.free) && (!ask.step || each.stepFree) &&
    (!ask.audience || !each.audiences.length || each.audiences.includes(ask.audience)) &&
    (ask.age == null || (each.youngest <= ask.age && (each.oldest === null || ask.age <= each.oldest)));
}

// The best of a pool, one for each service, without those in `seen`; `last` is the one that stands at the limit.
function best(pool, limit, seen = new Set()) {
  pool.sort(before);
  const found = [], services = new Set(seen);
  for (const hit of pool) {
    if (found.length === limit) break;
    if (services.has(hit.service)) continue;
    if (hit.service) services.add(hit.service);
    found.push(hit);
  }
  return { found, services, last: found.length === limit ? found[limit - 1] : null };
}

const before = (a, b) => a.cost - b.cost || a.shard - b.shard || a.at - b.at;

async function candidates(index, ask) {
  const hard = [ask.need && `#${ask.need}`, ask.lang && `@${ask.lang}`].filter(Boolean);
  const [{ found, ...said }, county, ...lists] = await Promise.all([
    plan(index, ask.q ?? ""), ask.only ? index.posted(`=${ask.only}`) : null, ...hard.map((key) => index.posted(key))]);
  let back = found;
  for (const { strong } of lists) {
    const kept = new Map();
    each(strong, (document) => { if (!back || back.has(document)) kept.set(document, back?.get(document) ?? 0); });
    back = kept;
  }
  if (said.asked && !found) back = new Map();
  const inside = county && new Set();
  if (county) each(county.strong, (document) => inside.add(document));
  return { back, inside, shardsInside: county && new Set(county.strong.keys()), said };
}

// ask: {q, need, lang, free, step, audience, age, phone, open, day, origin: {lat, lon}, county, only, limit, date, zone,
// calls, areas, holidays, months, today}. `county` says who serves the person, `only` that a county was asked for as the
// place; `limit`, `calls` and `areas` are how many are wanted of each list.
// Gives {near, call, area, more, moreCall, moreArea, unknown, taken}; a hit is {cost, miles, each, ...}.
export function search(index, ask, progress = () => {}) {
  return index.steadily(() => attempt(index, ask, progress));
}

async function attempt(index, ask, progress) {
  const { calls = CALLS, areas = AREA } = ask, { list, shards: { since } } = await index.root(), timed = ask.open || ask.day, [y, m] = ask.today.split("-").map(Number), month = (y - 2000) * 12 + m;
  const { back, inside, shardsInside, said } = await candidates(index, ask), rows = new Map();
  await breath();
  // Only what is young can be fresh: its positions are odd. Not so for a clock that goes behind what the index knows.
  const oldest = month - Math.max(...ask.months), young = (position) => position % 2 === 1 || oldest < since;
  for (const [document, miles] of back ?? []) {
    const shard = Math.floor(document / SHIFT), position = document % SHIFT;
    if (!rows.has(shard)) rows.set(shard, []);
    rows.get(shard).push([position, miles + (inside && !inside.has(document) ? OUTSIDE : 0), young(position)]);
  }
  const k = ask.origin ? Math.round(Math.cos((ask.origin.lat / 10000) * (Math.PI / 180)) * 10000) / 10000 : 0;
  const far = (dy, dx) => (ask.origin ? MILE * Math.sqrt(dy * dy + k * dx * (k * dx)) : 0);
  const distance = ([south, west, north, east]) => far(Math.max(south - ask.origin.lat, 0, ask.origin.lat - north), Math.max(west - ask.origin.lon, 0, ask.origin.lon - east));
  const todo = [];
  list.forEach(({ area, box, count, newest }, number) => {
    if (area ? area !== "*" && ask.county && area !== ask.county : ask.phone) return;
    const all = rows.get(number);
    if (back && !all) return;
    const fresh = newest > 0 && newest >= oldest, away = box && ask.origin ? distance(box) : 0;
    // At least so many miles: for anything in it, and for what is fresh.
    const misses = all ?? [[0, inside && !area && !shardsInside.has(number) ? OUTSIDE : 0, fresh]];
    const least = (set) => misses.reduce((low, [, miss, isYoung]) => Math.min(low, miss + set(isYoung && fresh)), Infinity);
    const bound = area ? least(() => 0) + (area === "*" ? STATE : 0) : away + least((isYoung) => (isYoung ? 0 : OLD));
    if (timed && !area && bound > REACH) return;
    const early = timed ? away + least((isYoung) => (isYoung ? 0 : Infinity)) : bound;
    const sure = (last) => (!timed || early <= REACH) && (!last || early < last.cost || (early === last.cost && number < last.shard));
    const many = all?.length ?? count, hopes = !timed ? many : !fresh ? 0 : all ? all.filter((row) => row[2]).length : many;
    todo.push({ number, area, bound, sure, many, box, misses, hopes });
  });
  todo.sort((a, b) => a.bound - b.bound || a.number - b.number);

  const pass = passes(ask), when = timed ? opening(ask) : () => "open";
  const pools = { near: [], call: [], area: [] };
  const seen = { hoped: 0, kept: 0, many: 0, called: 0 };
  const open = async ({ number, area, hopes, many }) => {
    const table = await index.shard(number);
    const all = rows.get(number) ?? [...table.rows.keys()].map((position) => [position, inside && !inside.has(number * SHIFT + position) ? OUTSIDE : 0]);
    if (!area) [seen.hoped, seen.many] = [seen.hoped + hopes, seen.many + many];
    for (const [position, miss] of all) {
      const at = table.rows.get(position), each = facts(table, at);
      if (!pass(each) || (ask.phone && table.cards.lk[table.cards.ol[at]] !== NOWHERE)) continue;
      const how = when(each);
      if (how === "closed") continue;
      const fresh = within(each.checked, ask.months[0], ask.today) || within(each.dated, ask.months[1], ask.today);
      const miles = area ? null : far(each.lat - (ask.origin?.lat ?? 0), each.lon - (ask.origin?.lon ?? 0));
      const cost = area ? miss + (area === "*" ? STATE : 0) : miles + miss + (fresh ? 0 : OLD);
      if (timed && !area && cost > REACH) continue;
      const pool = area ? "area" : how === "open" ? "near" : "call";
      if (pool === "near") seen.kept += 1;
      if (pool === "call") seen.called += 1;
      pools[pool].push({ cost, shard: number, at, miles: ask.origin && !ask.only ? miles : null, service: each.service, each, table });
    }
  };
  const now = () => {
    const near = best(pools.near, ask.limit), call = best(pools.call, timed ? calls : 0, near.services);
    return { near, call, area: best(pools.area, areas, call.services) };
  };
  for (let turn = 0; ; turn += 1) {
    const { near, call, area } = now();
    const wanted = todo.filter((shard) => (shard.area ? wants(shard, area.last)
      : shard.sure(near.last) || (timed && wants(shard, call.last))));
    const further = (list, pool, many, before, area) => list.last !== null && (todo.some((shard) => Boolean(shard.area) === area) || best(pool, many + 1, before).last !== null);
    const more = {
      more: further(near, pools.near, ask.limit, [], false), moreCall: further(call, pools.call, calls, near.services, false),
      moreArea: further(area, pools.area, areas, call.services, true),
    };
    if (!wanted.length) return finish(index, near, call, area, { ...more, ...said });
    if (turn === 2 && near.last) finish(index, near, call, area, { ...more, ...said }).then(progress, () => {});
    const guess = guesses(wanted, [ask.limit, timed ? calls : 0], { near, call, timed, turn, seen, far, origin: ask.origin });
    const wave = next(wanted, guess, { near, call, area, areas, timed, turn });
    const gone = new Set(wave);
    for (let at = todo.length - 1; at >= 0; at -= 1) if (gone.has(todo[at])) todo.splice(at, 1);
    await Promise.all(wave.map(open));
  }
}

const wants = (shard, last) => !last || shard.bound < last.cost || (shard.bound === last.cost && shard.number < last.shard);

// How much the last result of each list will cost by all likelihood. What is known counts whole; of each candidate in a
// shard not yet opened only a part, as great as of those that were opened, at a distance that its box makes likely.
function guesses(wanted, [limit, calls], { near, call, timed, turn, seen, far, origin }) {
  const prior = timed ? [0.25, 0.4] : [0.85, 0];
  const part = [(prior[0] * PRIOR + seen.kept) / (PRIOR + seen.hoped), (prior[1] * PRIOR + seen.called) / (PRIOR + seen.many)];
  const costs = [near, call].map((pool) => pool.found.map((hit) => [hit.cost, 1]));
  const full = [limit * MARGIN[Math.min(turn, MARGIN.length - 1)], calls];
  const sums = (at, bound) => costs[at].reduce((sum, [cost, weight]) => sum + (cost <= bound ? weight : 0), 0);
  for (const shard of wanted) {
    if (shard.area || [0, 1].every((at) => sums(at, shard.bound) >= full[at])) continue;
    const spots = origin ? quarters(shard.box).map(([y, x]) => far(y - origin.lat, x - origin.lon)) : [0];
    const whole = shard.many / shard.misses.length, many = Math.max(1, Math.round(4 / shard.misses.length));
    shard.misses.forEach(([, miss, isYoung], at) => {
      for (let turn = 0; turn < many; turn += 1) {
        const cost = Math.max(shard.bound, spots[(at + turn) % spots.length] + miss + (isYoung ? 0 : OLD));
        if (isYoung || !timed) costs[0].push([cost, (part[0] * whole) / many]);
        if (timed) costs[1].push([cost, (part[1] * whole) / many]);
      }
    });
  }
  return costs.map((list, at) => {
    let sum = 0;
    for (const [cost, weight] of list.sort((a, b) => a[0] - b[0])) if ((sum += weight) >= full[at]) return cost;
    return full[at] ? Infinity : -1;
  });
}

// The middles of the quarters of a box.
const quarters = ([south, west, north, east]) => [1, 3].flatMap((y) => [1, 3].map((x) => [south + ((north - south) * y) / 4, west + ((east - west) * x) / 4]));

// Which of the wanted shards to fetch at once: those that by all likelihood matter for a list. Asking for all that may
// matter would be one trip and many bytes.
function next(wanted, [nearly, called], { near, call, area, areas, timed, turn }) {
  let hoped = 0;
  const wave = wanted.filter((shard) => {
    if (!shard.area) return (shard.hopes && shard.bound <= nearly && shard.sure(near.last)) || (timed && shard.bound <= called && wants(shard, call.last));
    // Nothing here is nearer than another: what is known to cost the least stands first, and comes as it is asked for.
    const sure = area.found.filter((hit) => hit.cost <= shard.bound).length, take = sure + hoped < areas;
    const least = Math.min(...shard.misses.map(([, miss]) => miss)), best = shard.misses.filter(([, miss]) => miss === least).length;
    hoped += (best * shard.many) / shard.misses.length / (timed ? 2 : 1.2);
    return take;
  });
  return wave.length ? wave.slice(0, WAVE << (2 * turn)) : [wanted[0]];
}

async function finish(index, near, call, area, said) {
  const whole = (pool) => Promise.all(pool.found.map(async ({ table, ...hit }) => ({ ...hit, each: { ...hit.each, ...(await index.card(table, hit.at)) } })));
  const [nears, calls, areas] = await Promise.all([near, call, area].map(whole));
  return { near: nears, call: calls, area: areas, ...said };
}
