import { EJSON } from "bson";
import type { Bound, FieldPart, Interval } from "./bounds.ts";
import { conjuncts, excludesMissing, implied, intersect, isMadeOf, isPoint } from "./bounds.ts";
import type { Collection } from "./collection.ts";
import { badValue } from "./errors.ts";
import type { Index } from "./indexes.ts";
import { partialOf } from "./indexes.ts";
import { after, inverted, KEPT, shorten } from "./keys.ts";
import type { Filter } from "./filter.ts";
import type { View } from "./store.ts";
import type { SortSpec } from "./sort.ts";
import type { Ran } from "./plan.ts";
import type { Doc } from "./values.ts";

/** One index as it would be read for a query. */
export interface Scan {
  readonly index: Index;
  /** What is read of it; `prefix` counts the bytes of the keys before the sorted part. */
  readonly ranges: readonly { start: Buffer; end: Buffer; prefix: number }[];
  readonly bounds: readonly (Bound | undefined)[];
  /** How many of its fields are bound by values. */
  readonly fields: number;
  readonly sorted: boolean;
  readonly backwards: boolean;
  readonly merge: boolean;
  readonly exact: boolean;
  readonly score: number;
}

const MOST_RANGES = 2000;

/** The best index for a filter and a sort, if any is worth reading; `wanted` when a hint asks for one. */
export function bestScan(
  collection: Collection,
  filter: Filter,
  sort: SortSpec,
  wanted?: Index,
): Scan | undefined {
  const tests = conjuncts(filter);
  let best: Scan | undefined;
  for (const index of wanted ? [wanted] : collection.record.indexes) {
    const scan = scanOf(collection, index, filter, tests, sort, wanted !== undefined);
    if (scan && (!best || scan.score > best.score)) best = scan;
  }
  return best;
}

/** The bounds of each field of an index, each of some tests. */
function boundsOf(index: Index, tests: readonly FieldPart[]): { bound?: Bound; tests: number }[] {
  let isArrayBound = false;
  return index.key.map(([path], i) => {
    const found = tests.flatMap((t) => (t.path === path && t.bound ? t.bound : []));
    const isArray = index.multikey.includes(i);
    // Each element of an array makes an entry of its own, so only one test may use them.
    if (found.length === 0 || (isArray && isArrayBound)) return { tests: 0 };
    isArrayBound ||= isArray;
    if (!isArray) return { bound: found.reduce(intersect), tests: found.length };
    return { bound: found.reduce((a, b) => (width(b) < width(a) ? b : a)), tests: 1 };
  });
}

/** One value, several, or a range. */
const width = ({ intervals }: Bound): number =>
  !intervals.every(isPoint) ? 2 : intervals.length > 1 ? 1 : 0;

function scanOf(
  collection: Collection,
  index: Index,
  filter: Filter,
  tests: readonly FieldPart[],
  sort: SortSpec,
  forced: boolean,
): Scan | undefined {
  const holdsAll = !index.partial || implied(partialOf(index.partial).tests, tests);
  if (!holdsAll && forced) throw badValue("the hinted partial index does not cover the query");
  const found = boundsOf(index, tests);
  const bounds = found.map(({ bound }) => bound);
  const exists = tests.some(
    ({ path, test }) => test.op === "$exists" && index.key.some(([name]) => name === path),
  );
  const isComplete = !index.sparse || exists || bounds.some((b) => b && excludesMissing(b));
  if (!holdsAll || (!isComplete && !forced)) return undefined;

  // Fields bound by values make the beginning of the key; one range may follow.
  let keys: Buffer[] = [Buffer.alloc(0)];
  let fields = 0;
  // One that leaves documents out is worth reading whole.
  let score = index.partial || (index.sparse && exists) ? 1 : 0;
  for (; fields < index.key.length; fields++) {
    const bound = bounds[fields];
    if (!bound || width(bound) > 1 || keys.length * bound.intervals.length > MOST_RANGES) break;
    const isDown = index.key[fields]![1] < 0;
    const next = bound.intervals.map(({ start: { key } }) => (isDown ? inverted(key) : key));
    keys = keys.flatMap((k) => next.map((e) => (k.length ? Buffer.concat([k, e]) : e)));
    score += width(bound) === 0 ? 10 : 8;
  }
  const next = bounds[fields]?.intervals;
  const range = next?.length === 1 ? next[0] : undefined;
  if (range) score += range.start.value !== undefined && range.end.value !== undefined ? 5 : 4;
  const isWhole = index.unique && fields === index.key.length && keys.length <= 1;
  const order = sort.length === 0 ? undefined : directionOf(index, bounds, fields, sort);
  const sorted = sort.length === 0 || isWhole || order !== undefined;
  if (score === 0 && !order && !forced) return undefined;
  const read = keys.map((key) => keyRange(index, key, range, fields));
  const ranges = read.map(([start, end], i) => ({
    start: collection.entryPrefix(index.no, start),
    end: collection.entryPrefix(index.no, end),
    prefix: 6 + keys[i]!.length,
  }));
  // Of a multikey index too: an entry whose one bound element passes is a witness, whatever other elements there are.
  const isDecided =
    isMadeOf(filter, (t) => t.op === "$in" || "value" in t) &&
    found.reduce((n, one) => n + one.tests, 0) === tests.length &&
    bounds.every((b, i) => !b || (b.tight && i < fields + (range ? 1 : 0)));
  return {
    index,
    ranges,
    bounds,
    fields,
    sorted,
    backwards: order === -1,
    merge: order !== undefined && keys.length > 1,
    exact: isDecided && !index.lossy && !read.some(([, , isCut]) => isCut),
    score: score + (isWhole ? 100 : 0) + (sort.length > 0 && sorted ? 6 : 0),
  };
}

