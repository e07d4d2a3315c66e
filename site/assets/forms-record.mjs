// Which record a report is about, and what it says now, beside the question for what is right.
import { box, input, make, values } from "./forms-answers.mjs";
import { asked } from "./forms-rules.mjs";

const MOST = 5; // lines of what stands there now
const GIVEN = { service: "s", place: "l" };

// Reads the record from its own page; raises where there is none.
export async function findRecord(page) {
  const { data, door, form, params, slug } = page, answer = await fetch(`${data.up}p/${slug}.html`);
  if (!answer.ok) throw new Error("gone");
  const there = new DOMParser().parseFromString((await answer.text()).replace(/<style>[^<]*<\/style>/, ""), "text/html"); // that page's style is not let in here
  const about = page.about = JSON.parse(there.getElementById("report-data").textContent);
  input("record").value = slug;
  box("record").hidden = true;
  const name = make("a", { href: `${data.up}p/${slug}` }, about.name);
  const which = about.services.find(([key]) => key === params.get("s"))?.[1] ?? about.places.find(([key]) => key === params.get("l"))?.[1];
  door.querySelector("h1").after(make("p", { class: "about-what" }, name, which ? `: ${which}` : ""));
  for (const id of ["service", "place"]) if (box(id)) parts(page, id, values(page));
  const why = params.get("why"), radio = why && form.querySelector(`[name="reason"][value="${CSS.escape(why)}"]`);
  if (radio) radio.checked = true;
}

// The choice of a service, place or telephone of the record; not asked where there is one, or the link named it.
export function parts({ about, fields, params }, id, said) {
  const select = input(id), listed = { service: about.services, place: about.places, old_phone: about.phones }[id] ?? [];
  if (select.tagName !== "SELECT") return;
  const given = params.get(GIVEN[id] ?? "") ?? "", kept = select.value;
  if (!select.dataset.known) { // an answer that was kept on this device stands there already, without its words
    for (const option of [...select.options].slice(1)) option.remove();
    for (const [value, label] of listed) select.append(make("option", { value }, label));
    select.value = kept || given;
    if (select.selectedIndex < 0) select.value = "";
    select.dataset.known = "yes";
  }
  select.closest("[hidden]")?.removeAttribute("hidden");
  box(id).hidden = listed.length < 2 || (Boolean(given) && Boolean(select.value)) || !asked(fields.get(id), said);
}

const serviceOf = (about, said) => said.service || (about.services.length === 1 ? about.services[0][0] : "");

function isAbout(about, key, said) {
  const [service, where] = key.split(" "), wanted = serviceOf(about, said);
  return (!wanted || service === wanted) && (!said.place || where === said.place);
}

export function presentValues({ about, form, t }, said) {
  for (const each of form.querySelectorAll(".now")) each.remove();
  if (!about) return;
  const service = serviceOf(about, said), addresses = Object.entries(about.address);
  const known = {
    phone: about.phones.map(([, number]) => number),
    hours: present(about, about.hours, (key) => isAbout(about, key, said), service || said.place),
    street: about.address[said.place] ?? (addresses.length === 1 ? addresses[0][1] : []),
    eligibility: present(about, about.eligibility, (key) => !service || key === service, service),
  };
  for (const [id, lines] of Object.entries(known)) {
    if (!lines.length || !box(id)) continue;
    const now = make("p", { class: "now" }, make("span", { class: "soft" }, t("now")), " ", ...lines.map((line) => make("span", { class: "block" }, line)));
    const picker = id === "hours" && box(id).hidden && form.querySelector(".picker");
    (picker || input(id)).before(now);
  }
}

// What stands there for all that a report may be about; of which service, where none is chosen yet.
function present({ services }, known, fits, chosen) {
  const name = (key) => services.find(([id]) => id === key.split(" ")[0])?.[1] ?? "";
  const lines = Object.entries(known).filter(([key]) => fits(key)).map(([key, words]) => (chosen ? words : `${name(key)}: ${words}`));
  return [...new Set(lines)].slice(0, MOST);
}

// The hours as the record writes them, where all that a report may be about has the same.
export function writtenHours({ about }, said) {
  const kept = new Set(Object.entries(about?.written ?? {}).filter(([key]) => isAbout(about, key, said)).map(([, text]) => text));
  return kept.size === 1 ? [...kept][0] : "";
}
