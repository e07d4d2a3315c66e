// Asks the portal's source of the search page. Argument: the folder of the modules. On stdin JSON: its settings, the rows
// of the table, the questions; on stdout the services of each list for each question.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";

const module = (name) => import(pathToFileURL(join(process.argv[2], `${name}.mjs`)));
const { open } = await module("search-portal");
const { fold, tokens, stems } = await module("search-words");
const { state, within } = await module("hours");
const { settings, rows, asks } = JSON.parse(await text(process.stdin));

const answer = (result) => ({ ok: true, json: async () => ({ success: true, result }) });
const get = async (address) => answer(new URL(address).pathname.endsWith("package_show")
  ? { resources: [{ id: "table", bluepages_role: "table" }] } : { total: rows.length, records: rows });
const nobody = { search() { throw new Error("the portal should have answered"); } };
const source = open(settings, { fold, tokens, stems, within, opening: state }, nobody, get);
const names = (hits) => hits.map(({ each }) => `${each.slug}/${each.key}`);
const answers = [];
for (const ask of asks) {
  const found = await source.search({ age: null, audience: "", ...ask, date: new Date(ask.now) });
  answers.push({ near: names(found.near), call: names(found.call), area: names(found.area) });
}
console.log(JSON.stringify(answers));
