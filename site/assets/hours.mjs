// Whether a place is open: evaluates the compact weekly form of hours (grammar: bluepages/hours/weekly.py).
// The same rules in Python are bluepages/hours/evaluate.py; tests/hours compares the two.

const DAY = 1440, HORIZON = 370, MS = 86400000;
const KINDS = { "=": "open", "?": "call-first", x: "closed", "~": "unknown" };
const RULE = /^(\+?)(?:([\d.-]+)\/)?([1-7]*)((?:[1-7]\[[-\d.]+\])*)(h?)([=?x~])([\d.-]*)$/;
const list = (text) => (text ? text.split(".") : []);

export function parse(weekly) {
  return (weekly ? weekly.split(";") : []).map((text) => {
    const [, adds, dates, days, nth, holidays, kind, spans] = RULE.exec(text);
    return {
      adds: adds !== "", days, holidays: holidays !== "", kind: KINDS[kind],
      dates: list(dates).map((range) => [range.split("-")[0], range.split("-").at(-1)]),
      nth: [...nth.matchAll(/([1-7])\[([-\d.]+)\]/g)].map(([, day, places]) => [day, list(places).map(Number)]),
      spans: list(spans).map((span) => span.split("-").map(Number)),
    };
  });
}

// A day is the number of days since 1970-01-01; text is YYYY-MM-DD.
const iso = (day) => new Date(day * MS).toISOString().slice(0, 10);
const wall = (day, minute) => new Date(day * MS + minute * 60000).toISOString().slice(0, 16);

function holds([first, last], text) {
  const day = text.slice(-first.length); // MMDD or YYYYMMDD, compared as text
  return first <= last ? first <= day && day <= last : day >= first || day <= last;
}

function matches(rule, day, holidays) {
  const text = iso(day), weekday = String(((day + 3) % 7) + 1), date = Number(text.slice(8));
  if (rule.dates.length && !rule.dates.some((range) => holds(range, text.replaceAll("-", "")))) return false;
  if (!rule.days && !rule.nth.length && !rule.holidays) return true;
  const length = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
  const front = Math.ceil(date / 7), back = -Math.ceil((length - date + 1) / 7);
  return rule.days.includes(weekday) || (rule.holidays && holidays.has(text)) ||
    rule.nth.some(([on, places]) => on === weekday && (places.includes(front) || places.includes(back)));
}

function pieces(rules, day, holidays) {
  let found = [];
  for (const rule of rules.filter((each) => matches(each, day, holidays))) {
    const off = rule.kind === "closed";
    if (off ? !rule.spans.length : !rule.adds) found = [];
    if (off && !rule.spans.length) continue;
    for (const [start, end] of rule.spans.length ? rule.spans : [[0, DAY]]) found.push([start, end, rule.kind]);
  }
  return found;
}

// Yesterday's spans run on under today's; the last span that covers a minute decides; none is closed.
const at = (layers, minute) => layers.findLast(([start, end]) => start <= minute && minute < end)?.[2] ?? "closed";
const cuts = (layers) => [...new Set([0, ...layers.flat().filter((cut) => cut > 0 && cut < DAY)])].sort((a, b) => a - b);

// What writes dates in one way: made once, since making it takes longer than writing with it.
const writers = new Map();
export function dates(lang, options) {
  const way = lang + JSON.stringify(options);
  if (!writers.has(way)) writers.set(way, new Intl.DateTimeFormat(lang, options));
  return writers.get(way);
}

// The wall clock of a zone, as "2026-10-05T17:00".
export const wallClock = (date, timeZone) => dates("sv", { timeZone, dateStyle: "short", timeStyle: "short" }).format(date).replace(" ", "T");

function clock(date, zone) {
  const minutes = Date.parse(`${wallClock(date, zone)}Z`) / 60000;
  return [Math.floor(minutes / DAY), minutes % DAY];
}

// {kind, until, next}: kind is "open", "closed", "call-first" or "unknown"; until and next (the next opening, when not
// open now) are times on the zone's wall clock, "2026-10-05T17:00", or null when there is none within a year.
export function state(weekly, date = new Date(), holidays = [], zone = "America/Los_Angeles") {
  const rules = parse(weekly), days = new Set(holidays), [today, now] = clock(date, zone);
  if (!rules.length) return { kind: "unknown", until: null, next: null };
  const opens = rules.some((rule) => rule.kind === "open");
  let kind = null, until = null;
  for (let day = today; day <= today + HORIZON; day += 1) {
    const spill = pieces(rules, day - 1, days).map(([start, end, what]) => [start - DAY, end - DAY, what]);
    const layers = [...spill, ...pieces(rules, day, days)];
    kind ??= at(layers, now);
    for (const minute of cuts(layers).filter((cut) => day > today || cut > now)) {
      const then = at(layers, minute);
      if (then !== kind) until ??= wall(day, minute);
      if (until && then === "open" && kind !== "open") return { kind, until, next: wall(day, minute) };
      if (until && (kind === "open" || !opens)) return { kind, until, next: null };
    }
  }
  return { kind, until, next: null };
}

// Whether a date, perhaps only a year or a month, is less than so many months ago; the earliest it can mean counts.
export function within(text, count, today) {
  if (!text) return false;
  const [year, month = 1, day = 1] = text.split("-").map(Number), [y, m, d] = today.slice(0, 10).split("-").map(Number);
  return (y - year) * 12 + (m - month) - (d < day ? 1 : 0) < count;
}
