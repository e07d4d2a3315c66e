// One question at a time: steps, the way back, and the answers once more before they are sent.
import { box, inWords, input, lacks, make, problemsOf, questions, values } from "./forms-answers.mjs";
import { clean, complain } from "./forms-errors.mjs";
import { wrong } from "./forms-rules.mjs";

// Cuts the form into steps; `shown` is called with each that comes, the section, and whether it is the last.
export function stepping(page, shown) {
  const { data, door, fields, form, t } = page, sections = [...form.querySelectorAll(".step")], hasCheck = data.form === "suggest";
  const place = make("span", {}), back = make("button", { type: "button", class: "link" }, t("back"));
  const bar = make("p", { class: "steps" }, back, place);
  const next = make("button", { type: "button", class: "btn" }, t("next")), skip = make("button", { type: "button", class: "btn quiet" }, t("skip"));
  const ending = [...form.children].filter((each) => !each.classList.contains("step"));
  const send = document.getElementById("send"), actions = send.parentElement, check = make("section", { class: "step", "aria-labelledby": "t-check" });
  const last = sections.length - (hasCheck ? 0 : 1);
  let at = 0;
  actions.append(next, skip);
  form.prepend(bar);
  if (hasCheck) sections.at(-1).after(check);

  function show(step, focus = true) {
    at = Math.max(0, Math.min(step, last));
    clean(page);
    document.title = page.title;
    const checking = hasCheck && at === sections.length, said = values(page);
    sections.forEach((section, number) => { section.hidden = number !== at; });
    check.hidden = !checking;
    if (checking) drawCheck(said);
    for (const each of ending) if (each !== actions && !each.classList.contains("trap")) each.hidden = at !== last;
    if (box("email")) box("email").hidden = at !== last;
    back.hidden = at === 0;
    bar.hidden = sections.length < 2;
    place.textContent = checking ? "" : t("step", { at: Math.min(at + 1, sections.length), of: sections.length });
    next.hidden = at === last;
    send.hidden = at !== last || !data.relay;
    skip.hidden = at === last || !hasCheck || wrong([...fields.values()], said, data.rules).length > 0 || lacks(page, said);
    shown(sections[at], at === last);
    if (focus) {
      const head = (checking ? check : sections[at]).querySelector("h2");
      head.tabIndex = -1;
      head.focus();
      door.scrollIntoView({ block: "start" });
    }
  }
  function go(step) {
    history.pushState({ step }, "");
    show(step);
  }
  function onward(step) {
    const found = problemsOf(page, questions(page, sections[at]), values(page));
    if (found.length) complain(page, found);
    else go(step());
  }
  next.addEventListener("click", () => onward(() => at + 1));
  skip.addEventListener("click", () => onward(() => last));
  back.addEventListener("click", () => (history.state?.step === at ? history.back() : show(at - 1)));
  addEventListener("popstate", (event) => show(event.state?.step ?? 0));

  function drawCheck(said) {
    const rows = make("dl", { class: "told" });
    for (const field of fields.values()) {
      const words = inWords(page, field, said);
      if (!words) continue;
      const change = make("button", { type: "button", class: "link" }, t("change"), make("span", { class: "sr" }, `: ${field.label}`));
      change.addEventListener("click", () => go(sections.findIndex((section) => questions(page, section).includes(field))));
      rows.append(make("div", {}, make("dt", {}, field.label), make("dd", {}, words), make("dd", {}, change)));
    }
    check.replaceChildren(make("h2", { id: "t-check" }, t("check")), rows);
  }
  // Go to where something is wrong, and say it.
  function mend(found) {
    const step = sections.findIndex((section) => questions(page, section).some(({ id }) => found.some(([name]) => name === id)));
    if (step >= 0 && step !== at) show(step, false);
    complain(page, found);
  }
  return { show, mend, next, actions, button: send, isLast: () => at === last };
}
