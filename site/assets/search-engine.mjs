// Best first over shards: the nearest results that satisfy everything, as a full scan would give them.
import { state, within } from "./hours.mjs";
import { facts } from "./search-index.mjs";
import { SHIFT, each, plan } from "./search-plan.mjs";

const MILE = 0.0069093; // miles in a ten thousandth of a degree of latitude
const OLD = 1, STATE = 3, OUTSIDE = 30; // miles: not checked of late; for the whole state; outside the county asked for
const REACH = 100; // what is open now farther than this helps nobody
const CALLS = 4, AREA = 4, WAVE = 12, MARGIN = [1.1, 1.5];
const RARE = 1; // candidates in a shard, below which it pays to ask first who has fresh hours

// The instant at which a day begins on the clock of a zone.
export function midnight(day, zone) {
  const wall = (date) => Date.parse(`${new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(date).replace(" ", "T")}Z`);
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

// Documents with opening hours that were vouched for lately enough to be called open.
async function recents(index, { today, months }) {
  const [year, month] = today.split("-").map(Number), { halves } = await index.root();
  const reach = year * 12 + month - Math.max(...months) - 1, found = new Set();
  const wanted = halves.filter((half) => Number(half.slice(1, 5)) * 12 + (half.endsWith("a") ? 6 : 12) >= reach);
  for (const { strong } of await Promise.all(wanted.map((half) => index.posted(half)))) each(strong, (document) => found.add(document));
  return found;
}

async function candidates(index, ask, recent) {
  const hard = [ask.need && `#${ask.need}`, ask.lang && `@${ask.lang}`].filter(Boolean);
  const [{ found, ...said }, , county, ...lists] = await Promise.all([
    plan(index, ask.q ?? ""), recent, ask.only ? index.posted(`=${ask.only}`) : null, ...hard.map((key) => index.posted(key))]);
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
// holidays, months, today}. `county` says who serves the person, `only` that a county was asked for as the place.
// Gives {near, call, area, more, unknown, taken}; a hit is {cost, miles, each, ...}.
export function search(index, ask, progress = () => {}) {
  return index.steadily(() => attempt(index, ask, progress));
}

async function attempt(index, ask, progress) {
  const { list, needs } = await index.root(), timed = ask.open || ask.day;
  const recent = timed && ask.need && needs[ask.need] < RARE * list.length ? recents(index, ask) : null;
  const { back, inside, shardsInside, said } = await candidates(index, ask, recent);
  const lately = await recent, least = new Map(), rows = new Map(), likely = new Map(), soon = new Map();
  for (const [document, miles] of back ?? []) {
    const shard = Math.floor(document / SHIFT), miss = miles + (inside && !inside.has(document) ? OUTSIDE : 0);
    least.set(shard, Math.min(least.get(shard) ?? Infinity, miss));
    if (!rows.has(shard)) rows.set(shard, []);
    rows.get(shard).push([document % SHIFT, miss]);
    if (lately?.has(document)) {
      soon.set(shard, Math.min(soon.get(shard) ?? Infinity, miss));
      likely.set(shard, (likely.get(shard) ?? 0) + 1);
    }
  }
  const k = ask.origin ? Math.round(Math.cos((ask.origin.lat / 10000) * (Math.PI / 180)) * 10000) / 10000 : 0;
  const far = (dy, dx) => (ask.origin ? MILE * Math.sqrt(dy * dy + k * dx * (k * dx)) : 0);
  const [y, m] = ask.today.split("-").map(Number), month = (y - 2000) * 12 + m;
  const todo = [];
  list.forEach(({ area, box, count, newest }, number) => {
    if (area ? area !== "*" && ask.county && area !== ask.county : ask.phone) return;
    if (back && !least.has(number)) return;
    const miss = back ? least.get(number) : inside && !area && !shardsInside.has(number) ? OUTSIDE : 0;
    const fresh = newest > 0 && month - newest - 1 < Math.max(...ask.months);
    const away = box && ask.origin ? far(Math.max(box[0] - ask.origin.lat, 0, ask.origin.lat - box[2]), Math.max(box[1] - ask.origin.lon, 0, ask.origin.lon - box[3])) : 0;
    const bound = area ? miss + (area === "*" ? STATE : 0) : away + miss + (fresh ? 0 : OLD);
    if (timed && !area && bound > REACH) return;
    const many = back ? rows.get(number).length : count, early = lately ? away + (soon.get(number) ?? Infinity) + (fresh ? 0 : OLD) : bound;
    const sure = (last) => (!timed || (fresh && early <= REACH)) && (!last || early < last.cost || (early === last.cost && number < last.shard));
    todo.push({ number, area, bound, sure, many, hopes: lately ? likely.get(number) ?? 0 : fresh || !timed ? many : 0 });
  });
  todo.sort((a, b) => a.bound - b.bound || a.number - b.number);

  const pass = passes(ask), when = timed ? opening(ask) : () => "open";
  const pools = { near: [], call: [], area: [] };
  let looked = 0, kept = 0;
  const open = async ({ number, area, hopes }) => {
    const table = await index.shard(number);
    const all = rows.get(number) ?? [...table.rows.keys()].map((position) => [position, inside && !inside.has(number * SHIFT + position) ? OUTSIDE : 0]);
    if (!area) looked += hopes;
    for (const [position, miss] of all) {
      const at = table.rows.get(position), each = facts(table, at);
      if (!pass(each)) continue;
      const how = when(each);
      if (how === "closed") continue;
      const fresh = within(each.checked, ask.months[0], ask.today) || within(each.dated, ask.months[1], ask.today);
      const miles = area ? null : far(each.lat - (ask.origin?.lat ?? 0), each.lon - (ask.origin?.lon ?? 0));
      const cost = area ? miss + (area === "*" ? STATE : 0) : miles + miss + (fresh ? 0 : OLD);
      if (timed && !area && cost > REACH) continue;
      const pool = area ? "area" : how === "open" ? "near" : "call";
      if (pool === "near") kept += 1;
      pools[pool].push({ cost, shard: number, at, miles: ask.origin && !ask.only ? miles : null, service: each.service, each, table });
    }
  };
  const now = () => {
    const near = best(pools.near, ask.limit), call = best(pools.call, timed ? CALLS : 0, near.services);
    return { near, call, area: best(pools.area, AREA, call.services) };
  };
  for (let turn = 0; ; turn += 1) {
    const { near, call, area } = now();
    const wanted = todo.filter((shard) => (shard.area ? wants(shard, area.last)
      : shard.sure(near.last) || (timed && wants(shard, call.last))));
    const more = near.last !== null && (todo.some((shard) => !shard.area) || best(pools.near, ask.limit + 1).last !== null);
    if (!wanted.length) return finish(index, near, call, area, more, said);
    if (turn === 2 && near.last) finish(index, near, call, area, more, said).then(progress, () => {});
    const wave = next(wanted, ask.limit, { near, call, area, timed, turn, share: looked ? kept / looked : timed ? 0.25 : 0.8 });
    const gone = new Set(wave);
    for (let at = todo.length - 1; at >= 0; at -= 1) if (gone.has(todo[at])) todo.splice(at, 1);
    await Promise.all(wave.map(open));
  }
}

const wants = (shard, last) => !last || shard.bound < last.cost || (shard.bound === last.cost && shard.number < last.shard);

// Which of the wanted shards to fetch at once: in their order, until what is surely nearer than the next, with what the
// chosen ones will give by all likelihood, fills the page. Asking for all that may matter would be one trip and many bytes.
function next(wanted, limit, { near, call, area, timed, turn, share }) {
  const wave = [], part = Math.max(share, 0.04);
  let hoped = 0, called = 0, listed = 0;
  const surely = (pool, bound) => pool.found.filter((hit) => hit.cost < bound).length;
  for (const shard of wanted) {
    if (shard.area) {
      if (turn > 2 || surely(area, shard.bound) + listed < AREA) wave.push(shard);
      listed += shard.many;
    } else if (wave.length < WAVE << turn) {
      const forNear = shard.hopes && shard.sure(near.last) && surely(near, shard.bound) + hoped * part < limit * (MARGIN[turn] ?? Infinity);
      const forCall = timed && wants(shard, call.last) && surely(call, shard.bound) + called < 3 * CALLS;
      if (!forNear && !forCall) continue;
      wave.push(shard);
      hoped += shard.hopes;
      called += (shard.many - shard.hopes * part) / 2;
    }
  }
  return wave.length ? wave : [wanted[0]];
}

async function finish(index, near, call, area, more, said) {
  const whole = (pool) => Promise.all(pool.found.map(async ({ table, ...hit }) => ({ ...hit, each: { ...hit.each, ...(await index.card(table, hit.at)) } })));
  const [nears, calls, areas] = await Promise.all([near, call, area].map(whole));
  return { near: nears, call: calls, area: areas, more, ...said };
}
