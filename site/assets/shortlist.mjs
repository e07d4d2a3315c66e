// The page of the person's own lists. What is stored is which places and the person's notes; what is said of a place
// is read from its page each time, so that a hand-out is as true as the page is.
import { codes, home, save, saved } from "./site.mjs";

const words = JSON.parse(document.getElementById("shortlist").textContent);
const place = document.getElementById("lists"), status = document.getElementById("said");
const own = new URL("../", location.href), facts = new Map();
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const trim = (node) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return node;
}
const button = (label, act, kind = "btn quiet") => make("button", { type: "button", class: kind, onclick: act }, label);

// A page as a document, without its style, which the policy of this one does not let in.
const parsed = (text) => new DOMParser().parseFromString(text.replace(/<style>[^<]*<\/style>/, ""), "text/html");

// What a page says of a place: name, services, address, hours, telephones, how fresh. `gone` where there is no page.
async function read(slug) {
  const address = new URL(`p/${slug}`, own).href;
  let answer = await fetch(address), page = address;
  if (answer.status === 404) return { gone: true, page };
  if (!answer.ok) throw new Error(String(answer.status));
  let doc = parsed(await answer.text());
  const moved = doc.querySelector("meta[http-equiv=refresh]")?.content.split("url=")[1];
  if (moved) {
    page = new URL(moved.split("#")[0], address).href;
    answer = await fetch(page);
    doc = parsed(await answer.text());
  }
  return { page, doc, url: doc.querySelector("[rel=canonical]")?.href ?? page };
}

function cardFacts({ doc, url, gone }, item) {
  if (gone || !doc) return { name: item.n, gone };
  const places = [...doc.querySelectorAll(".place, .branch")];
  const at = item.at ? doc.getElementById(`at-${item.at}`) : places.length === 1 ? places[0] : null;
  const service = item.s && doc.getElementById(`s-${item.s}`);
  return {
    url,
    name: trim(doc.querySelector("h1")),
    closed: trim(doc.querySelector("main > [data-closed] b")),
    services: service ? [trim(service.querySelector("h3"))] : [...doc.querySelectorAll(".service h3")].slice(0, 4).map(trim),
    where: at ? [address(at)] : wherever(doc, service, places),
    hours: hoursOf(at, service || (doc.querySelectorAll(".service").length === 1 && doc.querySelector(".service")), item.at) || hoursOfEach(doc, service, item.at),
    phones: [service, at].filter(Boolean).flatMap((part) => [...part.querySelectorAll("a[href^='tel:']")])
      .concat([...doc.querySelectorAll(".actions a[href^='tel:'], .actions a[href^='sms:']")]).map((link) => [trim(link), link.getAttribute("href")]).filter(([, href], index, all) => all.findIndex(([, other]) => other === href) === index).slice(0, 2),
    facts: service ? [...service.querySelectorAll("dt[data-fact]")].map((term) => [trim(term), trim(term.nextElementSibling)]) : [],
    fresh: trim((service || doc).querySelector(".checked")),
    kept: doc.getElementById("kept")?.textContent ?? "",
    sensitive: doc.querySelector("main")?.dataset.quiet !== undefined,
  };
}

const address = (place) => place.dataset.where ?? trim(place.querySelector(".where"));
const FEW = 4;
// The addresses of a service, or of all places, where they are few; else how many there are.
function wherever(doc, service, places) {
  const named = service ? [...service.querySelectorAll('a[href^="#at-"]')].map((link) => doc.getElementById(link.hash.slice(1))).filter(Boolean) : [];
  const found = [...new Set((named.length ? named : places).map(address))].filter(Boolean);
  return found.length && found.length <= FEW ? found : [trim(doc.querySelector(".meta.top a"))];
}

// The hours of the place, or else those of the service there.
function hoursOf(at, service, key) {
  const own = at ? at.dataset.said ?? trim(at.querySelector(".said")) : "";
  const whens = service ? [...service.querySelectorAll(".when")] : [];
  return own || trim((whens.find((when) => when.dataset.at === key) ?? (whens.length === 1 ? whens[0] : null))?.querySelector(".said"));
}

