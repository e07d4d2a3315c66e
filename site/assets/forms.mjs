// The forms: one question at a time, checked as it is answered, kept on this device until it is sent. Without this
// script the same form is one page that the relay reads; what is wrong is then said there, in the same words.

// Instant checks, by the patterns that Python made (bluepages/doors/rules.py); both are tested to agree.
export function quick(rule, text, rules) {
  const fits = (name, flags = "") => new RegExp(rules[name], `u${flags}`).test(text);
  if (rule === "phone") {
    const plain = text.replace(new RegExp(rules.extension, "u"), ""), test = (name, what) => new RegExp(rules[name], "u").test(what);
    return test("spelled", plain) && (test("ten", plain.replace(/[^0-9A-Z]/g, "")) || test("short", plain)) ? "" : "phone";
  }
  if (rule === "mail" || rule === "office") {
    if (text.length > 254 || !fits("mail", "i") || /[^\x00-\x7f]/.test(text)) return "mail";
    return rule === "office" && rules.hosts.includes(text.split("@").at(-1).toLowerCase()) ? "person" : "";
  }
  return ["web", "zip", "day"].includes(rule) && !fits(rule) ? rule : "";
}

const holds = (when, values) => Object.entries(when ?? {}).every(([name, wanted]) => wanted.includes(values[name] ?? ""));
export const asked = (field, values) => holds(field.when, values);

// What is wrong with the answers to some fields: [field id, name of the words, values for them].
export function wrong(fields, values, rules) {
  const found = [];
  for (const field of fields) {
    if (!asked(field, values)) continue;
    const said = values[field.id] ?? "", text = Array.isArray(said) ? "" : said.trim().split(/\s+/).join(" ");
    const needed = field.required || (field.needed && holds(field.needed, values));
    if (!said.length) {
      if (needed) found.push([field.id, { ticks: "tick", choice: "choose" }[field.kind] ?? "blank", {}]);
    } else if (Array.isArray(said)) {
      if (field.most && said.length > field.most) found.push([field.id, "ticked", { most: field.most }]);
    } else if (said.length > field.longest) found.push([field.id, "long", { most: field.longest, found: said.length }]);
    else if (quick(field.rule, text, rules)) found.push([field.id, quick(field.rule, text, rules), {}]);
  }
  return found;
}

if (typeof document !== "undefined" && document.getElementById("form-data")) start(JSON.parse(document.getElementById("form-data").textContent));