/** From where to where an index is read for one beginning of its key and a range of the field after it. */
function keyRange(
  index: Index,
  key: Buffer,
  range: Interval | undefined,
  field: number,
): [start: Buffer, end: Buffer, isCut: boolean] {
  // A key given whole is found by its digest when it is too long; of others only a beginning is sure to be stored.
  if (field === index.key.length) return [shorten(key), after(shorten(key)), false];
  let [low, high] = [key, after(key)];
  if (range) {
    const isDown = index.key[field]![1] < 0;
    low = Buffer.concat([key, isDown ? after(inverted(range.end.key)) : range.start.key]);
    high = Buffer.concat([key, isDown ? after(inverted(range.start.key)) : range.end.key]);
  }
  const isCut = low.length > KEPT || high.length > KEPT;
  return [low.subarray(0, KEPT), isCut ? after(high.subarray(0, KEPT)) : high, isCut];
}

/** The direction in which an index gives a sort, if it does. `fields` of its fields are bound by values. */
function directionOf(
  index: Index,
  bounds: Scan["bounds"],
  fields: number,
  sort: SortSpec,
): 1 | -1 | undefined {
  if (index.lossy) return undefined;
  // Fields bound to one value are in any order; they may be named by the sort or not.
  const isFixed = (i: number): boolean => width(bounds[i]!) === 0 && !index.multikey.includes(i);
  const fixed = index.key.filter((_field, i) => i < fields && isFixed(i)).map(([path]) => path);
  const wanted = sort.filter(([path]) => !fixed.includes(path));
  const given = index.key.slice(fields, fields + wanted.length);
  const isArray = given.some((_field, i) => index.multikey.includes(fields + i));
  if (isArray || given.length < wanted.length) return undefined;
  const signs = wanted.map(([path, d], i) => (given[i]![0] === path ? d * given[i]![1] : 0));
  if (signs.some((sign) => sign !== signs[0] || sign === 0)) return undefined;
  return signs[0] === -1 ? -1 : 1;
}

type Entry = readonly [key: Buffer, value: Buffer];

/** The entries of a scan, in the order of its sort where it gives that. */
export function* entriesOf(view: View, scan: Scan): Iterable<Entry> {
  const { ranges, backwards } = scan;
  if (scan.merge) yield* merged(view, scan);
  else
    for (const { start, end } of backwards ? ranges.toReversed() : ranges)
      yield* view.range(start, end, backwards);
}

/** Several ranges, each in order, as one in order of what follows the values that tell them apart. */
function* merged(view: View, { ranges, backwards }: Scan): Iterable<Entry> {
  const streams = ranges.map(({ start, end, prefix }) => {
    const rest = view.range(start, end, backwards)[Symbol.iterator]();
    return { prefix, rest, next: rest.next() };
  });
  const isBefore = (a: (typeof streams)[0], b: (typeof streams)[0]): boolean => {
    const [key, other] = [a.next.value![0], b.next.value![0]];
    const c = key.compare(other, b.prefix, other.length, a.prefix, key.length);
    return backwards ? c > 0 : c < 0;
  };
  try {
    let open = streams.filter(({ next }) => !next.done);
    while (open.length > 0) {
      const first = open.reduce((a, b) => (isBefore(b, a) ? b : a));
      yield first.next.value!;
      first.next = first.rest.next();
      if (first.next.done) open = open.filter((stream) => stream !== first);
    }
  } finally {
    for (const { rest } of streams) rest.return?.();
  }
}

/** A scan as explain shows it: one index; where several ranges of it are merged, all their bounds at once. */
export function shownScan(scan: Scan, ran?: Ran): Doc {
  const { index, backwards, bounds } = scan;
  const byField = (of: (i: number, path: string) => unknown): Doc =>
    Object.fromEntries(index.key.map(([path], i) => [path, of(i, path)]));
  const ixscan = {
    stage: "IXSCAN",
    keyPattern: index.spec["key"],
    indexName: index.name,
    isMultiKey: index.multikey.length > 0,
    multiKeyPaths: byField((i, path) => (index.multikey.includes(i) ? [path] : [])),
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partial != null,
    direction: backwards ? "backward" : "forward",
    indexBounds: byField((i) => bounds[i]?.intervals.map(shownInterval) ?? ["[MinKey, MaxKey]"]),
    ...(ran ? { nReturned: ran.docs, keysExamined: ran.keys } : {}),
  };
  if (!scan.merge) return ixscan;
  const sorted = index.key.slice(scan.fields);
  return {
    stage: "SORT_MERGE",
    sortPattern: Object.fromEntries(sorted.map(([path, d]) => [path, backwards ? -d : d])),
    ...(ran ? { nReturned: ran.docs } : {}),
    inputStages: [ixscan],
  };
}

/** An interval as MongoDB shows it; one with an open end goes on to the end of its type. */
function shownInterval({ start, end }: Interval): string {
  const type = start.key[0]! - 2;
  const [least, most] =
    type === 10 ? ["[-inf", "inf]"] : type === 15 ? ['[""', "{})"] : ["[MinKey", "MaxKey]"];
  const from = `${start.isIn ? "[" : "("}${EJSON.stringify(start.value)}`;
  const to = `${EJSON.stringify(end.value)}${end.isIn ? "]" : ")"}`;
  return `${start.value === undefined ? least : from}, ${end.value === undefined ? most : to}`;
}
