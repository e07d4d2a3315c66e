// The search page: the form, the address, the results. Everything is worked out on this device; nothing is sent.
import { Cards, make } from "./search-cards.mjs";
import { source } from "./search-source.mjs";
import { fold } from "./search-words.mjs";

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("search").textContent), now = JSON.parse($("now").textContent), lang = document.documentElement.lang;
const cards = new Cards(data, now, lang), t = (...args) => cards.t(...args);
const form = $("ask"), found = $("found"), said = $("said"), plain = $("plain");
const FIELDS = ["q", "near", "need", "open", "day", "lang", "free", "step", "phone", "for", "age"], PAGE = 10, FAR = 50, KEPT = ["here", "source"];
const sources = new Map();
let device = null, run = 0;

// The source that the address names, opened once; what it cannot answer is not asked.
function opened({ source: name }) {
  if (!sources.has(name)) {
    const wanted = source(name, data);
    wanted.catch(() => sources.delete(name));
    sources.set(name, wanted);
  }
  return sources.get(name);
}

const asked = () => {
  const params = new URLSearchParams(location.search), state = {};
  for (const name of [...FIELDS, ...KEPT]) state[name] = (params.get(name) ?? "").trim();
  return state;
};
const address = (state) => {
  const params = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
  return `${location.pathname}${params.size ? `?${params}` : ""}`;
};
const isEmpty = (state) => !Object.entries(state).some(([name, value]) => value && name !== "source");

function show(state) {
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = state[name] === "1";
    else field.value = state[name];
  }
  const narrowed = ["need", "day", "lang", "for", "age"].filter((name) => state[name]).length;
  $("narrowed").textContent = narrowed ? `(${cards.numbers.format(narrowed)})` : "";
}

// With results on the page the form folds to one line that says what was asked, so that the first answer is in sight.
function foldForm(state, where) {
  const need = state.need && [...form.elements.need.options].find((option) => option.value === state.need)?.textContent.trim();
  const asked = [state.q, need].filter(Boolean).join(", "), at = where?.name ? t(where.only ? "in" : "near", { place: where.name }).trim() : "";
  $("asked").textContent = [asked, at].filter(Boolean).join(" ") || t("search_all");
  $("again").firstElementChild.hidden = false;
  $("again").open = false;
  form.classList.add("folded");
}

function fromForm() {
  const values = new FormData(form), state = {};
  for (const name of FIELDS) state[name] = String(values.get(name) ?? "").trim();
  state.here = !state.near && device ? "1" : "";
  state.source = asked().source;
  return state;
}

function go(state, replace = false) {
  history[replace ? "replaceState" : "pushState"](null, "", address(state));
  show(state);
  return begin(state);
}

// Where the person is: {origin, county, only, name, others}, or {} when they did not say, or null for no such place.
async function placed(state, from) {
  const zip = state.near ? "" : state.q.match(/\b\d{5}\b/)?.[0];
  if (state.here && !state.near) {
    if (!device) return {};
    return { origin: device, county: await from.countyAt(device.lat, device.lon), name: t("here") };
  }
  const text = state.near || zip;
  if (!text) return {};
  const [name, within] = text.split(",").map((part) => part.trim()), county = countyOf(name, within);
  const rows = county && /\b(county|condado)\b/i.test(text) ? [] : await from.places(name);
  const wanted = within ? rows.filter((row) => fold(data.counties[row[1]]?.[0] ?? "") === fold(within.replace(/\b(county|condado de)\b/gi, "").trim())) : [];
  const [row, ...others] = wanted.length ? wanted : rows;
  if (row) {
    const known = /^\d{5}$/.test(name) ? `${name}, ${row[0]}` : row[0];
    return { origin: { lat: row[2], lon: row[3] }, county: row[1], name: known, others: wanted.length ? [] : others.filter((other) => other[1] !== row[1]) };
  }
  if (county) {
    const [lat, lon] = await from.center(county);
    if (lat !== undefined) return { origin: { lat, lon }, county, only: county, name: t("county", { name: data.counties[county][0] }) };
  }
  return state.near ? null : {};
}

function countyOf(name) {
  const wanted = fold(name).replace(/\b(county|condado( de)?)\b/g, "").trim();
  return Object.keys(data.counties).find((slug) => fold(data.counties[slug][0]) === wanted) ?? "";
}

