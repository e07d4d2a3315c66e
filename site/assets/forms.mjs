// The forms: one question at a time, checked as it is answered, kept on this device until it is sent. Without this
// script the same form is one page that the relay reads; what is wrong is then said there, in the same words.
import { box, input, make, problemsOf, values } from "./forms-answers.mjs";
import { keep, restore } from "./forms-draft.mjs";
import { filterNeeds, suggestions } from "./forms-help.mjs";
import { findRecord, parts, presentValues, writtenHours } from "./forms-record.mjs";
import { asked } from "./forms-rules.mjs";
import { send, token } from "./forms-send.mjs";
import { stepping } from "./forms-steps.mjs";

const found = document.getElementById("form-data");
if (found) begin(JSON.parse(found.textContent));

function begin(data) {
  if (!data.relay && !data.github && !data.mail) return; // the page says that it can take nothing
  const params = new URLSearchParams(location.search), slug = (params.get("p") ?? "").toLowerCase().replace(/[^a-z0-9-]/g, "");
  const page = {
    data, params, slug, form: document.getElementById("form"), door: document.getElementById("door"), title: document.title,
    t: (name, more = {}) => (data.words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => more[key] ?? ""),
    store: `${new URL(data.up, location.href).pathname}form:${data.form}:${slug}`,
    fields: new Map(data.fields.map((field) => [field.id, field])), about: null, picker: null, sent: false,
  };
  const { form, t } = page, told = make("p", { class: "sending", role: "status" }), other = make("div", { id: "other" });
  form.hidden = false;
  const alone = ["none", data.mail && "none_mail", data.github && "none_github"].filter(Boolean).map((name) => t(name)).join(" ");
  document.getElementById("no-relay")?.replaceChildren(make("p", {}, alone));
  const steps = stepping(page, (section, last) => {
    if (section?.id === "step-right") conditions();
    elsewhere(last);
    if (!section || section.querySelector("#f-hours")) pickWeek();
  });
  steps.actions.after(told);

  // Questions that only some answers ask

  function conditions() {
    const said = values(page);
    for (const field of page.fields.values()) {
      if (!field.when || !box(field.id)) continue;
      const hidden = !asked(field, said);
      for (const each of [box(field.id), ...(field.id === "hours" ? form.querySelectorAll(".picker") : [])]) {
        if (each.classList.contains("picker") || field.id !== "hours" || hidden || !page.picker) each.hidden = hidden;
      }
      if (field.kind === "part" && page.about) parts(page, field.id, said);
    }
    if (data.form !== "report") return;
    presentValues(page, said);
    const unsafe = said.reason === "unsafe";
    document.getElementById("unsafe-note")?.remove();
    form.querySelector(".consent").hidden = unsafe || !steps.isLast();
    if (unsafe) box("details").prepend(make("p", { class: "note bad", id: "unsafe-note" }, t(data.relay ? "unsafe" : "unsafe_none")));
    if (!unsafe && said.reason === "hours") pickWeek();
    page.picker?.begin?.();
  }
  async function pickWeek() {
    const field = input("hours");
    if (page.picker || !field || box("hours").hidden) return;
    page.picker = {};
    page.picker = (await import("./forms-week.mjs")).pick(field, t, make, () => writtenHours(page, values(page)));
    if (page.about) presentValues(page, values(page));
  }
  async function elsewhere(last = steps.isLast()) {
    if (data.relay) return;
    steps.actions.after(other);
    other.hidden = !last;
    if (last) other.replaceChildren(...(await import("./forms-elsewhere.mjs")).ways(page, steps.mend));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!steps.isLast()) return steps.next.click();
    const wrong = problemsOf(page, [...page.fields.values()], values(page));
    if (wrong.length) return steps.mend(wrong);
    send(page, steps.button, told, steps.mend);
  });
  form.addEventListener("change", conditions);
  let begun = null;
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => keep(page));
    form.addEventListener(kind, () => elsewhere());
    form.addEventListener(kind, () => { begun ??= token(page).catch(() => {}); });
  }

  for (const each of form.querySelectorAll(".only")) each.remove();
  restore(page);
  if (box("needs")) filterNeeds(page);
  if (data.form === "suggest") suggestions(page, input("name"), "maybe", (each) => `${data.up}p/${each}`);
  else if (!slug) suggestions(page, input("record"), "maybe_choose", (each) => `?p=${each}`);
  const ready = slug && box("record") ? findRecord(page).catch(() => { form.before(make("p", { class: "note bad", role: "status" }, t("record_failed"))); }) : Promise.resolve();
  ready.then(() => { conditions(); steps.show(history.state?.step ?? 0, false); });
}
