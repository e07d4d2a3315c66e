// What to do when there is little or nothing: never an empty page. Loaded only then; `tools` are those of the search page.
const FILTERS = ["open", "day", "lang", "free", "step", "phone", "for", "age"];

export function loosen(state, where, count, { data, form, t, link, chips, make, icon, answering }) {
  const ways = [], home = where?.county, [name, operator] = data.counties[home] ?? [];
  const called = (field) => (form.querySelector(`[name=${field}]`).closest("label") ?? form.querySelector(`label[for=${field}]`)).textContent.trim();
  for (const field of FILTERS) if (state[field]) ways.push([{ ...state, [field]: "" }, t("without", { what: called(field) })]);
  if (state.q && state.need) ways.push([{ ...state, q: "" }, t("without", { what: state.q })]);
  if (state.near || state.here) ways.push([{ ...state, near: "", here: "" }, t("anywhere")]);
  const { href, target = null } = answering(data, t, home ?? ""), dials = href.startsWith("tel:");
  const said = [t("none_text"), dials ? t("none_dial") : "", dials && operator ? t("none_211", { county: name, name: operator }) : ""];
  const press = make("p", {}, dials ? make("a", { class: "btn", href }, icon("phone"), `${t("call")} 211`) : make("a", { class: "btn", href, target }, t("instead")));
  return make("section", { class: "note" }, count ? null : make("p", {}, said.filter(Boolean).join(" ")), count ? null : press,
    ways.length ? make("p", {}, make("b", {}, t("loosen"))) : null,
    ways.length ? chips(ways.map(([next, text]) => link(next, text, "chip"))) : null,
    name && dials ? make("p", {}, make("a", { href: `${data.up}counties/${home}/`, target: data.embed ? "_blank" : null }, t("none_county", { county: name }))) : null);
}
