// A form as a mail: the same headings and answers that `bluepages intake --text` reads (bluepages/intake/webtext.py).
const TAKEN = /^'*[#>]/; // lines of an answer that could be taken for a heading, or be lost as a quotation

// `fields` are the questions as [label, kind, options by id], `values` the answers by id; `consent` is [label, text].
export function compose(fields, values, consent) {
  const parts = fields.map(({ id, label, kind, options }) => `### ${label}\n\n${answer(values[id], kind, options)}`);
  return [...parts, `### ${consent[0]}\n\n- [x] ${consent[1]}`, ""].join("\n\n");
}

function answer(value, kind, options = {}) {
  if (kind === "ticks") return (value ?? []).map((id) => `- [x] ${options[id] ?? id}`).join("\n");
  if (!value) return "";
  if (options[value]) return options[value];
  return value.split("\n").map((line) => (TAKEN.test(line) ? `'${line}` : line)).join("\n");
}
