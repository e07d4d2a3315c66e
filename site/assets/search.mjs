// The search page: the form, the address, the results. Everything is worked out on this device; nothing is sent.
import { wallClock } from "./hours.mjs";
import { dialled, press, tellBar } from "./search-answers.mjs";
import { Cards, make } from "./search-cards.mjs";
import { breath } from "./search-index.mjs";
import { Places } from "./search-place.mjs";
import { source } from "./search-source.mjs";
import { fold } from "./search-words.mjs";
import { page, showSaved } from "./site.mjs";

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("search").textContent), lang = document.documentElement.lang;
const cards = new Cards(data, page, lang), t = (...args) => cards.t(...args);
const places = new Places(data), form = $("ask"), found = $("found"), said = $("said"), plain = $("plain"), mapped = $("map");
const FIELDS = ["q", "near", "need", "open", "day", "lang", "free", "step", "phone", "for", "age"], FAR = 50, KEPT = ["here", "source", "map"];
const FIRST = { near: 10, call: 4, area: 4 }, PAGE = 10, FEW = 5; // how many of each list, how many more at a time, and how many before all others
const FRAME = 20, sources = new Map(); // milliseconds in which a browser shows what was drawn
let device = null, run = 0, atlas = null, shown = null;

// The source that the address names, opened once; what it cannot answer is not asked.
function opened({ source: name }) {
  if (!sources.has(name)) {
    const wanted = source(name, data);
    wanted.catch(() => sources.delete(name));
    sources.set(name, wanted);
  }
  return sources.get(name);
}

const county = (slug) => data.counties[slug]?.[0] ?? "";
const asked = () => {
  const params = new URLSearchParams(location.search), state = {};
  for (const name of [...FIELDS, ...KEPT]) state[name] = (params.get(name) ?? "").trim();
  if (!/^\d{4}-\d\d-\d\d$/.test(state.day)) state.day = ""; // as their fields would have them
  if (!/^\d+$/.test(state.age)) state.age = "";
  const within = county(params.get("county"));
  if (within && !state.near) state.near = t("county", { name: within });
  return state;
};
const address = (state) => {
  const params = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
  return `${location.pathname}${params.size ? `?${params}` : ""}`;
};
const isEmpty = (state) => !FIELDS.some((name) => state[name]) && !state.here;
const options = () => [...form.elements.need.options];

function show(state) {
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (field.type === "checkbox") field.checked = state[name] === "1";
    else if (field.value !== state[name]) field.value = state[name]; // setting one costs, even to what it is
  }
  const narrowed = ["need", "day", "lang", "for", "age"].filter((name) => state[name]).length;
  $("narrowed").textContent = narrowed ? `(${narrowed})` : ""; // at most five: not worth the tables of a language while the page starts
}

// With results on the page the form folds to one line that says what was asked, so that the first answer is in sight.
function foldForm(state, where, fold) {
  const need = state.need && options().find((option) => option.value === state.need)?.textContent.trim();
  const asked = [state.q, need].filter(Boolean).join(", "), at = where?.name ? t(where.only ? "in" : "near", { place: where.name }).trim() : "";
  $("asked").textContent = [asked, at].filter(Boolean).join(" ") || t("search_all");
  $("again").firstElementChild.hidden = false;
  if (!fold) return;
  $("again").open = false;
  form.classList.add("folded");
}

function fromForm() {
  const values = new FormData(form), state = asked();
  for (const name of FIELDS) state[name] = String(values.get(name) ?? "").trim();
  state.here = !state.near && device ? "1" : "";
  return state;
}

// Asks anew and keeps it in the address; a page within another one leaves that one's history alone.
function go(state, { fold = true, focus = false } = {}) {
  history[data.embed ? "replaceState" : "pushState"](null, "", address(state));
  show(state);
  return begin(state, FIRST, fold).then(() => focus && said.focus());
}

// Where the person is: {origin, county, only, name, others}, or {} when they did not say, or null for no such place.
async function placed(state, from) {
  if (!state.here || state.near) {
    const found = await places.of(state, from);
    return found?.only ? { ...found, name: t("county", { name: county(found.only) }) } : found;
  }
  return device ? { origin: device, county: await from.countyAt(device.lat, device.lon), name: t("here") } : {};
}

