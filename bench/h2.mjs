// Serves a built site as GitHub Pages does: HTTP/2 over TLS, texts packed. Arguments: folder, port, key, certificate.
import { existsSync, readFileSync } from "node:fs";
import { createSecureServer } from "node:http2";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const [folder, port, key, certificate] = process.argv.slice(2);
const PACKED = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".mjs": "text/javascript", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".txt": "text/plain" };
const kept = new Map();

function find(path) {
  const bare = normalize(decodeURIComponent(path)).replace(/\/$/, "/index.html"), name = join(folder, extname(bare) ? bare : `${bare}.html`);
  if (!kept.has(name) && existsSync(name)) kept.set(name, [extname(name) in PACKED ? gzipSync(readFileSync(name), { level: 6 }) : readFileSync(name), extname(name)]);
  return kept.get(name);
}

createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate), allowHTTP1: true }, (request, answer) => {
  const [body, kind] = find(request.url.split("?")[0]) ?? [];
  answer.writeHead(body ? 200 : 404, body ? { "content-type": PACKED[kind] ?? "application/octet-stream", ...(kind in PACKED ? { "content-encoding": "gzip" } : {}) } : {});
  answer.end(body);
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
