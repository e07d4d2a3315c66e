// What a page does beyond being read: quick exit, whether it is open now, the map. Nothing is sent anywhere.
import { dates, state, wallClock, within } from "./hours.mjs";

// What the page says that this works with, {words, zone, months, holidays}; null where nothing here depends on the time.
export const page = JSON.parse(document.getElementById("now")?.textContent ?? "null");
const { words, zone } = page ?? {};
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// Quick exit: the button, or Escape pressed three times. `replace`, so that "back" does not come here again.
const exit = document.querySelector("[data-exit]");
function leave() {
  try { for (const key of Object.keys(sessionStorage)) if (key.includes("form:")) sessionStorage.removeItem(key); } catch { /* nothing is kept */ }
  document.body.hidden = true;
  document.title = "\u200b";
  (exit.target ? top : self).location.replace(navigator.onLine ? exit.href : "about:blank"); // within another's page, that page too
}
exit?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});
// Links that lead further with scripts: to the form that asks one question at a time.
for (const link of document.querySelectorAll("[data-href]")) {
  link.href = link.dataset.href;
  link.hidden = false;
}
let escapes = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  escapes = [...escapes, event.timeStamp].filter((time) => event.timeStamp - time < 3000);
  if (exit && escapes.length >= 3) leave();
});

// Names of what is kept on this device carry the site's path: other sites may share its origin.
export const home = new URL("../", import.meta.url);
export const prefix = `bluepages:${home.pathname}:`;
const stored = (name) => {
  try {
    return JSON.parse(localStorage.getItem(prefix + name));
  } catch {
    return null; // no storage here, or not ours
  }
};
export function store(name, value) {
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

// The person's lists: {on: which one, lists: [{name, note, items: [{p: slug, s: service, at: place, n: name, note}]}]}.
const text = (value, most) => (typeof value === "string" ? value.slice(0, most) : "");
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export function saved() {
  const found = stored("lists"), lists = Array.isArray(found?.lists) ? found.lists : [];
  const clean = lists.filter((list) => Array.isArray(list?.items)).map((list) => ({
    name: text(list.name, 80), note: text(list.note, 2000),
    items: list.items.filter((item) => SLUG.test(text(item?.p, 80))).map((item) => ({
      p: item.p, s: text(item.s, 80), at: text(item.at, 80), n: text(item.n, 300), note: text(item.note, 500),
    })),
  }));
  if (!clean.length) clean.push({ name: "", note: "", items: [] });
  return { on: clean[found?.on] ? found.on : 0, lists: clean };
}
export function save(data) {
  const empty = data.lists.every((list) => !list.items.length && !list.name && !list.note);
  const kept = store("lists", empty ? null : data);
  showSaved();
  return kept;
}
const same = (one, other) => one.p === other.p && one.s === other.s && one.at === other.at;

export function showSaved() {
  const { on, lists } = saved(), count = lists.reduce((sum, list) => sum + list.items.length, 0);
  for (const link of document.querySelectorAll(".mine")) {
    link.hidden = !count && lists.length < 2;
    link.querySelector("b").textContent = count ? String(count) : "";
  }
  for (const button of document.querySelectorAll("[data-save]")) {
    const { save: p, s = "", at = "" } = button.dataset;
    button.hidden = false;
    button.setAttribute("aria-pressed", String(lists[on].items.some((item) => same(item, { p, s, at }))));
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-save], [data-print], [data-share], [data-keep]");
  if (!button) return;
  const { save: p, s = "", at = "", print, share, keep } = button.dataset;
  if (p) {
    const data = saved(), items = data.lists[data.on].items, found = items.findIndex((item) => same(item, { p, s, at }));
    const title = (button.closest(".hit") ?? document).querySelector(".who, h1, h3")?.textContent.trim() ?? p;
    if (found >= 0) items.splice(found, 1);
    else items.push({ p, s, at, n: title.slice(0, 300), note: "" });
    save(data);
    if ("caches" in globalThis) (await import("./offline.mjs")).keepPlaces().catch(() => {});
  } else if (print !== undefined) {
    await codes();
    globalThis.print();
  } else if (share !== undefined) {
    navigator.share({ title: document.title, url: document.querySelector("[rel=canonical]").href }).catch(() => {});
  } else if (keep !== undefined) {
    (await import("./offline.mjs")).keepCounty(button);
  }
});
for (const button of document.querySelectorAll("[data-print], [data-share]")) button.hidden = "share" in button.dataset && !navigator.share;