const wallDay = () => wallClock(new Date(), page.zone).slice(0, 10);
const place = (text, ...links) => $("place").replaceChildren(text, ...links);

async function begin(state, many = FIRST, fold = true) {
  const turn = ++run;
  if (isEmpty(state)) tellBar(data, t, "");
  plain.hidden = !isEmpty(state);
  if ($("lead")) $("lead").hidden = !isEmpty(state);
  if (isEmpty(state)) {
    $("again").open = true;
    $("again").firstElementChild.hidden = true;
    form.classList.remove("folded");
    found.replaceChildren();
    mapped.hidden = true;
    said.textContent = "";
    place("");
    opened(state).then((from) => from.warm(state)).catch(() => {}); // what any question will ask first
    return;
  }
  said.textContent = t("searching");
  // While the index is on its way: the first number and the first date of a language take a moment.
  setTimeout(() => cards.numbers);
  setTimeout(wallDay);
  found.setAttribute("aria-busy", "true");
  // Folded at once, so that nothing jumps when the answer is there.
  if (fold && (state.q || state.need || state.near)) foldForm(state, state.near ? { name: state.near } : null, true);
  try {
    const from = await opened(state);
    from.warm(state);
    const where = await placed(state, from);
    if (turn !== run) return;
    for (const name of FIELDS) form.elements[name].closest("p:not(.fields p), li")?.toggleAttribute("hidden", from.without.includes(name));
    tellPlace(state, where);
    tellBar(data, t, where?.county ?? "");
    if (where === null || where.others?.length) $("again").open = true;
    if (where !== null && !where.others?.length && (where.origin || state.q || state.need)) foldForm(state, where, fold);
    const q = where?.q ?? state.q, number = dialled(q), ask = {
      q: number || q, need: state.need, lang: state.lang, free: state.free === "1", step: state.step === "1",
      phone: state.phone === "1", audience: state.for, age: state.age === "" ? null : Number(state.age), open: state.open === "1",
      day: state.day, origin: where?.origin ?? null, county: where?.county ?? "", only: where?.only ?? "",
      limit: many.near, calls: many.call, areas: many.area, date: new Date(), zone: page.zone, holidays: page.holidays, months: page.months, today: wallDay(),
    };
    for (const name of from.without) ask[name === "for" ? "audience" : name] = name === "age" ? null : "";
    cards.day = ask.day;
    cards.home = ask.county;
    const result = await from.search(ask, (part) => turn === run && part.near.length && draw({ ...part, from, number }, state, where, many, false));
    await breath();
    if (turn === run) await draw({ ...result, from, number }, state, where, many, true);
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
    const links = where.others.slice(0, 3).map((row) => link({ ...state, near: `${row[0]}, ${county(row[1])}` }, t("county", { name: county(row[1]) })));
    place(`${t("other_place", { place: where.others[0][0] })} `, ...links.flatMap((each) => [each, " "]));
  } else if (state.here && !device) place(t("locate_failed"));
  else place("");
}

// A link to another state of this search, followed without leaving the page.
function link(state, text, kind = "") {
  const made = make("a", { href: address(state), class: kind || null }, text);
  follow(made, () => state);
  return made;
}

function follow(made, state) {
  made.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(state(), { focus: true });
  });
}

const chips = (links) => make("ul", { class: "chips" }, ...links.map((each) => make("li", {}, each)));
const group = (id, title, text, hits, further = null) => ({ hits, further, section: make("section", { "aria-labelledby": id }, make("h2", { id }, title),
  text ? make("p", { class: "soft" }, text) : null, make("ul", { class: "list" })) });

// The branch of the tree of needs around the one that was asked for.
function branch(state) {
  const all = options().find((option) => option.value === state.need)?.closest("optgroup")?.children ?? [];
  const links = [...all].map((option, at) => {
    const made = link({ ...state, need: option.value }, at ? option.textContent.trim() : t("wider", { need: option.textContent.trim() }), "chip");
    if (option.value === state.need) {
      made.classList.add("on");
      made.setAttribute("aria-current", "true");
    }
    return made;
  });
  return links.length > 1 && make("nav", { class: "kin", "aria-label": t("need") }, chips(links));
}

