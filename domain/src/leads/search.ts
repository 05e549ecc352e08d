import { pinyin } from "pinyin-pro";
import type { LeadValues } from "./contract.ts";

const RUNS = /\p{Script=Han}+|[a-z0-9]+/gu;
const HAN = /^\p{Script=Han}/u;
/** How much of the facts is searched: the rest would make the index larger than the leads. */
const FACTS = 200;

/** Lower-case and width-folded, as both sides of a search are compared. */
const folded = (text: string): string => text.normalize("NFKC").toLowerCase();

/** Characters and pairs of hanzi, and whole words of other signs; `singles`: each character by itself too. */
export function tokensIn(text: string, singles: boolean): string[] {
  const found: string[] = [];
  for (const [run] of folded(text).matchAll(RUNS)) {
    if (!HAN.test(run)) {
      found.push(run);
      continue;
    }
    const signs = Array.from(run);
    for (const [at, sign] of signs.entries()) {
      if (singles) found.push(sign);
      const next = signs[at + 1];
      if (next !== undefined) found.push(sign + next);
    }
  }
  return found;
}

/** Initials of a title's hanzi: 高邮湖非法网箱 -> gyhffwx, found by any beginning of it. */
export function initialsOf(text: string): string[] {
  return [...text.matchAll(/\p{Script=Han}+/gu)].flatMap(([run]) => {
    const all = pinyin(run, { pattern: "first", toneType: "none", type: "array" }).join("");
    return [all.slice(0, 2), all.slice(0, 3), all.slice(0, 4), all].filter((one) => one.length > 1);
  });
}

/** The words under which a lead is found: characters and pairs of what names it, pairs of its facts, initials of its title. */
export function searchTokens(lead: { number: string; values: LeadValues }): string[] {
  const { values } = lead;
  const naming = [lead.number, values.title, values.body?.name ?? "", values.place?.name ?? ""];
  return [
    ...new Set([
      ...naming.flatMap((text) => tokensIn(text, true)),
      ...initialsOf(values.title),
      ...tokensIn(values.facts.slice(0, FACTS), false),
    ]),
  ];
}

/** The words all of which must be there: pairs where the query has two characters in a row, the character alone otherwise. */
export function queryTokens(text: string): string[] {
  const wanted: string[] = [];
  for (const [run] of folded(text).matchAll(RUNS)) {
    const signs = Array.from(run);
    if (!HAN.test(run) || signs.length === 1) wanted.push(run);
    else
      for (const [at, sign] of signs.entries())
        if (at > 0) wanted.push((signs[at - 1] ?? "") + sign);
  }
  return [...new Set(wanted)].slice(0, 12);
}

/** About 1.1 km north-south: two leads in one cell or beside it are near. */
const CELL_DEGREES = 0.01;

/** What makes two leads belong together: the same body, a place of the same name, the same square kilometre. */
export function relationKeys(values: Pick<LeadValues, "body" | "place">): string[] {
  const keys: string[] = [];
  const same = (text: string) => folded(text).replaceAll(/[\s（）()《》、，。·]/gu, "");
  if (values.body) keys.push(`body:${same(values.body.name)}`);
  if (values.place?.name) keys.push(`place:${same(values.place.name)}`);
  const point = values.place?.point;
  if (point) keys.push(cellKey(cellOf(point.lat), cellOf(point.lon)));
  return keys;
}

const cellOf = (degrees: number): number => Math.floor(degrees / CELL_DEGREES);
const cellKey = (lat: number, lon: number): string => `cell:${lat}:${lon}`;

/** The keys to look for: as `relationKeys`, with the eight cells around. */
export function lookForKeys(values: Pick<LeadValues, "body" | "place">): string[] {
  const point = values.place?.point;
  const around = point
    ? [-1, 0, 1].flatMap((dLat) =>
        [-1, 0, 1].map((dLon) => cellKey(cellOf(point.lat) + dLat, cellOf(point.lon) + dLon)),
      )
    : [];
  return [...new Set([...relationKeys(values), ...around])];
}
