// Keeps the shell of the site, and shows what a person chose to keep when there is no connection.
// Pages come from the network whenever there is one. A copy says that it is one, and of when, in the page itself.
const { version, shell, pages, lost, words } = /* settings */ {};
const scope = new URL(registration.scope), prefix = `bluepages:${scope.pathname}:`;
const SHELL = `${prefix}shell:${version}`, KEPT = `${prefix}kept`, PATIENCE = 8000;
const at = (path) => new URL(path, scope).href;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([...shell, ...pages].map((path) => new Request(at(path), { cache: "no-cache" })))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(`${prefix}shell:`) && name !== SHELL) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname) || request.headers.has("x-kept")) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (path.startsWith("assets/")) event.respondWith(asset(request));
  else if (request.mode === "navigate" || /^([a-z-]+\/)?p\/[^/]+$/.test(path)) event.respondWith(page(event, url));
});

// Our own files carry a hash of their bytes, so a copy is as good as the original; without a connection an older one may do.
async function asset(request) {
  const cache = await caches.open(SHELL);
  const found = await cache.match(request);
  if (found) return found;
  try {
    return await fetch(request);
  } catch (error) {
    const near = await cache.match(request, { ignoreSearch: true });
    if (near) return near;
    throw error;
  }
}

async function page(event, url) {
  const { request } = event, copy = await copyOf(url);
  const asked = fetch(request);
  const slow = copy ? new Promise((done) => { setTimeout(done, PATIENCE); }) : null;
  try {
    const answer = await (slow ? Promise.race([asked, slow]) : asked);
    if (answer) {
      if (copy && answer.ok) event.waitUntil(keep(url, answer.clone()));
      return answer;
    }
    asked.catch(() => {});
  } catch { /* no connection */ }
  if (copy) return shown(copy);
  if (request.mode !== "navigate") return Response.error();
  const [, own] = lost.find(([folder]) => url.pathname.startsWith(scope.pathname + folder));
  const said = await caches.match(at(own), { cacheName: SHELL });
  return said ? told(await said.text(), own) : Response.error();
}

// The query of an address says nothing about what a page holds.
async function copyOf(url) {
  const bare = url.origin + url.pathname;
  return (await caches.match(bare, { cacheName: KEPT })) ?? (await caches.match(bare, { cacheName: SHELL }));
}

async function keep(url, answer) {
  const bare = url.origin + url.pathname, cache = await caches.open(KEPT);
  if (!(await cache.match(bare))) return;
  const body = await answer.text();
  await cache.put(bare, new Response(body, { headers: { "content-type": "text/html; charset=utf-8", "x-kept": new Date().toISOString() } }));
}

// The page for when there is nothing: it stands at an address that is not its own, so its links are made to hold there.
function told(text, own) {
  const whole = text.replace(/ (href|src)="(?![#"]|[a-z]+:)([^"]*)"/g, (_, name, way) => ` ${name}="${new URL(way, at(own)).href}"`);
  return new Response(whole, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

// A copy with a note on top that says so; pages of the shell hold nothing that can grow old, and need none.
async function shown(copy) {
  const time = copy.headers.get("x-kept"), text = await copy.text();
  const headers = { "content-type": "text/html; charset=utf-8" };
  if (!time) return new Response(text, { headers });
  const lang = /<html lang="([\w-]+)"/.exec(text)?.[1] ?? "en", [title, rest] = words[lang] ?? Object.values(words)[0];
  const date = new Intl.DateTimeFormat(lang, { dateStyle: "long", timeStyle: "short" }).format(new Date(time));
  const note = `<p class="note bad" role="note" id="kept" data-kept="${time}"><b>${title}</b> ${rest.replace("{date}", date)}</p>`;
  return new Response(text.replace(/<main[^>]*>/, (main) => main + note), { headers });
}
