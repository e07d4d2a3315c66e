// Builds a Pagefind index of records, one JSON object a line in a file: {url, title, text, need: [], county: []}.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createIndex, close } from "pagefind";

const [records, out] = process.argv.slice(2);
const { index, errors } = await createIndex({ forceLanguage: "en" });
if (errors.length) throw new Error(errors.join());
for await (const line of createInterface({ input: createReadStream(records) })) {
  const { url, title, text, need, county } = JSON.parse(line);
  const added = await index.addCustomRecord({ url, content: `${title}. ${text}`, language: "en", meta: { title }, filters: { need, county } });
  if (added.errors.length) throw new Error(added.errors.join());
}
const written = await index.writeFiles({ outputPath: out });
if (written.errors.length) throw new Error(written.errors.join());
await close();