function start(data) {
  const $ = (id) => document.getElementById(id), form = $("form"), door = $("door"), params = new URLSearchParams(location.search);
  const t = (name, values = {}) => (data.words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  const open = Boolean(data.relay || data.github || data.mail);
  if (!open) return; // the page says that it can take nothing
  form.hidden = false;
  if ($("no-relay")) $("no-relay").hidden = true;
  const slug = (params.get("p") ?? "").toLowerCase().replace(/[^a-z0-9-]/g, "");
  const store = `${new URL(data.up, location.href).pathname}form:${data.form}:${slug}`;
  const fields = new Map(data.fields.map((field) => [field.id, field])), box = (id) => $(`q-${id}`);
  const sections = [...form.querySelectorAll(".step")], own = ["form", "lang", "key", "token", "website2", "altcha"];
  const of = (section) => [...section.querySelectorAll("[name]")].map(({ name }) => fields.get(name)).filter((field, at, all) => field && all.indexOf(field) === at);
  let about = null, at = 0, sent = false;

  // Answers

  function values() {
    const found = {};
    for (const field of fields.values()) {
      const all = new FormData(form).getAll(field.id).map((value) => String(value).trim()).filter(Boolean);
      if (all.length && asked(field, found)) found[field.id] = field.kind === "ticks" ? all : all.at(-1);
    }
    return found;
  }
  const keep = () => {
    if (sent) return;
    const typed = [...new FormData(form)].filter(([name, value]) => value && !own.includes(name));
    try { sessionStorage.setItem(store, JSON.stringify(typed)); } catch { /* a browser that keeps nothing */ }
  };
  const forget = () => { try { sessionStorage.removeItem(store); } catch { /* likewise */ } };
  function restore() {
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
    again.addEventListener("click", () => { forget(); sent = true; location.reload(); });
    form.before(note);
  }

  // What is wrong: a summary that gets the focus, and the words beside each question.

  const says = (name, more) => t(`p_${name}`, more);
  function clean() {
    $("errors")?.remove();
    for (const each of form.querySelectorAll(".error")) each.remove();
    for (const each of form.querySelectorAll("[aria-invalid]")) {
      each.removeAttribute("aria-invalid");
      const ids = (each.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => !id.startsWith("e-"));
      if (ids.join("")) each.setAttribute("aria-describedby", ids.join(" "));
      else each.removeAttribute("aria-describedby");
    }
  }
  function complain(problems) {
    clean();
    const list = make("ul", {});
    for (const [id, message] of problems) {
      const where = box(id), input = $(`f-${id}`), group = where?.tagName === "FIELDSET" ? where : input;
      if (where && group) {
        const words = make("p", { class: "error", id: `e-${id}` }, make("span", { class: "sr" }, `${t("error")} `), message);
        (where.querySelector(":scope > .hint") ?? where.querySelector(":scope > legend, :scope > label")).after(words);
        group.setAttribute("aria-invalid", "true");
        group.setAttribute("aria-describedby", [group.getAttribute("aria-describedby"), `e-${id}`].filter(Boolean).join(" "));
      }
      const link = make("a", { href: `#f-${id}` }, fields.has(id) ? `${fields.get(id).label}: ${message}` : message);
      link.addEventListener("click", (event) => { event.preventDefault(); reveal(id); });
      list.append(make("li", {}, link));
    }
    const summary = make("div", { class: "errors", id: "errors", role: "alert", tabindex: "-1", "aria-labelledby": "errors-title" },
      make("h2", { id: "errors-title" }, t("errors")), list);
    form.prepend(summary);
    summary.focus();
    document.title = `${t("error")} ${title}`;
  }
  function reveal(id) {
    const input = $(`f-${id}`);
    if (!input) return;
    picker?.words();
    input.closest("details")?.setAttribute("open", "");
    input.focus();
  }

  // Steps

  const title = document.title, hasCheck = data.form === "suggest";
  const place = make("span", {}), back = make("button", { type: "button", class: "link" }, t("back"));
  const bar = make("p", { class: "steps" }, back, place);
  const next = make("button", { type: "button", class: "btn" }, t("next")), skip = make("button", { type: "button", class: "btn quiet" }, t("skip"));
  const ending = [...form.children].filter((each) => !each.classList.contains("step"));
  const send = $("send"), actions = send.parentElement, check = make("section", { class: "step", "aria-labelledby": "t-check" });
  let picker = null;
  actions.append(next, skip);
  form.prepend(bar);
  if (hasCheck) sections.at(-1).after(check);
  const last = () => sections.length - (hasCheck ? 0 : 1);

  function show(step, focus = true) {
    at = Math.max(0, Math.min(step, last()));
    clean();
    document.title = title;
    const checking = hasCheck && at === sections.length;
    sections.forEach((section, number) => { section.hidden = number !== at; });
    check.hidden = !checking;
    if (checking) drawCheck();
    for (const each of ending) if (each !== actions && !each.classList.contains("trap")) each.hidden = at !== last();
    if ($("q-email")) $("q-email").hidden = at !== last();
    back.hidden = at === 0;
    bar.hidden = sections.length < 2;
    place.textContent = checking ? "" : t("step", { at: Math.min(at + 1, sections.length), of: sections.length });
    next.hidden = at === last();
    send.hidden = at !== last() || !data.relay;
    skip.hidden = at === last() || !hasCheck || wrong([...fields.values()], values(), data.rules).length > 0 || lacks(values());
    if (sections[at]?.id === "step-right") conditions();
    finish();
    if (checking || sections[at]?.querySelector("#f-hours")) pickWeek();
    if (focus) {
      const head = (checking ? check : sections[at]).querySelector("h2");
      head.tabIndex = -1;
      head.focus();
      door.scrollIntoView({ block: "start" });
    }
  }
  const lacks = (said) => data.one_of.length > 0 && !data.one_of.some((name) => said[name]);
  function problemsOf(list, said) {
    const found = wrong(list, said, data.rules).map(([id, name, more]) => [id, says(name, more)]);
    if (list.some(({ id }) => id === data.one_of[0]) && lacks(said)) found.push([data.one_of[0], says("one_of")]);
    return found;
  }
  function go(step) {
    history.pushState({ step }, "");
    show(step);
  }
  next.addEventListener("click", () => {
    const found = problemsOf(of(sections[at]), values());
    if (found.length) complain(found);
    else go(at + 1);
  });
  skip.addEventListener("click", () => {
    const found = problemsOf(of(sections[at]), values());
    if (found.length) complain(found);
    else go(last());
  });
  back.addEventListener("click", () => (history.state?.step === at ? history.back() : show(at - 1)));
  addEventListener("popstate", (event) => show(event.state?.step ?? 0));

  function drawCheck() {
    const said = values(), rows = make("dl", { class: "told" });
    for (const field of fields.values()) {
      const words = inWords(field, said);
      if (!words) continue;
      const change = make("button", { type: "button", class: "link" }, t("change"), make("span", { class: "sr" }, `: ${field.label}`));
      change.addEventListener("click", () => go(sections.findIndex((section) => of(section).includes(field))));
      rows.append(make("div", {}, make("dt", {}, field.label), make("dd", {}, words), make("dd", {}, change)));
    }
    check.replaceChildren(make("h2", { id: "t-check" }, t("check")), rows);
  }
  function labels(field) {
    const found = {};
    for (const input of form.querySelectorAll(`[name="${field.id}"]`)) {
      if (input.tagName === "SELECT") for (const option of input.options) found[option.value] = option.textContent;
      else if (input.type === "radio" || input.type === "checkbox") {
        const group = input.closest("details")?.querySelector("summary")?.textContent;
        found[input.value] = `${group ? `${group}: ` : ""}${input.nextElementSibling.textContent}`;
      }
    }
    return found;
  }
  function inWords(field, said) {
    const value = said[field.id], known = labels(field);
    return Array.isArray(value) ? value.map((id) => known[id] ?? id).join("\n") : value ? known[value] || value : "";
  }
  async function pickWeek() {
    const field = $("f-hours");
    if (picker || !field || box("hours").hidden) return;
    picker = {};
    picker = (await import("./forms-week.mjs")).pick(field, t, make, () => {
      const said = values(), kept = new Set(Object.entries(about?.written ?? {}).filter(([key]) => isAbout(key, said)).map(([, text]) => text));
      return kept.size === 1 ? [...kept][0] : "";
    });
  }

  // Questions that only some answers ask

  function conditions() {
    const said = values();
    for (const field of fields.values()) {
      if (!field.when || !box(field.id)) continue;
      const hidden = !asked(field, said);
      for (const each of [box(field.id), ...(field.id === "hours" ? form.querySelectorAll(".picker") : [])]) {
        if (each.classList.contains("picker") || field.id !== "hours" || hidden || !picker) each.hidden = hidden;
      }
      if (field.kind === "part" && about) parts(field.id);
    }
    if (data.form === "report") {
      presentValues(said);
      const unsafe = said.reason === "unsafe";
      $("unsafe-note")?.remove();
      form.querySelector(".consent").hidden = unsafe || at !== last();
      if (unsafe) box("details").prepend(make("p", { class: "note bad", id: "unsafe-note" }, t(data.relay ? "unsafe" : "unsafe_none")));
      if (!unsafe && said.reason === "hours") pickWeek();
      picker?.begin?.();
    }
  }
  form.addEventListener("change", conditions);
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);

  // Which record a report is about, and what it says now

  function parts(id) {
    const select = $(`f-${id}`), listed = { service: about.services, place: about.places, old_phone: about.phones }[id] ?? [];
    if (select.tagName !== "SELECT") return;
    if (select.options.length < 2) {
      for (const [value, label] of listed) select.append(make("option", { value }, label));
      select.value = params.get({ service: "s", place: "l" }[id] ?? "") ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    select.closest("[hidden]")?.removeAttribute("hidden");
    box(id).hidden = listed.length < 2 || (Boolean(params.get({ service: "s", place: "l" }[id] ?? "")) && Boolean(select.value)) || !asked(fields.get(id), values());
  }
  const serviceOf = (said) => said.service || (about.services.length === 1 ? about.services[0][0] : "");
  function isAbout(key, said) {
    const [service, where] = key.split(" ");
    return (!serviceOf(said) || service === serviceOf(said)) && (!said.place || where === said.place);
  }
  function presentValues(said) {
    for (const each of form.querySelectorAll(".now")) each.remove();
    if (!about) return;
    const service = serviceOf(said);
    const addresses = Object.entries(about.address);
    const known = {
      phone: about.phones.map(([, number]) => number),
      hours: service || said.place ? [...new Set(Object.entries(about.hours).filter(([key]) => isAbout(key, said)).map(([, words]) => words))] : [],
      street: about.address[said.place] ?? (addresses.length === 1 ? addresses[0][1] : []),
      eligibility: about.eligibility[service] ? [about.eligibility[service]] : [],
    };
    for (const [id, lines] of Object.entries(known)) {
      if (!lines.length || !box(id)) continue;
      const now = make("p", { class: "now" }, make("span", { class: "soft" }, t("now")), " ", ...lines.map((line) => make("span", { class: "block" }, line)));
      box(id).hidden && id === "hours" && form.querySelector(".picker") ? form.querySelector(".picker").before(now) : $(`f-${id}`).before(now);
    }
  }
  async function findRecord() {
    const answer = await fetch(`${data.up}p/${slug}.html`);
    if (!answer.ok) throw new Error("gone");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    about = JSON.parse(page.getElementById("report-data").textContent);
    $("f-record").value = slug;
    box("record").hidden = true;
    const name = make("a", { href: `${data.up}p/${slug}` }, about.name);
    const which = about.services.find(([key]) => key === params.get("s"))?.[1] ?? about.places.find(([key]) => key === params.get("l"))?.[1];
    door.querySelector("h1").after(make("p", { class: "about-what" }, name, which ? `: ${which}` : ""));
    for (const id of ["service", "place"]) if (box(id)) parts(id);
    const why = params.get("why"), radio = why && form.querySelector(`[name="reason"][value="${CSS.escape(why)}"]`);
    if (radio) radio.checked = true;
  }

  // "Is it one of these?"

  let asking = 0;
  function suggestions(input, head, link) {
    const list = make("div", { class: "maybe", "aria-live": "polite" });
    input.closest(".q").append(list);
    input.addEventListener("input", () => {
      clearTimeout(asking);
      asking = setTimeout(async () => {
        const text = input.value.trim(), { near } = text.length > 3 ? await import("./forms-near.mjs") : { near: () => [] };
        const found = await near(text, data);
        if (input.value.trim() !== text) return;
        list.replaceChildren(...(found.length ? [make("p", {}, t(head)), make("ul", {}, ...found.map(([each, name, city]) =>
          make("li", {}, make("a", { href: link(each) }, name), city ? ` ${city}` : "")))] : []));
        if (found.length && head === "maybe") list.append(make("p", { class: "small soft" }, t("maybe_report")));
      }, 350);
    });
  }

  // The search among the kinds of help

  function filterNeeds() {
    const set = box("needs"), groups = [...set.querySelectorAll(".group")], filter = make("input", { id: "filter", type: "search", autocomplete: "off" });
    const said = make("p", { class: "hint", role: "status" });
    const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
    const texts = new Map([...set.querySelectorAll("input")].map((input) => [input, fold(`${input.nextElementSibling.textContent}|${data.needs[input.value] ?? ""}|${input.closest("details").querySelector("summary").textContent}`)]));
    set.querySelector("legend").after(make("div", { class: "q" }, make("label", { for: "filter" }, t("filter")), filter, said));
    filter.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = fold(filter.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const group of groups) {
        let some = false;
        for (const item of group.querySelectorAll("li")) {
          const input = item.querySelector("input"), fits = words.every((word) => texts.get(input).includes(word));
          item.hidden = !fits && !input.checked;
          some ||= fits;
          count += fits && words.length ? 1 : 0;
        }
        group.hidden = !some && !group.querySelector(":checked");
        group.open = words.length ? some : Boolean(group.querySelector(":checked"));
      }
      if (!count) for (const each of [...groups, ...set.querySelectorAll("li")]) each.hidden = false;
      said.textContent = words.length ? (count ? t("found", { n: count }) : t("filter_none")) : "";
    });
    filter.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  }

  // Sending

  const told = make("p", { class: "sending", role: "status" });
  actions.after(told);
  const set = (name, value) => {
    const input = form.elements[name] ?? form.appendChild(make("input", { type: "hidden", name }));
    input.value = value ?? "";
  };
  async function token() {
    if (!data.relay || form.elements.token.value) return;
    const { token: signed, key, proof } = await (await fetch(`${data.relay}token`)).json();
    set("token", signed);
    set("key", key);
    if (proof) await prove(proof);
  }
  const prove = async (proof) => set("altcha", await (await import("./forms-proof.mjs")).solve(proof));
  async function post(tries = 3) {
    const said = values(), body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (own.includes(name) || name === "email" || said[name]?.includes(String(value).trim())) body.append(name, value);
    const answer = await fetch(`${data.relay}submit`, { method: "POST", headers: { Accept: "application/json" }, body });
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 428 && tries) {
      if (told.token) [set("token", told.token), set("key", told.key)];
      if (told.proof) await prove(told.proof);
      return post(tries - 1);
    }
    if (answer.status === 409 && tries) {
      set("token", "");
      set("key", "");
      await token();
      return post(tries - 1);
    }
    return { status: answer.status, told };
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (at !== last()) return next.click();
    const all = [...fields.values()], said = values(), found = problemsOf(all, said);
    if (found.length) return toProblems(found);
    if (!data.relay || send.disabled) return;
    send.disabled = true;
    told.textContent = t("sending");
    try {
      const { status, told: answer } = await post();
      if (answer.url) {
        sent = true;
        forget();
        location.assign(new URL(answer.url, data.relay).href);
        return;
      }
      told.textContent = status === 429 || status === 503 ? t("busy", { minutes: t("minutes") }) : status === 422 ? "" : t("failed");
      if (status === 422) toProblems(answer.problems.map(({ field, message }) => [field, message]));
    } catch {
      told.textContent = t("failed");
    }
    send.textContent = t("again");
    send.disabled = false;
  });
  function toProblems(found) {
    const step = sections.findIndex((section) => of(section).some(({ id }) => found.some(([name]) => name === id)));
    if (step >= 0 && step !== at) show(step, false);
    complain(found);
  }

  // Without a relay: the form at GitHub, filled in, or a mail

  const other = make("div", { id: "other" });
  async function finish() {
    if (data.relay) return;
    actions.after(other);
    other.hidden = at !== last();
    if (at !== last()) return;
    const said = values();
    if (said.reason === "unsafe") return other.replaceChildren(...privately());
    const { compose } = await import("./forms-text.mjs");
    const list = [...fields.values()].map((field) => ({ ...field, options: field.kind === "part" ? {} : labels(field) }));
    other.replaceChildren(
      ...(data.github ? [make("p", { class: "actions" }, make("a", { class: "btn", href: github(said), rel: "noreferrer" }, t("github"))), make("p", { class: "small" }, t("github_text"))] : []),
      ...(data.mail ? [make("p", { class: "actions" }, make("a", { class: "btn quiet", href: mail(compose(list, said, data.consent)) }, t("mail"))), make("p", { class: "small" }, t("mail_text"))] : []));
    for (const link of other.querySelectorAll("a")) {
      link.addEventListener("click", (event) => {
        const wrongs = problemsOf([...fields.values()], values());
        if (!wrongs.length) return;
        event.preventDefault();
        toProblems(wrongs);
      });
    }
  }
  form.addEventListener("input", finish);
  form.addEventListener("change", finish);
  const mail = (text) => `mailto:${data.mail}?subject=${encodeURIComponent(t("mail_subject", { title }))}&body=${encodeURIComponent(text.replace(/\n/g, "\r\n"))}`;
  function privately() {
    const ways = [];
    if (data.private.github) ways.push(make("p", {}, make("a", { class: "btn", href: data.private.github, rel: "noreferrer" }, t("unsafe_github"))));
    if (data.private.mail) ways.push(make("p", {}, t("unsafe_mail"), " ", make("a", { href: `mailto:${data.private.mail}` }, data.private.mail)));
    return ways.length ? ways : [make("p", { class: "note bad" }, t("unsafe_none"))];
  }
  function github(said) {
    const text = (id) => inWords(fields.get(id) ?? { id }, said), correcting = ["phone", "hours", "street", "city", "zip", "eligibility", "closed_on"].some((id) => said[id]);
    const address = new URL(data.form === "report" && correcting ? data.correct : data.github), put = (name, value) => { if (value) address.searchParams.set(name, value); };
    if (data.form === "suggest") {
      for (const name of ["name", "description", "phone", "website", "street", "city", "zip", "hours", "eligibility"]) put(name, said[name]);
      put("service", text("needs").split("\n")[0].split(": ").at(-1));
      put("email", said.office_email);
      put("cost", said.price || (said.cost === "free" ? text("cost") : ""));
      put("languages", [...(said.languages ?? []).map((code) => labels(fields.get("languages"))[code].replace(/ \(.*/, "")), said.more_languages].filter(Boolean).join(", "));
      put("source", [text("how"), said.source].filter(Boolean).join(". "));
    } else {
      for (const name of ["record", "service", "place", ...(correcting ? ["old_phone", "phone", "street", "city", "zip", "hours", "eligibility"] : [])]) put(name, said[name]);
      put("closed", said.closed_on);
      if (correcting) put("source", [text("how"), said.details].filter(Boolean).join(". "));
      else put("details", [text("reason"), said.details, text("how")].filter(Boolean).join(". "));
    }
    return address.href;
  }

  // Begin

  for (const each of form.querySelectorAll(".only")) each.remove();
  restore();
  if (box("needs")) filterNeeds();
  if (data.form === "suggest") suggestions($("f-name"), "maybe", (each) => `${data.up}p/${each}`);
  else if (!slug) suggestions($("f-record"), "maybe_choose", (each) => `?p=${each}`);
  const ready = slug && box("record") ? findRecord().catch(() => { form.before(make("p", { class: "note bad", role: "status" }, t("record_failed"))); }) : Promise.resolve();
  ready.then(() => { conditions(); show(history.state?.step ?? 0, false); });
  form.addEventListener("input", () => token().catch(() => {}), { once: true });
  form.addEventListener("change", () => token().catch(() => {}), { once: true });
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
