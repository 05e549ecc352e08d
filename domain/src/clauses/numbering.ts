import { articleNumber } from "../agreements/words.ts";
import { attributeOf, elementsOf, valueOf } from "./xml.ts";

/** One level of a list: where it begins, in which figures, and what stands around them (第%1条). */
interface Level {
  start: number;
  format: string;
  text: string;
}
interface List {
  /** Lists of one abstract definition go on counting; one that is told to begin anew counts for itself. */
  counter: string;
  levels: ReadonlyMap<number, Level>;
}
interface Place {
  list: string;
  level: number;
}

/** Numbers that Word makes and no text of a document holds: 第一条 is then only in the list that its paragraph belongs to. */
export interface Numbering {
  lists: ReadonlyMap<string, List>;
  /** Of paragraphs that are numbered by their style. */
  styles: ReadonlyMap<string, Place>;
}

function placeOf(xml: string): Place | null {
  const [{ inner } = { inner: "" }] = elementsOf(xml, "numPr");
  const list = valueOf(inner, "numId");
  return list === undefined ? null : { list, level: Number(valueOf(inner, "ilvl") ?? 0) };
}

function levelsOf(inner: string): Map<number, Level> {
  return new Map(
    elementsOf(inner, "lvl").map(({ attributes, inner: level }) => [
      Number(attributeOf(attributes, "ilvl")),
      {
        start: Number(valueOf(level, "start") ?? 0),
        format: valueOf(level, "numFmt") ?? "decimal",
        text: valueOf(level, "lvlText") ?? "",
      },
    ]),
  );
}

/** What `word/numbering.xml` and `word/styles.xml` say of lists (ECMA-376 part 1, 17.9); of a document without lists both are empty. */
export function numberingOf(numbering: string, styles: string): Numbering {
  const abstract = new Map(
    elementsOf(numbering, "abstractNum").map(({ attributes, inner }) => [
      attributeOf(attributes, "abstractNumId"),
      levelsOf(inner),
    ]),
  );
  const lists = elementsOf(numbering, "num").map(({ attributes, inner }): [string, List] => {
    const id = attributeOf(attributes, "numId");
    const of = valueOf(inner, "abstractNumId") ?? "";
    const levels = new Map(abstract.get(of));
    const begun = elementsOf(inner, "lvlOverride").flatMap((one) => {
      const start = valueOf(one.inner, "startOverride");
      const level = Number(attributeOf(one.attributes, "ilvl"));
      return start === undefined ? [] : [{ level, start: Number(start) }];
    });
    for (const { level, start } of begun) {
      const known = levels.get(level);
      if (known) levels.set(level, { ...known, start });
    }
    return [id, { counter: begun.length > 0 ? `num/${id}` : `abstract/${of}`, levels }];
  });
  const numbered = elementsOf(styles, "style").flatMap(({ attributes, inner }) => {
    const place = placeOf(inner);
    return place ? [[attributeOf(attributes, "styleId"), place] as const] : [];
  });
  return { lists: new Map(lists), styles: new Map(numbered) };
}

/** 一, 二 … as Word calls them in its several languages. */
const CHINESE = new Set([
  "chineseCounting",
  "chineseCountingThousand",
  "japaneseCounting",
  "taiwaneseCounting",
  "taiwaneseCountingThousand",
  "ideographDigital",
]);

function figure(n: number, format: string): string {
  if (CHINESE.has(format)) return n < 1000 ? articleNumber(n) : String(n);
  if (format === "lowerLetter" || format === "upperLetter") {
    const letter = String.fromCodePoint(97 + ((n - 1) % 26));
    return format === "lowerLetter" ? letter : letter.toUpperCase();
  }
  return String(n);
}

/** Gives each paragraph of a document, in order, the number that Word would write before it; none where it writes a dot or nothing. */
export function counting({ lists, styles }: Numbering): (paragraph: string) => string {
  const counters = new Map<string, number[]>();
  return (paragraph) => {
    const place = placeOf(paragraph) ?? styles.get(valueOf(paragraph, "pStyle") ?? "");
    const list = place && lists.get(place.list);
    const level = list?.levels.get(place?.level ?? 0);
    if (!place || !list || !level) return "";
    const before = counters.get(list.counter) ?? [];
    const startOf = (at: number) => list.levels.get(at)?.start ?? 1;
    // A level that was passed over counts as begun, and those below begin anew.
    const counts = Array.from({ length: place.level + 1 }, (_, at) => before[at] ?? startOf(at));
    if (before[place.level] !== undefined) counts[place.level] = (counts[place.level] ?? 0) + 1;
    counters.set(list.counter, counts);
    if (level.format === "bullet" || level.format === "none") return "";
    return level.text.replace(/%(\d)/g, (_, digit: string) => {
      const at = Number(digit) - 1;
      return figure(counts[at] ?? 1, list.levels.get(at)?.format ?? "decimal");
    });
  };
}