const wallDay = () => new Intl.DateTimeFormat("sv", { timeZone: now.zone, dateStyle: "short" }).format(new Date());
const place = (text, ...links) => $("place").replaceChildren(text, ...links);

async function begin(state, limit = PAGE) {
  const turn = ++run;
  plain.hidden = !isEmpty(state);
  $("lead").hidden = !isEmpty(state);
  if (isEmpty(state)) {
    $("again").open = true;
    form.classList.remove("folded");
    found.replaceChildren();
    said.textContent = "";
    place("");
    return;
  }
  said.textContent = t("searching");
  found.setAttribute("aria-busy", "true");
  try {
    const from = await opened(state), where = await placed(state, from);
    if (turn !== run) return;
    for (const name of FIELDS) form.elements[name].closest("p:not(.fields p), li")?.toggleAttribute("hidden", from.without.includes(name));
    tellPlace(state, where);
    if (where !== null && !where.others?.length && (where.origin || state.q || state.need)) foldForm(state, where);
    const { origin = null, county = "", only = "" } = where ?? {};
    const ask = {
      q: state.near ? state.q : state.q.replace(/\b\d{5}\b/, origin && !state.here ? "" : "$&"), need: state.need, lang: state.lang, free: state.free === "1", step: state.step === "1",
      phone: state.phone === "1", audience: state.for, age: state.age === "" ? null : Number(state.age), open: state.open === "1",
      day: /^\d{4}-\d\d-\d\d$/.test(state.day) ? state.day : "", origin, county, only, limit, date: new Date(), zone: now.zone,
      holidays: now.holidays, months: now.months, today: wallDay(),
    };
    for (const name of from.without) ask[name === "for" ? "audience" : name] = name === "age" ? null : "";
    const result = await from.search(ask, (part) => turn === run && part.near.length && draw({ ...part, from }, state, where, limit, false));
    if (turn === run) draw({ ...result, from }, state, where, limit, true);
  } catch (error) {
    if (turn === run) fail(state, error);
  } finally {
    if (turn === run) found.removeAttribute("aria-busy");
  }
}

function tellPlace(state, where) {
  $("near").toggleAttribute("aria-invalid", where === null);
  if (where === null) place(t("unknown_place", { place: state.near }));
  else if (where.others?.length) {
    const links = where.others.slice(0, 3).map((row) => link({ ...state, near: `${row[0]}, ${data.counties[row[1]]?.[0] ?? ""}` }, t("county", { name: data.counties[row[1]]?.[0] ?? "" })));
    place(`${t("other_place", { place: where.others[0][0] })} `, ...links.flatMap((each) => [each, " "]));
  } else if (state.here && !device) place(t("locate_failed"));
  else place("");
}

// A link to another state of this search, followed without leaving the page.
function link(state, text, kind = "") {
  const made = make("a", { href: address(state), class: kind || null }, text);
  made.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(state).then(() => said.focus());
  });
  return made;
}

const group = (id, title, text, hits) => hits.length && make("section", { "aria-labelledby": id }, make("h2", { id }, title),
  text ? make("p", { class: "soft" }, text) : null, make("ul", { class: "list" }, ...hits.map((hit) => cards.card(hit))));

function draw(result, state, where, limit, done) {
  const { near, call, area, from } = result, parts = [], countyName = data.counties[where?.county]?.[0];
  if (from.said) parts.push(make("p", { class: "soft" }, from.said));
  for (const [typed, word] of result.taken) parts.push(make("p", { class: "note" }, t("taken", { typed, word })));
  if (result.unknown.length && near.length + call.length + area.length) parts.push(make("p", { class: "note" }, t("unknown", { words: result.unknown.join(", ") })));
  const list = group("g-near", t("results"), "", near);
  parts.push(list);
  if (done && result.more) parts.push(more(state, limit, near.length));
  parts.push(group("g-call", t("call_group"), t("call_text"), call));
  // Who is near comes first, unless nobody is: then those who come by telephone do.
  const afar = group("g-area", countyName ? t("area_group", { county: countyName }) : t("area_state"), t("area_text"), area);
  const first = Math.min(near[0]?.miles ?? (where?.only ? 0 : Infinity), call[0]?.miles ?? Infinity) > FAR;
  parts.splice(first ? parts.indexOf(list) : parts.length, 0, afar);
  const count = near.length + call.length + area.length;
  if (done && near.length + call.length < 5) parts.push(loosen(state, where, count));
  found.replaceChildren(...parts.filter(Boolean));
  if (!done) return;
  const name = where?.name ? t(where.only ? "in" : "near", { place: where.name }) : "";
  said.textContent = !count ? t("none") : where?.origin ? t("count", { n: count, where: name }) : t("count_all", { n: count });
}