// Where no one text says it all: the hours of each service, if they are few, or that they differ; "" only where nobody knows any.
function hoursOfEach(doc, service, key) {
  if (key || !doc.querySelector(".said")) return "";
  const services = service ? [service] : [...doc.querySelectorAll(".service")];
  const rows = services.map((each) => [trim(each.querySelector("h3")), [...new Set([...each.querySelectorAll(".when .said")].map(trim))]]).filter(([, said]) => said.length);
  if (rows.length && rows.length < FEW && rows.every(([, said]) => said.length === 1)) return rows.map(([name, [said]]) => `${name}: ${said}`).join(" · ");
  return rows.length || !service ? words.hours_differ : "";
}

async function load(items) {
  await Promise.all(items.map(async (item) => {
    if (!facts.has(item.p)) facts.set(item.p, await read(item.p).catch(() => ({ failed: true })));
  }));
}

const current = () => {
  const data = saved();
  return { data, list: data.lists[data.on] };
};
function change(act, say = "") {
  const { data, list } = current();
  act(list, data);
  if (!save(data)) status.textContent = words.not_kept;
  else status.textContent = say;
}

function card(item, index, count) {
  const found = facts.get(item.p) ?? {}, told = cardFacts(found, item), name = told.name || item.n;
  const link = make("a", { href: new URL(`p/${item.p}`, own).href + (item.s ? `#s-${item.s}` : "") }, name);
  const move = (step) => async () => {
    change((list) => list.items.splice(index + step, 0, ...list.items.splice(index, 1)));
    await draw();
    document.querySelectorAll(".saved")[index + step]?.querySelector("button").focus();
  };
  return make("li", { class: "panel saved" },
    make("div", { class: "saved-facts" },
      make("h2", { class: "h3" }, link),
      told.gone ? make("p", { class: "note bad" }, words.gone) : "",
      found.failed ? make("p", { class: "note" }, words.failed) : "",
      told.closed ? make("p", { class: "note bad" }, told.closed) : "",
      told.kept ? make("p", { class: "note" }, told.kept) : "",
      told.services?.length ? make("p", {}, told.services.filter((each) => each !== name).join(" · ")) : "",
      ...(told.where ?? []).filter(Boolean).map((each) => make("p", { class: "spot" }, each)),
      told.hours || told.phones?.length ? make("p", {}, make("b", {}, words.hours), ` ${told.hours || words.no_hours}`) : "",
      told.facts?.length ? make("dl", { class: "facts" }, ...told.facts.flatMap(([label, fact]) => [make("dt", {}, label), make("dd", {}, fact)])) : "",
      told.phones?.length ? make("p", {}, ...told.phones.flatMap(([text, href]) => [make("a", { class: "tel", href }, text), " "])) : "",
      told.fresh ? make("p", { class: "fresh" }, told.fresh) : "",
      make("p", { class: "screen field" }, make("label", { for: `note-${index}` }, fill(words.item_note, { name })),
        make("input", { id: `note-${index}`, maxlength: "500", value: item.note, oninput: (event) => {
          change((list) => { list.items[index].note = event.target.value; });
          event.target.closest(".saved").querySelector(".said-note").textContent = event.target.value && fill(words.note_said, { note: event.target.value });
        } })),
      make("p", { class: "paper said-note" }, item.note ? fill(words.note_said, { note: item.note }) : "")),
    make("p", { class: "screen actions" },
      button(words.remove, async () => {
        change((list) => list.items.splice(index, 1), fill(words.removed, { name }));
        await draw();
        (document.querySelectorAll(".saved")[index] ?? place).querySelector("button")?.focus();
      }),
      index > 0 ? button(words.up, move(-1)) : "", index < count - 1 ? button(words.down, move(1)) : ""),
    told.url ? make("span", { class: "qr paper", "data-qr": told.url }) : "",
    told.url ? make("span", { class: "paper small url" }, told.url) : "");
}

// The list as a text for a message: no more than a person wants to read on a phone.
function asText(list) {
  const parts = list.items.map((item) => {
    const told = cardFacts(facts.get(item.p) ?? {}, item), url = told.url ?? new URL(`p/${item.p}`, own).href;
    const lines = told.sensitive ? [url] : [told.name || item.n, ...(told.where ?? []), told.hours, told.phones?.[0]?.[0], url];
    return [...lines, item.note].filter(Boolean).join("\n");
  });
  return [list.name, list.note, ...parts].filter(Boolean).join("\n\n");
}

