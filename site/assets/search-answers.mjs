// Who answers 2-1-1 where the person is: in the bar on top of the page, and where nothing was found.
import { icon, make } from "./search-cards.mjs";

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

// A button for a number of three digits, or what there is instead of 211 in a county.
export function press(data, t, number, slug) {
  const { href, target = null } = number === "211" ? answering(data, t, slug) : { href: `tel:${number}` };
  return make("p", {}, make("a", { class: "btn", href, target }, ...(target || href[0] !== "t" ? [t("instead")] : [icon("phone"), `${t("call")} ${number}`])));
}

// "211", "call 988", "marque el 9-1-1": the number that somebody typed in place of dialling it, else "".
export const dialled = (text) => /^(?:(?:call|dial|llam\w*|mar[cq]\w*|al|el)\s+)*(2-?1-?1|9-?1-?1|9-?8-?8)$/i.exec(text)?.[1].replaceAll("-", "") ?? "";
