// Who answers 2-1-1 where the person is: in the bar on top of the page, and where nothing was found.
import { make } from "./search-cards.mjs";

// What to press for help of any kind in a county: its number, or its page where nobody answers there.
export function answering(data, t, slug) {
  const [county, , href] = data.counties[slug] ?? ["", "", "tel:211"], outside = data.embed ? "_blank" : null;
  if (!href) return { href: `${data.up}counties/${slug}/`, target: outside, words: [t("instead")] };
  return { href, words: [`${t("any_need")} `, county ? make("span", { class: "there" }, `${t("there", { county })} `) : "", make("b", {}, "211")] };
}

export function tellBar(data, t, slug) {
  const link = document.querySelector(".crisis li:last-child a"), { href, target, words } = answering(data, t, slug);
  link.href = href;
  if (target) link.target = target;
  else link.removeAttribute("target");
  link.replaceChildren(...words.filter(Boolean));
}
