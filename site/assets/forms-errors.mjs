// What is wrong: a summary that gets the focus, and the words beside each question.
import { box, input, make } from "./forms-answers.mjs";

export function clean({ form }) {
  document.getElementById("errors")?.remove();
  for (const each of form.querySelectorAll(".error")) each.remove();
  for (const each of form.querySelectorAll("[aria-invalid]")) {
    each.removeAttribute("aria-invalid");
    const ids = (each.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => !id.startsWith("e-"));
    if (ids.join("")) each.setAttribute("aria-describedby", ids.join(" "));
    else each.removeAttribute("aria-describedby");
  }
}

export function complain(page, problems) {
  const { fields, form, t } = page, week = form.querySelector(".picker");
  clean(page);
  const list = make("ul", {});
  for (const [id, message] of problems) {
    const where = box(id), group = where?.tagName === "FIELDSET" ? where : input(id);
    if (where && group) {
      const words = make("p", { class: "error", id: `e-${id}` }, make("span", { class: "sr" }, `${t("error")} `), message);
      if (id === "hours" && where.hidden && week) week.prepend(words);
      else (where.querySelector(":scope > .hint") ?? where.querySelector(":scope > legend, :scope > label")).after(words);
      group.setAttribute("aria-invalid", "true");
      group.setAttribute("aria-describedby", [group.getAttribute("aria-describedby"), `e-${id}`].filter(Boolean).join(" "));
    }
    const link = make("a", { href: `#f-${id}` }, fields.has(id) ? `${fields.get(id).label}: ${message}` : message);
    link.addEventListener("click", (event) => { event.preventDefault(); reveal(page, id); });
    list.append(make("li", {}, link));
  }
  const summary = make("div", { class: "errors", id: "errors", role: "alert", tabindex: "-1", "aria-labelledby": "errors-title" },
    make("h2", { id: "errors-title" }, t("errors")), list);
  form.prepend(summary);
  summary.focus();
  document.title = `${t("error")} ${page.title}`;
}

function reveal({ form }, id) {
  const week = id === "hours" && box(id).hidden && form.querySelector(".picker"), found = week ? week.querySelector("input") : input(id);
  if (!found) return;
  found.closest("details")?.setAttribute("open", "");
  found.focus();
}
