import { EJSON } from "bson";
import type { Bound, Range } from "./bounds.ts";
import { NONE } from "./bounds.ts";
import type { Ran } from "./plan.ts";
import type { Scan } from "./scan.ts";
import type { Doc } from "./values.ts";

/** A scan as explain shows it: one index; where several ranges of it are merged, all their bounds at once. */
export function shownScan(scan: Scan, ran?: Ran): Doc {
  if (!scan.merge) return ixscan(scan, ran);
  const sorted = scan.index.key.slice(scan.fields);
  return {
    stage: "SORT_MERGE",
    sortPattern: Object.fromEntries(sorted.map(([path, d]) => [path, scan.backwards ? -d : d])),
    ...(ran ? { nReturned: ran.docs } : {}),
    inputStages: [ixscan(scan, ran)],
  };
}

function ixscan({ index, backwards, bounds }: Scan, ran?: Ran): Doc {
  const byField = (of: (i: number, path: string) => unknown): Doc =>
    Object.fromEntries(index.key.map(([path], i) => [path, of(i, path)]));
  return {
    stage: "IXSCAN",
    keyPattern: index.spec["key"],
    indexName: index.name,
    isMultiKey: index.multikey.length > 0,
    multiKeyPaths: byField((i, path) => (index.multikey.includes(i) ? [path] : [])),
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partial != null,
    direction: backwards ? "backward" : "forward",
    indexBounds: byField((i) => shownBound(bounds[i])),
    ...(ran ? { nReturned: ran.docs, keysExamined: ran.keys } : {}),
  };
}

function shownBound(b: Bound | undefined): string[] {
  if (!b) return ["[MinKey, MaxKey]"];
  if ("range" in b) return [shownRange(b.range)];
  return b.points.map((v) => `[${EJSON.stringify(v)}, ${EJSON.stringify(v)}]`);
}

/** A bound as MongoDB shows it; one that is missing ends with the values of its type. */
function shownRange({ low, lowIn, high, highIn, type }: Range): string {
  const [least, most] =
    type === 10 ? ["[-inf", "inf]"] : type === 15 ? ['[""', "{})"] : ["[MinKey", "MaxKey]"];
  const from = low === NONE ? least : `${lowIn ? "[" : "("}${EJSON.stringify(low)}`;
  const to = high === NONE ? most : `${EJSON.stringify(high)}${highIn ? "]" : ")"}`;
  return `${from}, ${to}`;
}
