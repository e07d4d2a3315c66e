// Without a relay: the form at GitHub, filled in, or a mail whose text `bluepages intake --text` reads.
import { inWords, labels, make, problemsOf, values } from "./forms-answers.mjs";
import { compose } from "./forms-text.mjs";

const CORRECTING = ["phone", "hours", "street", "city", "zip", "eligibility", "closed_on"];

// The ways that are left, as elements; `mend` is told what is wrong when somebody takes one too early.
export function ways(page, mend) {
  const { data, fields, t } = page, said = values(page);
  if (said.reason === "unsafe") return privately(page);
  const list = [...fields.values()].map((field) => ({ ...field, options: field.kind === "part" ? {} : labels(page, field) }));
  const text = compose(list, said, data.consent).replace(/\n/g, "\r\n"), subject = t("mail_subject", { title: page.title }), found = [];
  if (data.github) found.push(...way(t("github"), t("github_text"), "btn", github(page, said)));
  if (data.mail) found.push(...way(t("mail"), t("mail_text"), "btn quiet", `mailto:${data.mail}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`));
  for (const link of found.flatMap((each) => [...each.querySelectorAll("a")])) {
    link.addEventListener("click", (event) => {
      const wrongs = problemsOf(page, [...fields.values()], values(page));
      if (!wrongs.length) return;
      event.preventDefault();
      mend(wrongs);
    });
  }
  return found;
}

const way = (words, more, style, href) => [make("p", { class: "actions" }, make("a", { class: style, href, rel: "noreferrer" }, words)), make("p", { class: "small" }, more)];

function privately({ data, t }) {
  const found = [];
  if (data.private.github) found.push(make("p", {}, make("a", { class: "btn", href: data.private.github, rel: "noreferrer" }, t("unsafe_github"))));
  if (data.private.mail) found.push(make("p", {}, t("unsafe_mail"), " ", make("a", { href: `mailto:${data.private.mail}` }, data.private.mail)));
  return found.length ? found : [make("p", { class: "note bad" }, t("unsafe_none"))];
}

function github(page, said) {
  const { data, fields } = page, text = (id) => inWords(page, fields.get(id) ?? { id }, said), correcting = CORRECTING.some((id) => said[id]);
  const address = new URL(data.form === "report" && correcting ? data.correct : data.github), put = (name, value) => { if (value) address.searchParams.set(name, value); };
  if (data.form === "suggest") {
    for (const name of ["name", "description", "phone", "website", "street", "city", "zip", "hours", "eligibility"]) put(name, said[name]);
    put("service", text("needs").split("\n")[0].split(": ").at(-1));
    put("email", said.office_email);
    put("cost", said.price || (said.cost === "free" ? text("cost") : ""));
    put("languages", [...(said.languages ?? []).map((code) => labels(page, fields.get("languages"))[code].replace(/ \(.*/, "")), said.more_languages].filter(Boolean).join(", "));
    put("source", [text("how"), said.source].filter(Boolean).join(". "));
  } else {
    for (const name of ["record", "service", "place", ...(correcting ? ["old_phone", "phone", "street", "city", "zip", "hours", "eligibility"] : [])]) put(name, said[name]);
    put("closed", said.closed_on);
    if (correcting) put("source", [text("how"), said.details].filter(Boolean).join(". "));
    else put("details", [text("reason"), said.details, text("how")].filter(Boolean).join(". "));
  }
  return address.href;
}
