// What the parts of a form share: elements, the answers as they stand, their words, and what is wrong with them.
import { asked, wrong } from "./forms-rules.mjs";

export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export const box = (id) => document.getElementById(`q-${id}`);
export const input = (id) => document.getElementById(`f-${id}`);

// The questions of one step.
export const questions = ({ fields }, section) => [...section.querySelectorAll("[name]")].map(({ name }) => fields.get(name)).filter((field, at, all) => field && all.indexOf(field) === at);

// Answers by question: a text, or a list where several may be ticked; only what is asked.
export function values({ fields, form }) {
  const found = {}, sent = new FormData(form);
  for (const field of fields.values()) {
    const all = sent.getAll(field.id).map((value) => String(value).trim()).filter(Boolean);
    if (all.length && asked(field, found)) found[field.id] = field.kind === "ticks" ? all : all.at(-1);
  }
  return found;
}

export const lacks = ({ data }, said) => data.one_of.length > 0 && !data.one_of.some((name) => said[name]);

export function problemsOf(page, list, said) {
  const { data, t } = page, found = wrong(list, said, data.rules).map(([id, name, more]) => [id, t(`p_${name}`, more)]);
  if (list.some(({ id }) => id === data.one_of[0]) && lacks(page, said)) found.push([data.one_of[0], t("p_one_of")]);
  return found;
}

// The words of each value that can be chosen.
export function labels({ form }, field) {
  const found = {};
  for (const each of form.querySelectorAll(`[name="${field.id}"]`)) {
    if (each.tagName === "SELECT") for (const option of each.options) found[option.value] = option.textContent;
    else if (each.type === "radio" || each.type === "checkbox") {
      const group = each.closest("details")?.querySelector("summary")?.textContent;
      found[each.value] = `${group ? `${group}: ` : ""}${each.nextElementSibling.textContent}`;
    }
  }
  return found;
}

export function inWords(page, field, said) {
  const value = said[field.id], known = labels(page, field);
  return Array.isArray(value) ? value.map((id) => known[id] ?? id).join("\n") : value ? known[value] || value : "";
}
