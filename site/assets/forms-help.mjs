// Two helps while somebody types: "is it one of these?", and a search among the kinds of help.
import { box, make } from "./forms-answers.mjs";

// What the directory has under such a name already; the search index is asked only once there is something to ask for.
export function suggestions({ data, t }, input, head, link) {
  const list = make("div", { class: "maybe", "aria-live": "polite" });
  let asking = 0;
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

export function filterNeeds({ data, t }) {
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
