// What a person chose to keep on this device: a county's lists, and the pages of saved places. Only this: what was
// merely looked at leaves no copy. The service worker shows these copies, with their date, when there is no connection.
// It knows nothing of site.mjs, which fetches it only when something is kept.
const home = new URL("../", import.meta.url), prefix = `bluepages:${home.pathname}:`;
const KEPT = `${prefix}kept`, MOST = 400, DAY = 864e5, EVERY = 20 / 24;
const lang = document.documentElement.lang;
const own = document.querySelector(".brand").href;
const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(prefix + name)) ?? {};
  } catch {
    return {};
  }
};
const keptNow = () => read("kept");
function store(kept) {
  if (Object.keys(kept).length) localStorage.setItem(`${prefix}kept`, JSON.stringify(kept));
  else localStorage.removeItem(`${prefix}kept`);
}
const array = (value) => (Array.isArray(value) ? value : []);
const slugs = () => new Set(array(read("lists").lists).flatMap((list) => array(list?.items)).map((item) => item?.p)
  .filter((slug) => typeof slug === "string" && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)));

// Fetches a page anew and keeps it with the time. The whole text is stored, so that a copy is never half a page.
async function keep(cache, address) {
  const answer = await fetch(address, { cache: "no-cache", headers: { "x-kept": "no" } });
  if (!answer.ok) {
    if (answer.status === 404) await cache.delete(address);
    return "";
  }
  const text = await answer.text();
  await cache.put(address, new Response(text, { headers: { "content-type": "text/html; charset=utf-8", "x-kept": new Date().toISOString() } }));
  return text;
}

// The lists of a county: its page, every list that this page names, and the further pages of those.
async function keepLists(county) {
  const cache = await caches.open(KEPT), waiting = [county], seen = new Set(waiting);
  while (waiting.length && seen.size <= MOST) {
    const part = waiting.splice(0, 4);
    const texts = await Promise.all(part.map((address) => keep(cache, address)));
    if (!texts[0] && part[0] === county) throw new Error("not there");
    texts.forEach((text, at) => {
      for (const [, href] of text.matchAll(/ href="([^"#?]+)"/g)) {
        const address = new URL(href, part[at]).href;
        if (address.startsWith(county) && !seen.has(address) && /^[\w-]+$/.test(address.slice(county.length)) && seen.size < MOST) {
          seen.add(address);
          waiting.push(address);
        }
      }
    });
  }
  return seen.size;
}

const said = (button, words) => {
  button.closest("[data-keeping]").querySelector("[role=status]").textContent = words;
};
const when = (time) => new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" }).format(new Date(time));

// The button of a county's page.
export async function keepCounty(button) {
  const { working, done, failed } = button.closest("[data-keeping]").dataset, name = document.querySelector("h1").textContent;
  const county = new URL("./", location.href).href, kept = keptNow();
  button.disabled = true;
  try {
    if (kept[county]) {
      delete kept[county];
      store(kept);
      await sweep();
    } else {
      said(button, working);
      const pages = await keepLists(county);
      store({ ...keptNow(), [county]: { name, lang, pages, at: new Date().toISOString() } });
      said(button, done);
    }
  } catch {
    said(button, failed);
  }
  button.disabled = false;
  showKept();
}

export function showKept() {
  for (const box of document.querySelectorAll("[data-keeping]")) {
    const button = box.querySelector("button"), kept = keptNow()[new URL("./", location.href).href];
    button.hidden = !("caches" in globalThis);
    button.textContent = kept ? box.dataset.off : box.dataset.on;
    box.querySelector("[data-when]").textContent = kept ? box.dataset.kept.replace("{date}", when(kept.at)) : "";
  }
}

// The pages of saved places, in the language in which they were saved; after a day anew, since one may be hidden by then.
const old = (copy) => !(Date.now() - Date.parse(copy.headers.get("x-kept")) < DAY * EVERY);
export async function keepPlaces() {
  const cache = await caches.open(KEPT), wanted = [...slugs()].map((slug) => new URL(`p/${slug}`, own).href);
  for (const address of wanted) {
    const copy = await cache.match(address);
    if (!copy || old(copy)) await keep(cache, address).catch(() => {});
  }
  await sweep();
}

// Takes away every copy that nobody asked for any more.
export async function sweep() {
  const cache = await caches.open(KEPT), counties = Object.keys(keptNow()), wanted = slugs();
  for (const { url } of await cache.keys()) {
    const place = url.slice(home.href.length).match(/(?:^|\/)p\/([^/]+)$/)?.[1];
    if (place ? !wanted.has(place) : !counties.some((county) => url.startsWith(county))) await cache.delete(url);
  }
}

// Once a day, with a connection, what is kept is fetched anew.
export async function renew(kept) {
  for (const [county, { at }] of Object.entries(kept)) {
    if (Date.now() - Date.parse(at) < DAY * EVERY || !county.startsWith(home.href)) continue;
    const pages = await keepLists(county).catch(() => 0);
    if (pages) store({ ...keptNow(), [county]: { ...kept[county], pages, at: new Date().toISOString() } });
  }
  await keepPlaces();
}

export async function forget() {
  store({});
  await sweep();
}

// The page for when there is no connection: which counties are kept, and since when.
export function showOffline(place) {
  const kept = Object.entries(keptNow()), list = place.querySelector("ul");
  place.hidden = !kept.length;
  list.replaceChildren(...kept.map(([county, { name, at }]) => {
    const item = document.createElement("li"), link = document.createElement("a"), date = document.createElement("span");
    link.href = county.startsWith(home.href) ? county : "#";
    link.textContent = name;
    date.className = "soft";
    date.textContent = ` ${place.dataset.kept.replace("{date}", when(at))}`;
    item.append(link, date);
    return item;
  }));
  place.querySelector("button").onclick = async () => {
    await forget();
    showOffline(place);
  };
}

showKept();
for (const place of document.querySelectorAll("[data-kept-list]")) showOffline(place);
