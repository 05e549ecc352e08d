import { BSONRegExp } from "bson";
import { badValue, MongoFault, unsupported } from "./errors.ts";

const refused = (what: string): MongoFault => unsupported(`${what} in a regular expression`);

/** A JavaScript pattern that finds what MongoDB's (PCRE) finds; what has no equal there is refused. Options: i, m, s, u, and a leading (?i). */
export function compileRegex(value: unknown, options: unknown): RegExp {
  let pattern: string;
  let flags = "";
  if (value instanceof BSONRegExp) ({ pattern, options: flags } = value);
  else if (typeof value === "string") pattern = value;
  else throw badValue("$regex has to be a string");
  if (options !== undefined) {
    if (typeof options !== "string") throw badValue("$options has to be a string");
    flags = options;
  }
  const leading = /^\(\?([imsx]+)\)/.exec(pattern);
  if (leading) {
    pattern = pattern.slice(leading[0].length);
    flags += leading[1]!;
  }
  for (const f of flags)
    if (!"imsxu".includes(f)) throw new MongoFault(51108, `invalid flag in regex options: ${f}`);
  if (flags.includes("x")) throw refused("the option x");
  const source = translated(pattern, flags.includes("m"), flags.includes("s"));
  const ignoreCase = flags.includes("i") ? "i" : "";
  try {
    return new RegExp(source, `${ignoreCase}u`);
  } catch (error) {
    // Without u JavaScript takes escapes of marks, as PCRE does, but no properties.
    if (!/\\[pP]/.test(source))
      try {
        return new RegExp(source, ignoreCase);
      } catch {}
    const why = error instanceof Error ? error.message : "";
    throw new MongoFault(51091, `Regular expression is invalid: ${why}`);
  }
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
    ...(multiline ? { "^": "(?<![^\\n])" } : {}),
    ".": dotAll ? "[\\s\\S]" : "[^\\n]",
  };
  let out = "";
  let inClass = false;
  for (const [token] of pattern.matchAll(/\\[\s\S]|\[\^?\]?|[\s\S]/gu)) {
    const known = inClass ? (token === "\\s" ? "\\t-\\r " : undefined) : outside[token];
    if (known === undefined && /^\\[A-Za-z]$/.test(token) && !/^\\[bBdDwWtrnfcxkpP]$/.test(token))
      throw refused(token);
    if (token.startsWith("[") && (inClass || token.endsWith("]"))) throw refused(token);
    if (token.startsWith("[")) inClass = true;
    else if (token === "]") inClass = false;
    out += known ?? token;
  }
  return out;
}

/** The fixed text every match begins with, for an index range; undefined when there is none. */
export function regexPrefix(re: RegExp): string | undefined {
  if (re.ignoreCase || re.multiline || !re.source.startsWith("^") || re.source.includes("|"))
    return undefined;
  let text = "";
  for (let i = 1; i < re.source.length; i++) {
    const c = re.source[i]!;
    const next = re.source[i + 1];
    if (/[[\](){}.*+?^$\\]/.test(c)) break;
    if (next !== undefined && "*?{".includes(next)) break;
    text += c;
  }
  return text || undefined;
}
