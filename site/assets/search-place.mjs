// Where the person is: what they wrote, in the place box or behind "in" among their words, as a point and a county.
import { fold, tokens } from "./search-words.mjs";

const COUNTY = /\b(county|condado( de)?)\b/;

export class Places {
  // `data` is the page's: its counties, and the names of the state.
  constructor(data) {
    this.counties = data.counties;
    this.state = new RegExp(`[,\\s]*\\b(${data.state.map(fold).join("|")})\\.?$`);
  }

  county(text) {
    const wanted = fold(text).replace(COUNTY, "").trim();
    return Object.keys(this.counties).find((slug) => fold(this.counties[slug][0]) === wanted) ?? "";
  }

  // {origin, county, only, name, zip, others}; {} for the whole state; null for no such place. `from` is the source.
  async spot(text, from) {
    const plain = fold(text).trim().replace(this.state, "");
    if (!plain) return {};
    const zip = plain.match(/\b\d{5}\b/)?.[0], [first, within = ""] = plain.split(",").map((part) => part.trim());
    const county = this.county(plain) || this.county(first), words = tokens(plain), said = county && COUNTY.test(plain);
    // Of an address, the city: its last words.
    const tails = /[\d,]/.test(plain) ? [3, 2, 1].map((many) => words.slice(-many).join(" ")) : [];
    for (const name of zip ? [zip] : said && !within ? [] : [first, ...tails]) {
      const rows = await from.places(name), inside = rows.filter((row) => row[1] && row[1] === this.county(within));
      const [row, ...others] = inside.length ? inside : rows;
      if (!row) continue;
      const [city, home, lat, lon] = row;
      return { origin: { lat, lon }, county: home, name: zip ? `${zip}, ${city}` : city, others: inside.length ? [] : others.filter((other) => other[1] !== home) };
    }
    const [lat, lon] = county ? await from.center(county) : [];
    return lat === undefined ? null : { origin: { lat, lon }, county, only: county };
  }

  // The place of a whole question, with the words that are left of it in `q`.
  async of({ q, near }, from) {
    if (near) return this.spot(near, from);
    const zip = q.match(/\b\d{5}\b/)?.[0], [, rest, tail] = q.match(/^(.+?)\s+(?:in|near|en|cerca de)\s+(\D+)$/i) ?? [];
    const found = zip || tail ? await this.spot(zip ?? tail, from) : null;
    return found?.origin ? { ...found, q: zip ? q.replace(zip, "").replace(/\b(in|near|en|cerca de)\s*$/i, "").trim() : rest } : {};
  }
}