// QR codes are drawn only when somebody prints; without them the address stands there in words.
export async function codes() {
  const places = document.querySelectorAll("[data-qr]:empty");
  if (places.length) await import("./qr.mjs").then(({ draw }) => Promise.all([...places].map(draw))).catch(() => {});
}

addEventListener("pageshow", () => setTimeout(showSaved)); // in a task of its own: storage is slow at first
addEventListener("storage", (event) => event.key === `${prefix}lists` && showSaved());

// Notices whose day is over.
for (const note of document.querySelectorAll("[data-until]")) if (note.dataset.until < wallClock(new Date(), zone).slice(0, 10)) note.remove();

// Pages that were read once, and what a person chose to keep, are there without a connection.
if ("serviceWorker" in navigator && document.querySelector("link[rel=canonical]")) { // not on the relay's pages
  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register(new URL("sw.js", home));
      const kept = stored("kept"), wanted = stored("lists");
      if ((kept || wanted) && navigator.onLine) (await import("./offline.mjs")).renew(kept ?? {});
    } catch { /* none here: a private window, or no secure origin */ }
  });
}

function clockWords(wall, now, lang) {
  const at = new Date(`${wall}Z`), first = Date.parse(`${now.slice(0, 10)}Z`), days = Math.round((Date.parse(`${wall.slice(0, 10)}Z`) - first) / 864e5);
  const hour = at.getUTCMinutes() ? { hour: "numeric", minute: "2-digit" } : { hour: "numeric" };
  const time = dates(lang === "es" ? "es-US" : "en-US", { ...hour, timeZone: "UTC" }).format(at);
  const day = (options) => dates(lang, { ...options, timeZone: "UTC" }).format(at);
  return { days, time, early: days === 1 && at.getUTCHours() < 6, weekday: day({ weekday: "short" }), date: day({ month: "short", day: "numeric" }) };
}

// Class and words for hours in the compact form. `checked` and `dated` say how far they may be trusted (DESIGN 3, rule 5).
export function told(hours, checked, dated, date, page, lang) {
  const { words, zone, months, holidays } = page;
  const wall = wallClock(date, zone);
  const now = state(hours, date, holidays, zone), fresh = within(checked, months[0], wall) || within(dated, months[1], wall);
  if (now.kind === "call-first" || now.kind === "unknown") return ["call", words.call_first];
  const last = [checked, dated].filter(Boolean).sort().at(-1);
  const doubt = fresh ? "" : `; ${last ? fill(words.old, { year: last.slice(0, 4) }) : words.never}`;
  if (now.kind === "open") {
    if (!fresh) return ["call", words.usually_open + doubt];
    if (!now.until) return ["open", words.open_always];
    const end = clockWords(now.until, wall, lang);
    const time = end.days === 0 || end.early ? end.time : end.days < 7 ? `${end.weekday} ${end.time}` : "";
    return ["open", time ? fill(words.open_until, { time }) : words.open];
  }
  if (!now.next) return fresh ? ["later", words.closed] : ["call", words.call_first];
  const next = clockWords(now.next, wall, lang);
  const time = next.days === 0 ? fill(words.today, next) : next.days === 1 ? fill(words.tomorrow, next)
    : `${next.days < 7 ? next.weekday : next.date} ${next.time}`;
  return fresh ? ["later", fill(words.opens, { time })] : ["call", fill(words.usually_opens, { time }) + doubt];
}

function refresh() {
  const date = new Date(), lang = document.documentElement.lang;
  for (const chip of document.querySelectorAll("[data-hours]")) {
    const { hours, checked, dated } = chip.dataset;
    const [kind, text] = told(hours, checked, dated, date, page, lang);
    chip.className = `state ${kind}`;
    if (chip.textContent !== text) chip.textContent = text;
    chip.hidden = false;
  }
  const rows = document.querySelectorAll("tr[data-day]");
  if (!rows.length) return;
  const weekday = String(((Math.floor(Date.parse(`${wallClock(date, zone).slice(0, 10)}Z`) / 864e5) + 3) % 7) + 1);
  for (const row of rows) row.classList.toggle("today", row.dataset.day === weekday);
}

if (page) {
  setInterval(refresh, 60000);
  addEventListener("pageshow", () => setTimeout(refresh)); // so are the tables of a language
}

const map = document.querySelector(".map");
if (map) {
  const button = map.querySelector("button");
  for (const each of map.children) each.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { show } = await import("./map.mjs");
      await show(map, words, fill);
      button.remove();
    } catch {
      button.replaceWith(words.map_failed);
    }
  });
}
