// The state's portal as a source of the search (docs/search-index.md, "Sources"): its table is asked through the portal's
// own API, page by page, and what the API cannot do, distance and "open now", is worked out here. Where the portal is down
// or refuses, it says so and our own index answers.
const MILE = 0.0069093, OLD = 1, STATE = 3, OUTSIDE = 30, REACH = 100, PASSING = 3; // as in search-engine.mjs; words not in a name
const ROWS = 1000, PAGES = 25, AT_ONCE = 4, PATIENCE = 15000;

export function open(settings, kit, ours, get = (...args) => fetch(...args)) {
  const columns = Object.entries(settings.columns);
  let table = null, down = false;

  async function api(action, question) {
    const address = new URL(`${settings.url}/api/3/action/${action}`);
    for (const [name, value] of Object.entries(question)) address.searchParams.set(name, typeof value === "string" ? value : JSON.stringify(value));
    const answer = await get(address.href, { credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`portal: ${answer.status}`);
    const { success, result } = await answer.json();
    if (!success) throw new Error("portal: refused");
    return result;
  }

  // The id of the table: it is found by its role, since it may be another one some day.
  function resource() {
    table ??= api("package_show", { id: settings.dataset }).then((found) => {
      const made = found.resources.find((each) => each.bluepages_role === "table");
      if (!made) throw new Error("portal: no table");
      return made.id;
    });
    table.catch(() => { table = null; });
    return table;
  }

  async function page(question, offset) {
    const found = await api("datastore_search", { ...question, resource_id: await resource(), limit: String(ROWS), offset: String(offset),
      fields: columns.map(([, name]) => name).join(","), sort: settings.columns.id });
    return { total: found.total, rows: found.records.map((record) => Object.fromEntries(columns.map(([ours, name]) => [ours, record[name] ?? ""]))) };
  }

  // All rows that a question finds; `part` is given what is there after the first page.
  async function rows(question) {
    const first = await page(question, 0), all = [...first.rows], offsets = [];
    for (let offset = ROWS; offset < Math.min(first.total, ROWS * PAGES); offset += ROWS) offsets.push(offset);
    while (offsets.length) {
      for (const { rows: more } of await Promise.all(offsets.splice(0, AT_ONCE).map((offset) => page(question, offset)))) all.push(...more);
    }
    return all;
  }

  // Questions for the API whose answers together hold every row that can be among the results.
  function questions(ask) {
    const words = kit.tokens(ask.q ?? "").map((word) => word.replace(/[^\p{L}\p{N}]/gu, "")).filter(Boolean).map((word) => `'${word}':*`);
    const parts = [...words, ...(ask.need ? [`'${ask.need.replace(/[^\w.-]/g, "")}':*`] : [])];
    const running = { [settings.columns.status]: "active" };
    const asked = (more, filters = {}) => ({ filters: { ...running, ...filters }, ...([...parts, ...more].length ? { q: [...parts, ...more].join(" & "), plain: "false" } : {}) });
    const county = settings.counties[ask.only || (parts.length ? "" : ask.county)];
    if (!county) return [asked([])];
    return [asked(county.split(/\W+/).filter(Boolean).map((word) => `'${word}':*`)), asked([], { [settings.columns.serves_statewide]: true })];
  }

  return {
    get said() { return down ? settings.words.down : settings.words.said; },
    without: ["day"],
    forget() { table = null; down = false; ours.forget(); },
    async search(ask, progress) {
      if (!down) {
        try {
          const found = new Map();
          for (const part of await Promise.all(questions(ask).map(rows))) for (const row of part) found.set(row.id, row);
          return answer([...found.values()], ask, settings, kit);
        } catch (error) {
          console.warn("portal:", error.message);
          down = true;
        }
      }
      return ours.search(ask, progress);
    },
  };
}

const list = (text) => String(text).split("; ").filter(Boolean);
const units = (degrees) => (degrees === "" ? null : Math.round(Number(degrees) * 10000));
const day = (text) => String(text).slice(0, 10);

// A row as the cards want it.
function each(row, settings) {
  const confidential = row.confidential === true, lat = confidential ? null : units(row.latitude), lon = confidential ? null : units(row.longitude);
  const kind = confidential ? 3 : !row.location_type || row.location_type === "virtual" ? 2 : lat === null ? 4 : row.coordinates_approximate === true ? 1 : 0;
  const phone = row.phone_extension ? `${row.phone_display},${row.phone_extension}` : row.phone_display;
  const how = String(row.verified_how).toLowerCase();
  return {
    provider: row.organization_name, slug: row.organization_slug, service: row.service_name, key: row.service_slug, said: () => [undefined, undefined],
    languages: list(row.languages), kind, street: kind === 3 ? "" : row.address_1, city: row.city, phone: row.phone_type === "text" && phone ? `sms:${phone}` : phone,
    way: /phone|call/.test(how) ? "p" : /visit|person/.test(how) ? "v" : /mail/.test(how) ? "m" : row.verified_date ? "o" : "",
    free: /^free\b/i.test(row.cost), cost: /^free\b/i.test(row.cost) ? "" : row.cost, stepFree: list(row.accessibility).some((text) => settings.stepFree.includes(text)),
    audiences: list(row.audiences), youngest: Number(row.minimum_age || 0), oldest: row.maximum_age === "" ? null : Number(row.maximum_age),
    hours: row.hours_week, checked: day(row.verified_date), hoursChecked: day(row.hours_checked_date), dated: day(row.source_date), lat, lon,
  };
}

function answer(rows, ask, settings, kit) {
  const pools = { near: [], call: [], area: [] }, wanted = new Set(kit.tokens(ask.q ?? "")), county = settings.counties[ask.county] ?? "";
  const k = ask.origin ? Math.cos((ask.origin.lat / 10000) * (Math.PI / 180)) : 0;
  const far = (made) => (ask.origin ? MILE * Math.hypot(made.lat - ask.origin.lat, k * (made.lon - ask.origin.lon)) : 0);
  for (const row of rows) {
    const needs = list(row.needs), counties = list(row.listed_counties), everywhere = row.serves_statewide === true;
    if (ask.need && !needs.some((need) => need === ask.need || need.startsWith(`${ask.need}.`))) continue;
    if (ask.lang && !list(row.languages).includes(ask.lang)) continue;
    const made = each(row, settings);
    if ((ask.free && !made.free) || (ask.step && !made.stepFree) || (ask.audience && made.audiences.length && !made.audiences.includes(ask.audience))) continue;
    if (ask.age !== null && (made.youngest > ask.age || (made.oldest !== null && ask.age > made.oldest))) continue;
    const how = ask.open ? opening(made, ask, kit) : "open";
    if (how === "closed") continue;
    if (ask.phone && made.kind !== 2) continue;
    const placed = made.kind < 2, within = county && counties.includes(county);
    if (!placed && county && !within && !everywhere) continue;
    const fresh = kit.within(made.checked, ask.months[0], ask.today) || kit.within(made.dated, ask.months[1], ask.today);
    const named = new Set(kit.tokens(`${made.provider} ${made.service} ${made.city}`)), miss = [...wanted].every((word) => named.has(word)) ? 0 : PASSING;
    const miles = placed ? far(made) : null;
    const cost = miss + (placed ? miles + (fresh ? 0 : OLD) + (ask.only && !within ? OUTSIDE : 0) : everywhere && !within ? STATE : 0);
    if (ask.open && placed && cost > REACH) continue;
    pools[!placed ? "area" : how === "open" ? "near" : "call"].push({ cost, id: row.id, service: row.service_id, miles: placed && ask.origin && !ask.only ? miles : null, each: made });
  }
  const seen = new Set(), near = best(pools.near, ask.limit, seen), call = best(pools.call, ask.open ? ask.calls : 0, seen), area = best(pools.area, ask.areas, seen);
  const more = (pool) => best(pool, 1, new Set(seen)).length > 0;
  return { near, call, area, more: more(pools.near), moreCall: ask.open && more(pools.call), moreArea: more(pools.area), unknown: [], taken: [] };
}

// "open", "call" or "closed": only hours that somebody vouched for lately are said to be open.
function opening(made, ask, kit) {
  const { kind } = made.hours ? kit.opening(made.hours, ask.date, ask.holidays, ask.zone) : { kind: "unknown" };
  if (kind === "closed") return "closed";
  return kind === "open" && (kit.within(made.hoursChecked, ask.months[0], ask.today) || kit.within(made.dated, ask.months[1], ask.today)) ? "open" : "call";
}

// The nearest of a pool, one for each service.
function best(pool, limit, seen) {
  const found = [];
  for (const hit of pool.sort((a, b) => a.cost - b.cost || (a.id < b.id ? -1 : 1))) {
    if (found.length === limit) break;
    if (seen.has(hit.service)) continue;
    seen.add(hit.service);
    found.push(hit);
  }
  return found;
}
