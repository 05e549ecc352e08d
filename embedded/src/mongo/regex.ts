import { BSONRegExp } from "bson";
import { badValue, MongoFault } from "./errors.ts";

/** A JavaScript pattern for MongoDB's (PCRE): options i, m, s, x, u; a leading (?i) and possessive forms are translated or refused. */
export function compileRegex(value: unknown, options: unknown): RegExp {
  let pattern: string;
  let flags = "";
  if (value instanceof BSONRegExp) {
    pattern = value.pattern;
    flags = value.options;
  } else if (value instanceof RegExp) {
    pattern = value.source;
    flags = value.flags;
  } else if (typeof value === "string") pattern = value;
  else throw badValue("$regex has to be a string");
  if (options !== undefined) {
    if (typeof options !== "string") throw badValue("$options has to be a string");
    flags = options;
  }
  for (const f of flags)
    if (!"imsxugd".includes(f)) throw new MongoFault(51108, `invalid flag in regex options: ${f}`);
  const leading = /^\(\?([imsx]+)\)/.exec(pattern);
  if (leading) {
    pattern = pattern.slice(leading[0].length);
    flags += leading[1]!;
  }
  if (flags.includes("x")) pattern = withoutBlanks(pattern);
  pattern = pattern.replace(/^\\A/, "^").replace(/\\[zZ]$/, "$");
  const js = [...new Set(flags)].filter((f) => "ims".includes(f)).join("");
  try {
    return new RegExp(pattern, `${js}u`);
  } catch {
    try {
      return new RegExp(pattern, js);
    } catch (error) {
      throw new MongoFault(
        51091,
        `Regular expression is invalid: ${error instanceof Error ? error.message : ""}`,
      );
    }
  }
}

/** Drops blanks and comments outside of classes, as PCRE's option x does. */
function withoutBlanks(pattern: string): string {
  let out = "";
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === "\\") {
      out += c + (pattern[++i] ?? "");
      continue;
    }
    if (inClass) inClass = c !== "]";
    else if (c === "[") inClass = true;
    else if (/\s/.test(c)) continue;
    else if (c === "#") {
      while (i < pattern.length && pattern[i] !== "\n") i++;
      continue;
    }
    out += c;
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
