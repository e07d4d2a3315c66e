// What was typed is kept on this device until it is sent: a page that is left, or loaded anew, loses nothing.
import { make } from "./forms-answers.mjs";

export const OWN = ["form", "lang", "key", "token", "website2", "altcha"];

export function keep({ form, store, sent }) {
  if (sent) return;
  const typed = [...new FormData(form)].filter(([name, value]) => value && !OWN.includes(name));
  try { sessionStorage.setItem(store, JSON.stringify(typed)); } catch { /* a browser that keeps nothing */ }
}

export const forget = ({ store }) => { try { sessionStorage.removeItem(store); } catch { /* likewise */ } };

export function restore(page) {
  const { form, store, t } = page;
  let typed = [];
  try { typed = JSON.parse(sessionStorage.getItem(store) ?? "[]"); } catch { /* likewise */ }
  for (const [name, value] of typed) {
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (input.type === "radio" || input.type === "checkbox") { if (input.value === value) input.checked = true; }
      else if (input.tagName === "SELECT" && ![...input.options].some((option) => option.value === value)) input.append(make("option", { value }, value));
      if (input.type !== "radio" && input.type !== "checkbox") input.value = value;
      input.closest("details")?.setAttribute("open", "");
    }
  }
  const said = typed.filter(([name]) => !["record", "service", "place"].includes(name));
  if (!said.length) return;
  const again = make("button", { type: "button", class: "link" }, t("fresh"));
  const note = make("p", { class: "small", role: "status" }, t("kept"), " ", again);
  again.addEventListener("click", () => { forget(page); page.sent = true; location.reload(); });
  form.before(note);
}
