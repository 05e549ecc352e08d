import { BSONRegExp } from "bson";
import type { MongoFault } from "./errors.ts";
import { badValue, unsupported } from "./errors.ts";
import { fault } from "./words.ts";

const refused = (what: string): MongoFault => unsupported(`${what} in a regular expression`);

/** A JavaScript pattern that finds what MongoDB's (PCRE) finds; what has no equal there is refused. Options: i, m, s, u, and a leading (?i). */
export function compileRegex(value: unknown, options: unknown): RegExp {
  const given = value instanceof BSONRegExp ? value : { pattern: value, options: "" };
  const [whole, asked = given.options] = [given.pattern, options];
  if (typeof whole !== "string" || typeof asked !== "string")
    throw badValue("$regex and $options have to be strings");
  const [leading, more = ""] = /^\(\?([imsx]+)\)/.exec(whole) ?? [""];
  const flags = asked + more;
  for (const f of flags) if (!"imsxu".includes(f)) throw fault(51108, f);
  if (flags.includes("x")) throw refused("the option x");
  const pattern = whole.slice(leading.length);
  const source = translated(pattern, flags.includes("m"), flags.includes("s"));
  const ignoreCase = flags.includes("i") ? "i" : "";
  // Without u JavaScript takes escapes of marks, as PCRE does, but no properties.
  const ways = /\\[pP]/.test(source) ? ["u"] : ["u", ""];
  let why: unknown;
  for (const way of ways)
    try {
      return new RegExp(source, ignoreCase + way);
    } catch (error) {
      why ??= error;
    }
  throw fault(51091, why);
}

const END = "(?![\\s\\S])";
/** What JavaScript writes otherwise: its ., ^, $ and \s know more line ends and spaces than PCRE's. */
const elsewhere: { [token: string]: string } = {
  "\\A": "(?<![\\s\\S])",
  "\\z": END,
  "\\Z": `(?=\\n?${END})`,
  "\\s": "[\\t-\\r ]",
  "\\S": "[^\\t-\\r ]",
};

function translated(pattern: string, multiline: boolean, dotAll: boolean): string {
  const outside: { [token: string]: string } = {
    ...elsewhere,
    $: multiline ? "(?![^\\n])" : elsewhere["\\Z"]!,
    "^": multiline ? "(?<![^\\n])" : "^",
    ".": dotAll ? "[\\s\\S]" : "[^\\n]",
  };
  let out = "";
  let inClass = false;
  for (const [token] of pattern.matchAll(/\\[\s\S]|\[\^?\]?|[\s\S]/gu)) {
    const known = inClass ? (token === "\\s" ? "\\t-\\r " : undefined) : outside[token];
    if (known === undefined && /^\\[A-Za-z]$/.test(token) && !/^\\[bBdDwWtrnfcxkpP]$/.test(token))
      throw refused(token);
    if (token.startsWith("[") && (inClass || token.endsWith("]"))) throw refused(token);
    inClass = token !== "]" && (inClass || token.startsWith("["));
    out += known ?? token;
  }
  return out;
}

/** The fixed text every match begins with, for an index range; undefined when there is none. */
export function regexPrefix({ source, ignoreCase }: RegExp): string | undefined {
  if (ignoreCase || source.includes("|")) return undefined;
  return /^\^((?:[^[\](){}.*+?^$\\](?![*?{]))+)/u.exec(source)?.[1];
}
