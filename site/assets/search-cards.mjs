// Results as elements. Texts of records only ever become text, never markup.
import { dates } from "./hours.mjs";
import { midnight } from "./search-engine.mjs";
import { fill, told } from "./site.mjs";

const SOME = 5; // names of counties on one line

// An element with attributes and children; null children are left out.
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== false) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), use = document.createElementNS(svg.namespaceURI, "use");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export class Cards {
  // `data` is the page's own (#search), `now` what site.mjs works with (#now); `day` is the day that was asked for.
  day = "";
  home = "";

  constructor(data, now, lang) {
    Object.assign(this, { data, now, lang, plurals: new Intl.PluralRules(lang) });
  }

  get numbers() {
    return (this.written ??= new Intl.NumberFormat(this.lang === "es" ? "es-US" : this.lang, { maximumFractionDigits: 1 }));
  }

  // A text of the catalogue; `n` chooses the plural.
  t(key, values = {}) {
    let text = this.data.words[key];
    if (typeof text === "object") text = text[this.plurals.select(Number(values.n))] ?? text.other;
    return fill(text, "n" in values ? { ...values, n: this.numbers.format(values.n) } : values);
  }

  date(text) {
    const [year, month, day] = text.split("-").map(Number);
    if (!month) return text;
    const options = day ? { dateStyle: "long" } : { year: "numeric", month: "long" };
    return dates(this.lang, { ...options, timeZone: "UTC" }).format(Date.UTC(year, month - 1, day || 1));
  }

  // A name in the page's language where a person translated it, else marked with its own.
  named(text, translated) {
    return translated || this.lang === this.data.own ? make("bdi", {}, translated || text) : make("bdi", { lang: this.data.own }, text);
  }

  card(hit) {
    const { each } = hit, [provider, service, cost] = each.said(this.lang);
    const away = hit.miles === null ? null : make("span", {}, this.far(hit.miles, each.kind === 1));
    const where = this.where(each);
    return make("li", { class: "hit", "data-at": each.lat === null || each.kind > 1 ? null : `${each.lat},${each.lon}` }, make("div", {},
      make("h3", {}, make("a", { href: `${this.data.up}p/${each.slug}#s-${each.key}`, target: this.data.embed ? "_blank" : null }, this.named(each.service, service))),
      each.provider === each.service ? null : make("p", { class: "who" }, this.named(each.provider, provider)),
      make("p", { class: "meta" }, this.state(each), away, where ? make("span", { class: "spot" }, where) : null),
      this.tags(each, cost), this.elsewhere(each, hit.wide), make("p", { class: "fresh" }, this.fresh(each))), this.call(each));
  }

  // Now, kept true by site.mjs; or on the day that was asked for.
  state(each) {
    const { day, now } = this, known = each.hours.includes("=");
    const [at, words] = day ? [midnight(day, now.zone), { ...now.words, today: "{weekday} {time}" }] : [new Date(), now.words];
    const [kind, text] = known ? told(each.hours, each.hoursChecked, each.dated, at, { ...now, words }, this.lang) : ["call", words.call_first];
    const kept = known && !day ? { "data-hours": each.hours, "data-checked": each.hoursChecked, "data-dated": each.dated } : {};
    return make("span", { class: `state ${kind}`, ...kept }, text);
  }

  far(miles, about) {
    const n = miles < 10 ? Math.max(0.1, Math.round(miles * 10) / 10) : Math.round(miles), text = this.t("miles", { n });
    return about ? this.t("about", { miles: text }) : text;
  }

  where(each) {
    if (each.kind === 3) return [this.t("private"), each.city].filter(Boolean).join(", ");
    if (each.kind === 2) return this.t("no_place");
    return [each.street, each.city].filter(Boolean).join(", ");
  }

  // A place over the county line that says it serves others is not lost, but it is said. Where nobody said in which county
  // they are, a service without a distance (`wide`) says which counties it serves.
  elsewhere({ serves = [] }, wide) {
    const counties = this.data.counties, named = serves.filter((slug) => Object.hasOwn(counties, slug)).map((slug) => counties[slug][0]), n = named.length;
    if (!n || (this.home ? serves.includes(this.home) : !wide)) return null;
    const text = this.home ? this.t("elsewhere", { n, county: named[0] }) : this.t("serves", { n, names: named.slice(0, SOME).join(", ") + (n > SOME ? "…" : "") });
    return make("p", { class: "fresh" }, text);
  }

  tags(each, cost) {
    const tag = (...inside) => make("span", { class: "tag" }, ...inside), found = each.free ? [tag(this.t("free"))] : each.cost ? [tag(this.named(each.cost, cost))] : [];
    for (const name of each.audiences) {
      const option = document.querySelector(`#for [value="${CSS.escape(name)}"]`);
      if (option) found.push(tag(option.textContent));
    }
    const low = each.youngest, high = each.oldest;
    if (low || high !== null) {
      const ages = high === null ? this.t("ages_from", { low }) : low ? this.t("ages_between", { low, high }) : this.t("ages_to", { high });
      found.push(tag(this.t("ages", { ages })));
    }
    for (const code of each.languages.filter((other) => other !== this.data.own).slice(0, 3)) {
      const name = Object.hasOwn(this.data.languages, code) ? this.data.languages[code] : code;
      found.push(tag(make("bdi", { lang: code }, name)));
    }
    return found.length ? make("p", { class: "meta" }, ...found) : null;
  }

  fresh(each) {
    const way = { p: "phone", v: "visit", m: "mail", o: "other" }[each.way];
    if (each.checked) return this.t(`fresh_${way ?? "other"}`, { date: this.date(each.checked) });
    return each.dated ? this.t("fresh_listed", { date: this.date(each.dated) }) : this.t("fresh_never");
  }

  // What to press: the number, and the list that a person keeps on this device.
  call(each) {
    const { embed, save } = this.data, pressed = embed ? null : make("button", { class: "btn quiet", type: "button", "data-save": each.slug, "data-s": each.key, "aria-pressed": "false" },
      icon("save"), make("span", {}, save, make("span", { class: "sr" }, `: ${each.service}`)));
    return each.phone || pressed ? make("p", { class: "act" }, this.number(each.phone), pressed) : null;
  }

  number(phone) {
    if (!phone) return null;
    const sms = phone.startsWith("sms:"), [number, extension] = phone.replace("sms:", "").split(",");
    const digits = number.replace(/\D/g, ""), whole = digits.length === 10 ? `+1${digits}` : digits.length === 11 ? `+${digits}` : digits;
    const href = `${sms ? "sms" : "tel"}:${whole}${extension && !sms ? `,${extension}` : ""}`;
    return make("a", { class: "btn", href }, icon(sms ? "text" : "phone"), make("span", {}, `${this.t(sms ? "text" : "call")} `, make("span", { class: "num" }, number)));
  }
}
