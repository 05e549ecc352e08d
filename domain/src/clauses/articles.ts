import { derivedId } from "../kernel/ids.ts";
import { bearsStateSecretMark } from "../kernel/markings.ts";
import type { Clause } from "./contract.ts";
import { counting, numberingOf } from "./numbering.ts";
import { keyOfHeading } from "./rules.ts";
import { elementsOf } from "./xml.ts";

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

const plain = (text: string): string =>
  text.replace(
    /&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g,
    (whole, dec?: string, hex?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const point = dec === undefined ? Number.parseInt(hex ?? "", 16) : Number(dec);
      return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
    },
  );

const UNNUMBERED = numberingOf("", "");

/**
 * The paragraphs of a WordprocessingML document (ECMA-376 part 1, 17.3): the number that its list gives it, then its runs' text; deleted
 * text and field codes are not.
 */
export function paragraphsOf(xml: string, numbering = UNNUMBERED): string[] {
  const numberOf = counting(numbering);
  return elementsOf(xml, "p").map(({ inner }) => {
    const text = [...inner.matchAll(/<w:t(?:\s[^<>]*)?>([^<]*)<\/w:t>|<w:(tab|br)\b[^<>]*\/>/g)]
      .map(([, written, gap]) => (gap ? " " : plain(written ?? "")))
      .join("")
      .trim();
    // A paragraph without text is not numbered on paper either.
    return text === "" ? "" : numberOf(inner) + text;
  });
}

/** 第一条, 第十二条, 第12条, then 【heading】, then the text that stands on the same line. */
const ARTICLE =
  /^第\s*[〇零一二三四五六七八九十百\d]+\s*条\s*(?:[【〔[（(]\s*([^】〕\]）)]{1,40}?)\s*[】〕\]）)])?\s*[：:]?\s*([\s\S]*)$/;

/** The parts of a .docx that its text stands in, as XML. */
export interface WordParts {
  document: string;
  numbering?: string;
  styles?: string;
}

/** 4,000 characters are a clause's most (ClauseText); what is longer belongs to no article of an agreement. */
const MOST = 4_000;

/**
 * The articles of an agreement's text as clauses, by their bracketed headings; ids follow from `source` and the place, so that the same
 * file read again gives the same clauses. What stands before the first article is the preamble; its first line is the title.
 */
export function articlesOf(
  { document, numbering = "", styles = "" }: WordParts,
  source: string,
): { title: string; clauses: Clause[]; preamble: string[] } {
  const preamble: string[] = [];
  const found: { heading: string; lines: string[] }[] = [];
  for (const line of paragraphsOf(document, numberingOf(numbering, styles))) {
    if (line === "" || bearsStateSecretMark(line)) continue;
    const article = ARTICLE.exec(line);
    if (article) found.push({ heading: article[1] ?? "", lines: [article[2] ?? ""] });
    else if (found.length > 0) found.at(-1)?.lines.push(line);
    else preamble.push(line);
  }
  const clauses = found.map(({ heading, lines }, index): Clause => {
    const text = lines
      .filter((line) => line !== "")
      .join("\n")
      .slice(0, MOST);
    return {
      id: derivedId(source, `clause/${index}`),
      // By the heading alone: what the text binds to stays in its words until somebody puts values in fields.
      key: keyOfHeading(heading),
      heading: heading || `第${index + 1}条`,
      text: text || heading,
      values: {},
    };
  });
  return { title: (preamble[0] ?? "").slice(0, 120), clauses, preamble };
}
