// What to do when there is little or nothing: never an empty page. Loaded only then; `tools` are those of the search page.
const FILTERS = ["open", "day", "lang", "free", "step", "phone", "for", "age"];

const ALIKE = 5, MOST = 6;

// The needs that the words mean and those beside and above them, as far as something is given for them.
function meant(terms, needs) {
  const found = new Set();
  for (const id of terms.filter((each) => each[0] === "#").map((each) => each.slice(1))) {
    const top = id.split(".")[0];
    for (const other of [id, top, ...Object.keys(needs).filter((each) => each.startsWith(`${top}.`))]) if (Object.hasOwn(needs, other)) found.add(other);
  }
  return [...found];
}

// Needs close to what was typed: those that its words mean, or else those with a word that begins alike; where nothing was
// found, for which much may be fetched, those of who uses the words before these.
async function close(state, count, { terms = [], needs = {}, taken, from }, { form, fold }) {
  if (!state.q || state.need) return [];
  const options = [...form.elements.need.options].filter((option) => option.value), start = (word) => word.length >= ALIKE && word.slice(0, ALIKE);
  const typed = new Set((fold(state.q).match(/[\p{L}\p{N}]+/gu) ?? []).map(start).filter(Boolean));
  const own = meant(terms, needs), ids = own.length || count ? own : await from.close(state.q, taken).catch(() => []);
  const found = ids.length ? ids.map((id) => options.find((option) => option.value === id))
    : options.filter((option) => (fold(option.textContent).match(/[\p{L}\p{N}]+/gu) ?? []).some((word) => typed.has(start(word))));
  return found.filter(Boolean).slice(0, MOST);
}

export async function loosen(state, where, count, result, tools) {
  const { data, form, t, link, chips, make, press, plain } = tools, needs = await close(state, count, result, tools);
  const ways = [], home = where?.county ?? "", [name, operator] = data.counties[home] ?? [];
  const called = (field) => (form.querySelector(`[name=${field}]`).closest("label") ?? form.querySelector(`label[for=${field}]`)).textContent.trim();
  for (const field of FILTERS) if (state[field]) ways.push([{ ...state, [field]: "" }, t("without", { what: called(field) })]);
  // A need that is none, as of an address that somebody kept for long.
  if (state.need && ![...form.elements.need.options].some((option) => option.value === state.need)) {
    plain.hidden = count > 0;
    ways.push([{ ...state, need: "" }, t("without", { what: state.need })]);
  }
  if (state.q && state.need) ways.push([{ ...state, q: "" }, t("without", { what: state.q })]);
  if (state.near || state.here) ways.push([{ ...state, near: "", here: "" }, t("anywhere")]);
  const button = press(data, t, "211", home), dials = button.firstChild.href.startsWith("tel:");
  const said = [t("none_text"), dials ? t("none_dial") : "", dials && operator ? t("none_211", { county: name, name: operator }) : ""];
  // Where some needs are near, all of them are one press away, and not in the way.
  if (needs.length) plain.hidden = true;
  const all = make("a", { class: "chip", href: `${data.up}needs/`, target: data.embed ? "_blank" : null }, t("choose"));
  return make("section", { class: "note" }, count ? null : make("p", {}, said.filter(Boolean).join(" ")), count ? null : button,
    needs.length ? make("p", {}, make("b", {}, t("close_needs"))) : null,
    needs.length ? chips([...needs.map((option) => link({ ...state, q: "", need: option.value }, option.textContent.trim(), "chip")), all]) : null,
    ways.length ? make("p", {}, make("b", {}, t("loosen"))) : null,
    ways.length ? chips(ways.map(([next, text]) => link(next, text, "chip"))) : null,
    name && dials ? make("p", {}, make("a", { href: `${data.up}counties/${home}/`, target: data.embed ? "_blank" : null }, t("none_county", { county: name }))) : null);
}
