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

// Whether a question is asked at all, after what was answered to others.
export const asked = (field, values) => holds(field.when, values);

// As Python counts: a sign beyond the first 65,536 is one letter, not two.
const letters = (said) => [...said].length;

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
    } else if (letters(said) > field.longest) found.push([field.id, "long", { most: field.longest, found: letters(said) }]);
    else if (quick(field.rule, text, rules)) found.push([field.id, quick(field.rule, text, rules), {}]);
  }
  return found;
}
