import canonicalize from "canonicalize";

/** RFC 8785 JSON: one text for one value, so that a hash of it means something. Dates become ISO text first. */
export function canonical(value: unknown): string {
  const text = canonicalize(JSON.parse(JSON.stringify(value)) as unknown);
  if (text === undefined) throw new TypeError("value has no JSON form");
  return text;
}