function more(state, limit, shown) {
  const button = make("button", { class: "btn quiet", type: "button" }, t("more"));
  button.addEventListener("click", async () => {
    await begin(state, limit + PAGE);
    found.querySelectorAll("#g-near + .list > .hit h3 a")[shown]?.focus();
  });
  return make("p", {}, button);
}

// What to do when there is little or nothing: never an empty page.
function loosen(state, where, count) {
  const ways = [], county = where?.county, [name, operator] = data.counties[county] ?? [];
  for (const field of ["open", "day", "lang", "free", "step", "phone", "for", "age"]) {
    if (state[field]) ways.push([{ ...state, [field]: "" }, t("without", { what: form.querySelector(`[name=${field}]`).closest("label")?.textContent.trim() ?? form.querySelector(`label[for=${field}]`).textContent })]);
  }
  const options = form.elements.need, parent = state.need.split(".")[0];
  if (state.q && state.need) ways.push([{ ...state, q: "" }, t("without", { what: state.q })]);
  if (parent !== state.need) ways.push([{ ...state, need: parent }, t("wider", { need: [...options.options].find((option) => option.value === parent)?.textContent.trim() ?? parent })]);
  if (state.near || state.here) ways.push([{ ...state, near: "", here: "" }, t("anywhere")]);
  const about = operator ? t("none_211", { county: name, name: operator }) : "";
  return make("section", { class: "note" }, count ? null : make("p", {}, `${t("none_text")} ${about}`),
    ways.length ? make("p", {}, make("b", {}, t("loosen"))) : null,
    ways.length ? make("ul", { class: "loosen" }, ...ways.map(([next, text]) => make("li", {}, link(next, text, "chip")))) : null,
    name ? make("p", {}, make("a", { href: `${data.up}counties/${county}/` }, t("none_county", { county: name }))) : null);
}

function fail(state, error) {
  console.warn("search:", error.message);
  said.textContent = t("failed");
  plain.hidden = false;
  const button = make("button", { class: "btn quiet", type: "button" }, t("again"));
  button.addEventListener("click", async () => {
    await opened(state).then((from) => from.forget(), () => {});
    begin(state);
  });
  found.replaceChildren(make("p", {}, button), state.source ? make("p", {}, link({ ...state, source: "" }, t("own_source"))) : "");
}

$("again").addEventListener("toggle", () => form.classList.toggle("folded", !$("again").open));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(fromForm());
});
form.addEventListener("change", ({ target }) => { if (!["q", "near"].includes(target.name)) go(fromForm()); });
$("near").addEventListener("input", () => { if ($("near").value) device = null; });
addEventListener("popstate", () => { const state = asked(); show(state); begin(state); });
for (const tile of plain.querySelectorAll("[data-need]")) {
  const state = { ...Object.fromEntries(FIELDS.map((name) => [name, ""])), need: tile.dataset.need, source: asked().source };
  tile.href = address(state);
  tile.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ ...fromForm(), need: tile.dataset.need }).then(() => said.focus());
  });
}
said.tabIndex = -1;
for (const part of form.querySelectorAll(".scripted")) part.hidden = false;
if ("geolocation" in navigator) {
  $("locating").hidden = false;
  $("locate").addEventListener("click", () => {
    place(t("locating"));
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      device = { lat: Math.round(coords.latitude * 10000), lon: Math.round(coords.longitude * 10000) };
      form.elements.near.value = "";
      go(fromForm());
    }, () => place(t("locate_failed")), { maximumAge: 600000, timeout: 15000 });
  });
}
const first = asked();
show(first);
begin(first);
