// Words as the index holds them, and numbers in text. The same rules in Python: bluepages/search/fold.py and pack.py.

const STOP = new Set((
  "a an and any am application applications apply are around as at be by can close do does find for from get have help helping how i im in is it " +
  "look looking me my near nearby need needed needs no not of on or our please problem problems some someone that the there this to " +
  "want we what where who with you your " +
  "al alguien ayuda ayudar busco buscar cerca como con de del donde el en esta favor hay la las lo los me mi mis " +
  "necesita necesito o para por problema problemas puedo que quien quiero se solicitar solicitud su sus tengo un una unas unos y yo").split(" "));

export const fold = (text) => text.replace(/['’]/g, "").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
export const tokens = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

export function stem(word) {
  word = [...word].slice(0, 40).join("");
  if (word.length < 4 || /\p{Nd}/u.test(word)) return word;
  if (word.length > 4 && word.endsWith("ies")) word = `${word.slice(0, -3)}y`;
  else if (/(?<!s|u|i)s$/.test(word)) word = word.slice(0, -1);
  if (word.length > 6 && word.endsWith("ing")) word = word.slice(0, -3);
  return word.length > 4 && /[aeo]$/.test(word) ? word.slice(0, -1) : word;
}

export const spoken = (text) => tokens(text).filter((word) => !STOP.has(word));
export const stems = (text) => spoken(text).map(stem);

const SHORT = { st: "saint", ste: "sainte", mt: "mount", ft: "fort" };
export const placeKey = (name) => tokens(name).map((word) => (Object.hasOwn(SHORT, word) ? SHORT[word] : word)).join(" ");

const ALPHABET = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter((char) => !'"\\'.includes(char));
const DIGIT = new Uint8Array(128);
ALPHABET.forEach((char, digit) => { DIGIT[char.charCodeAt(0)] = digit; });

export function unpack(text) {
  const found = [];
  let number = 0, scale = 1;
  for (let at = 0; at < text.length; at += 1) {
    const digit = DIGIT[text.charCodeAt(at)];
    if (digit < 46) {
      found.push(number + digit * scale);
      number = 0;
      scale = 1;
    } else {
      number += (digit - 46) * scale;
      scale *= 46;
    }
  }
  return found;
}
