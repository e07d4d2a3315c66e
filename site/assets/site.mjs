// What a page does beyond being read: quick exit, whether it is open now, the map. Nothing is sent anywhere.
import { state } from "./hours.mjs";

const page = document.getElementById("now");
const { words, zone, months, holidays } = page ? JSON.parse(page.textContent) : {};
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

document.querySelector("[data-exit]")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.body.hidden = true;
  location.replace(event.currentTarget.href); // so that "back" does not come here again
});

// The wall clock of the places, as "2026-10-05T17:00".
const wallNow = (date) => new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(date).replace(" ", "T");

// Whether a date, perhaps only a year or a month, is less than so many months ago; the earliest it can mean counts.
export function within(text, count, today) {
  if (!text) return false;
  const [year, month = 1, day = 1] = text.split("-").map(Number), [y, m, d] = today.slice(0, 10).split("-").map(Number);
  return (y - year) * 12 + (m - month) - (d < day ? 1 : 0) < count;
}

function clockWords(wall, now, lang) {
  const at = new Date(`${wall}Z`), first = Date.parse(`${now.slice(0, 10)}Z`), days = Math.round((Date.parse(`${wall.slice(0, 10)}Z`) - first) / 864e5);
  const hour = at.getUTCMinutes() ? { hour: "numeric", minute: "2-digit" } : { hour: "numeric" };
  const time = new Intl.DateTimeFormat(lang === "es" ? "es-US" : "en-US", { ...hour, timeZone: "UTC" }).format(at);
  const day = (options) => new Intl.DateTimeFormat(lang, { ...options, timeZone: "UTC" }).format(at);
  return { days, time, early: days === 1 && at.getUTCHours() < 6, weekday: day({ weekday: "short" }), date: day({ month: "short", day: "numeric" }) };
}

// Class and words for hours in the compact form. `checked` and `dated` say how far they may be trusted (DESIGN 3, rule 5).
export function told(hours, checked, dated, date, page, lang) {
  const { words, zone, months, holidays } = page;
  const wall = new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(date).replace(" ", "T");
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
    const [kind, text] = told(hours, checked, dated, date, { words, zone, months, holidays }, lang);
    chip.className = `state ${kind}`;
    if (chip.textContent !== text) chip.textContent = text;
    chip.hidden = false;
  }
  const weekday = String(((Math.floor(Date.parse(`${wallNow(date).slice(0, 10)}Z`) / 864e5) + 3) % 7) + 1);
  for (const row of document.querySelectorAll("tr[data-day]")) row.classList.toggle("today", row.dataset.day === weekday);
}

if (page) {
  refresh();
  setInterval(refresh, 60000);
  addEventListener("pageshow", refresh);
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