async function draw(result, state, where, many, done) {
  const { near, call, area, from, number } = result, parts = [], countyName = county(where?.county), turn = run;
  parts.push(number && press(data, t, number, where?.county ?? ""), branch(state));
  if (from.said) parts.push(make("p", { class: "soft" }, from.said));
  for (const [typed, word] of result.taken) parts.push(make("p", { class: "note" }, t("taken", { typed, word })));
  if (result.unknown.length && near.length + call.length + area.length) parts.push(make("p", { class: "note" }, t("unknown", { words: result.unknown.join(", ") })));
  // Who is near comes first, then those who come by telephone, then what is farther than most people can go.
  const close = near.findLastIndex(({ miles }) => miles === null || miles <= FAR) + 1;
  const further = (list, is) => (done && is ? more(state, many, list, result[list].length) : null), farther = close < near.length;
  const groups = [
    group("g-near", t("results"), "", near.slice(0, close), further("near", result.more && !farther)),
    group("g-call", t("call_group"), t("call_text"), call, further("call", result.moreCall)),
    group("g-area", state.phone ? t("phone") : countyName ? t("area_group", { county: countyName }) : t("area_any"), t(state.phone ? "phone_text" : "area_text"), area.map((hit) => ({ ...hit, wide: true })), further("area", result.moreArea)),
    group("g-far", t("far_group", { n: FAR }), "", near.slice(close), further("near", result.more && farther)),
  ].filter(({ hits }) => hits.length);
  const count = near.length + call.length + area.length;
  const held = found.contains(document.activeElement) && document.activeElement.getAttribute("href");
  // What stands there already is replaced at once, so that nobody loses their place in it.
  const drawing = drawn(groups, done && state.map !== "1" && !found.querySelector(".hit") ? FEW : Infinity);
  found.replaceChildren(...parts.filter(Boolean));
  const rest = !drawing.next().done;
  if (held) (found.querySelector(`[href="${CSS.escape(held)}"]`) ?? said).focus();
  if (done || state.map !== "1") drawMap(state, [...near, ...call], where);
  if (!done) return;
  const name = where?.name ? t(where.only ? "in" : "near", { place: where.name }) : "";
  plain.hidden = !!count || !!state.need; // nothing for these words: perhaps one of the needs is what was meant
  const [all, some] = !where?.origin ? ["count_all", "count_all_more"] : near.length + call.length ? ["count", "count_more"] : ["count_far", "count_far_more"];
  const here = close + call.length + area.length;
  said.textContent = here ? t(result.more || result.moreCall || result.moreArea ? some : all, { n: count, where: name }) : t(count ? "none_close" : "none", { where: name });
  if (rest) {
    await breath(FRAME);
    if (turn !== run) return null;
    drawing.next();
  }
  return close + call.length < 5 ? help(state, where, here, result) : null;
}

// Draws the lists, and stops once on its way, behind so many cards of the first: they stand there, and the device listens,
// before the rest comes.
function* drawn(groups, many) {
  for (const { section, hits, further } of groups) {
    found.append(section);
    for (let at = 0, to; at < hits.length; at = to) {
      to = at + many;
      section.lastChild.append(...hits.slice(at, to).map((hit) => cards.card(hit)));
      if (many === FEW) {
        showSaved();
        yield;
        many = Infinity;
      }
    }
    if (further) section.append(further);
  }
  showSaved();
}

const tools = { data, form, t, link, chips, make, press, fold, plain };
async function help(state, where, count, result) {
  const turn = run, { loosen } = await import("./search-help.mjs").catch(() => ({ loosen: () => make("p", { class: "note" }, t("none_text")) }));
  const said = await loosen(state, where, count, result, tools);
  if (turn === run) found.insertBefore(said, found.querySelector(":scope > section:has(> #g-far)"));
}