function chooser(data) {
  if (data.lists.length < 2) return "";
  const options = data.lists.map((list, index) => make("option", { value: String(index), selected: index === data.on }, `${list.name || words.unnamed} (${list.items.length})`));
  return make("p", { class: "field" }, make("label", { for: "which" }, words.which), make("select", { id: "which", onchange: async (event) => {
    change((_, all) => { all.on = Number(event.target.value); });
    await draw();
    document.getElementById("which").focus();
  } }, ...options));
}

async function draw() {
  const { data, list } = current();
  place.hidden = false;
  place.setAttribute("aria-busy", "true");
  await load(list.items);
  const many = list.items.length, body = encodeURIComponent(asText(list)), title = encodeURIComponent(list.name || words.title);
  const titled = () => document.querySelector("h1").classList.toggle("screen", Boolean(current().list.name)); // on paper a name says more
  titled();
  const rewrite = () => {
    titled();
    const now = encodeURIComponent(asText(current().list));
    place.querySelector("[data-sms]")?.setAttribute("href", `sms:?&body=${now}`);
    place.querySelector("[data-mail]")?.setAttribute("href", `mailto:?subject=${title}&body=${now}`);
  };
  const tools = many ? make("p", { class: "screen actions" },
    button(words.print, async () => { await codes(); globalThis.print(); }, "btn"),
    make("a", { class: "btn quiet", "data-sms": "", href: `sms:?&body=${body}` }, words.text),
    make("a", { class: "btn quiet", "data-mail": "", href: `mailto:?subject=${title}&body=${body}` }, words.mail),
    navigator.share ? button(words.share, () => navigator.share({ title: list.name || words.title, text: asText(current().list) }).catch(() => {})) : "",
    navigator.clipboard ? button(words.copy, async () => { await navigator.clipboard.writeText(asText(current().list)); status.textContent = words.copied; }) : "") : "";
  const field = (id, label, value, act, tag = "input") => make("p", { class: "field" }, make("label", { for: id }, label),
    make(tag, { id, maxlength: tag === "input" ? "80" : "2000", rows: tag === "textarea" && "3", value: tag === "input" && value, oninput: (event) => { change((each) => act(each, event.target.value)); rewrite(); place.querySelector(`.${id}-said`).textContent = event.target.value; } }, tag === "textarea" ? value : ""));
  place.replaceChildren(
    make("h2", { class: "paper list-name-said" }, list.name), make("p", { class: "paper list-note-said" }, list.note),
    make("p", { class: "paper small" }, fill(words.printed_on, { date: new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" }).format(new Date()) })),
    make("div", { class: "screen" }, chooser(data)),
    many ? tools : make("p", { class: "note" }, words.empty),
    make("ol", { class: "plain saved-list" }, ...list.items.map((item, index) => card(item, index, many))),
    make("details", { class: "screen panel", open: data.lists.length > 1 || Boolean(list.name || list.note) }, make("summary", {}, words.for_workers),
      field("list-name", words.name, list.name, (each, value) => { each.name = value; }),
      field("list-note", words.note, list.note, (each, value) => { each.note = value; }, "textarea"),
      make("p", { class: "actions" },
        button(words.another, async () => { change((_, all) => { all.on = all.lists.push({ name: "", note: "", items: [] }) - 1; }); await draw(); place.querySelector("details").open = true; document.getElementById("list-name").focus(); }),
        data.lists.length > 1 ? button(words.drop, async () => { if (confirm(words.drop_sure)) { change((_, all) => { all.lists.splice(all.on, 1); all.on = 0; }); await draw(); } }) : "")),
    many || data.lists.length > 1 ? make("p", { class: "screen" }, button(words.forget, async () => {
      if (!confirm(words.forget_sure)) return;
      save({ on: 0, lists: [{ name: "", note: "", items: [] }] });
      if ("caches" in globalThis) (await import("./offline.mjs")).sweep();
      await draw();
    })) : "");
  place.removeAttribute("aria-busy");
}

if (home) draw();
addEventListener("beforeprint", () => codes());
