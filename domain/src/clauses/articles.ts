import { derivedId } from "../kernel/ids.ts";
import { bearsStateSecretMark } from "../kernel/markings.ts";
import type { Clause } from "./contract.ts";
import { keyOfHeading } from "./rules.ts";

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

/** The paragraphs of a WordprocessingML document (ECMA-376 part 1, 17.3): its runs' text; deleted text and field codes are not. */
export function paragraphsOf(xml: string): string[] {
  return [...xml.matchAll(/<w:p(?:\s[^>]*)?>([\s\S]*?)<\/w:p>/g)].map(([, inner = ""]) =>
    [...inner.matchAll(/<w:t(?:\s[^>]*)?>([\s\S]*?)<\/w:t>|<w:(tab|br)\b[^>]*\/>/g)]
      .map(([, text, gap]) => (gap ? " " : plain(text ?? "")))
      .join("")
      .trim(),
  );
}

/** 第一条, 第十二条, 第12条, then 【heading】, then the text that stands on the same line. */
const ARTICLE =
  /^第\s*[〇零一二三四五六七八九十百\d]+\s*条\s*(?:[【〔[（(]\s*([^】〕\]）)]{1,40}?)\s*[】〕\]）)])?\s*[：:]?\s*([\s\S]*)$/;

/** 4,000 characters are a clause's most (ClauseText); what is longer belongs to no article of an agreement. */
const MOST = 4_000;

/**
 * The articles of an agreement's text as clauses, by their bracketed headings; ids follow from `source` and the place, so that the same
 * file read again gives the same clauses. What stands before the first article is the preamble; its first line is the title.
 */
export function articlesOf(
  xml: string,
  source: string,
): { title: string; clauses: Clause[]; preamble: string[] } {
  const preamble: string[] = [];
  const found: { heading: string; lines: string[] }[] = [];
  for (const line of paragraphsOf(xml)) {
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