async function retry(state) {
  await opened(state).then((from) => from.forget(), () => {});
  await begin(state);
  said.focus();
}

function fail(state, error) {
  console.warn("search:", error.message);
  said.textContent = t("failed");
  plain.hidden = false;
  mapped.hidden = true;
  const button = make("button", { class: "btn quiet", type: "button" }, t("again"));
  button.addEventListener("click", () => retry(state));
  found.replaceChildren(make("p", {}, button), state.source ? make("p", {}, link({ ...state, source: "" }, t("own_source"))) : "");
}

// The map, where it was asked for; what stands in the list stands on it.
async function drawMap(state, hits, where) {
  const placeable = hits.filter(({ each }) => each.lat !== null && each.kind < 2), button = mapped.querySelector("button");
  shown = { hits: placeable, origin: where?.origin ?? null };
  mapped.hidden = !data.map || !placeable.length;
  button.setAttribute("aria-expanded", state.map === "1");
  button.lastElementChild.textContent = t(state.map === "1" ? "map_hide" : "map_show");
  document.body.classList.toggle("mapping", !mapped.hidden && state.map === "1");
  if (mapped.hidden || state.map !== "1") return;
  try {
    const { Atlas } = await import(new URL(data.map.module, document.baseURI).href);
    atlas ??= new Atlas($("atlas"), data.map, page.words, t);
    await atlas.show(shown, found);
  } catch (error) {
    console.warn("map:", error.message);
    $("atlas").textContent = t("map_failed");
  }
}

// Shows more of one list, and takes the person to the first that is new.
function more(state, many, list, shown) {
  const button = make("button", { class: "btn quiet", type: "button" }, t("more"));
  button.addEventListener("click", async () => {
    await begin(state, { ...many, [list]: many[list] + PAGE }, false);
    const ids = list === "near" ? "#g-near, #g-far" : `#g-${list}`;
    (found.querySelectorAll(`section:has(> :is(${ids})) > .list > .hit h3 a`)[shown] ?? said).focus();
  });
  return make("p", {}, button);
}

form.dataset.ready = 1; // the script is there: what else waits for it need not (site/inline/search-first.js)
// In a task of its own: that all the above is read takes a slow device long enough.
setTimeout(() => {
  $("again").addEventListener("toggle", () => form.classList.toggle("folded", !$("again").open));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(fromForm(), { focus: true });
  });
  form.addEventListener("change", ({ target }) => { if (!["q", "near"].includes(target.name)) go(fromForm(), { fold: false }); });
  $("near").addEventListener("input", () => { if ($("near").value) device = null; });
  addEventListener("popstate", () => { const state = asked(); show(state); begin(state); });
  const first = asked();
  for (const tile of plain.querySelectorAll("[data-need]")) {
    // Words that were searched already, and in vain, are let go of.
    const chosen = (state) => ({ ...state, q: state.q === asked().q ? "" : state.q, need: tile.dataset.need });
    tile.href = address(chosen(first));
    follow(tile, () => chosen(fromForm()));
  }
  mapped.querySelector("button").addEventListener("click", () => {
    const state = { ...asked(), map: asked().map ? "" : "1" };
    history.replaceState(null, "", address(state));
    drawMap(state, shown.hits, shown);
  });
  if (!("geolocation" in navigator)) $("locating").hidden = true;
  else if (!data.embed) {
    $("locate").addEventListener("click", () => {
      place(t("locating"));
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        device = { lat: Math.round(coords.latitude * 10000), lon: Math.round(coords.longitude * 10000) };
        form.elements.near.value = "";
        go(fromForm(), { focus: true });
      }, () => place(t("locate_failed")), { maximumAge: 600000, timeout: 15000 });
    });
  }
  // Who is already in the form, which was there before this script, is not disturbed; what they chose there is asked.
  const { chosen } = form.dataset, held = chosen || form.contains(document.activeElement);
  if (!held) show(first);
  else if (document.activeElement.id !== "near") $("near").value ||= first.near;
  if (chosen) go(fromForm(), { fold: false });
  else begin(first, FIRST, !held);
});
