import type { FieldPart } from "./bounds.ts";
import type { Bound, Range } from "./bounds.ts";
import {
  boundOf,
  conjuncts,
  excludesMissing,
  implied,
  intersect,
  isPlain,
  NONE,
} from "./bounds.ts";
import type { Collection } from "./collection.ts";
import { badValue } from "./errors.ts";
import type { Index } from "./indexes.ts";
import { after, encodeKey, kept, shorten, typeByte } from "./keys.ts";
import type { Filter } from "./filter.ts";
import type { View } from "./store.ts";
import type { SortSpec } from "./sort.ts";

/** One index as it would be read for a query. */
export interface Scan {
  readonly index: Index;
  readonly ranges: readonly (readonly [Buffer, Buffer])[];
  /** Bytes of the key before the sorted part, for each range. */
  readonly prefixes: readonly number[];
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

/** The bounds of each field of an index. */
function boundsOf(
  index: Index,
  tests: readonly FieldPart[],
): { bounds: Scan["bounds"]; used: number } {
  let isArrayBound = false;
  let used = 0;
  const bounds = index.key.map(([path], i): Bound | undefined => {
    const isArray = index.multikey.includes(i);
    const found: Bound[] = [];
    for (const t of tests) {
      const bound = t.path === path ? boundOf(t.test) : undefined;
      if (bound) found.push(bound);
    }
    // Each element of an array makes an entry of its own, so only one test may use them.
    if (found.length === 0 || (isArray && isArrayBound)) return undefined;
    used += found.length;
    if (!isArray) return found.reduce(intersect);
    isArrayBound = true;
    const narrowest =
      found.find((b) => "points" in b && b.points.length === 1) ??
      found.find((b) => "points" in b) ??
      found[0]!;
    return found.length > 1 ? { ...narrowest, tight: false } : narrowest;
  });
  return { bounds, used };
}

function scanOf(
  collection: Collection,
  index: Index,
  filter: Filter,
  tests: readonly FieldPart[],
  sort: SortSpec,
  forced: boolean,
): Scan | undefined {
  if (index.partial && !implied(index.partial, tests)) {
    if (!forced) return undefined;
    throw badValue(
      "error processing query: planner returned error :: caused by :: the hinted partial index does not cover the query",
    );
  }
  const { bounds, used } = boundsOf(index, tests);
  const exists = tests.some(
    ({ path, test }) =>
      test.op === "$exists" && test.wanted && index.key.some(([name]) => name === path),
  );
  const isComplete = !index.sparse || exists || bounds.some((b) => b && excludesMissing(b));
  if (!isComplete && !forced) return undefined;
  // One that leaves documents out is worth reading whole.
  const isNarrow = index.partial != null || (index.sparse && exists);

  // Fields bound by values make the beginning of the key; one range may follow.
  let keys: Buffer[] = [Buffer.alloc(0)];
  let fields = 0;
  let score = isNarrow ? 1 : 0;
  for (; fields < index.key.length; fields++) {
    const bound = bounds[fields];
    if (!bound || !("points" in bound) || keys.length * bound.points.length > MOST_RANGES) break;
    const direction = index.key[fields]![1];
    const encoded = bound.points.map((v) => encodeKey([v], [direction]));
    keys = keys.flatMap((k) => encoded.map((e) => (k.length ? Buffer.concat([k, e]) : e)));
    score += bound.points.length <= 1 ? 10 : 8;
  }
  const next = bounds[fields];
  const range = next && "range" in next ? next.range : undefined;
  if (range) score += range.low !== NONE && range.high !== NONE ? 5 : 4;
  const isWhole = index.unique && fields === index.key.length && keys.length <= 1;
  const order = sort.length === 0 ? undefined : directionOf(index, bounds, fields, sort);
  const sorted = sort.length === 0 || isWhole || order !== undefined;
  if (score === 0 && !order && !forced) return undefined;
  // Of a multikey index too: an entry whose one bound element passes is a witness, whatever other elements there are.
  const exact =
    !index.lossy &&
    isPlain(filter) &&
    used === tests.length &&
    bounds.every((b, i) => !b || (b.tight && i < fields + (range ? 1 : 0)));
  return {
    index,
    ranges: keys.map((k) => entryRange(collection, index, k, range, fields)),
    prefixes: keys.map((k) => 6 + k.length),
    bounds,
    fields,
    sorted,
    backwards: order === -1,
    merge: order !== undefined && keys.length > 1,
    exact,
    score: score + (isWhole ? 100 : 0) + (sort.length > 0 && sorted ? 6 : 0),
  };
}

/** From where to where an index is read for one beginning of its key and a range of the field after it. */
function entryRange(
  collection: Collection,
  index: Index,
  key: Buffer,
  range: Range | undefined,
  field: number,
): readonly [Buffer, Buffer] {
  const prefix = (b: Buffer): Buffer => collection.entryPrefix(index.no, kept(b));
  if (!range) {
    // A key given whole is found by its digest when it is too long.
    const isWhole = field === index.key.length;
    const start = isWhole ? collection.entryPrefix(index.no, shorten(key)) : prefix(key);
    return [start, after(start)];
  }
  const direction = index.key[field]![1];
  const type = typeByte(range.type);
  const at = (v: unknown, past: boolean): Buffer => {
    const bytes =
      v === NONE ? Buffer.from([direction > 0 ? type : 255 - type]) : encodeKey([v], [direction]);
    const cut = prefix(Buffer.concat([key, bytes]));
    return past ? after(cut) : cut;
  };
  const { low, lowIn, high, highIn } =
    direction > 0
      ? range
      : { low: range.high, lowIn: range.highIn, high: range.low, highIn: range.lowIn };
  return [
    at(low, low !== NONE && !lowIn && !index.lossy),
    at(high, high === NONE || highIn || index.lossy),
  ];
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
  const fixed = new Set<string>();
  for (const [i, [path]] of index.key.slice(0, fields).entries()) {
    const b = bounds[i]!;
    if ("points" in b && b.points.length <= 1 && !index.multikey.includes(i)) fixed.add(path);
  }
  const rest = sort.filter(([path]) => !fixed.has(path));
  let direction: 1 | -1 | undefined;
  let at = 0;
  for (let i = fields; i < index.key.length && at < rest.length; i++, at++) {
    const [path, d] = index.key[i]!;
    if (rest[at]![0] !== path || index.multikey.includes(i)) return undefined;
    const mine = rest[at]![1] === d ? 1 : -1;
    if (direction !== undefined && direction !== mine) return undefined;
    direction = mine;
  }
  return at === rest.length ? (direction ?? 1) : undefined;
}

type Entry = readonly [key: Buffer, value: Buffer];

/** The entries of a scan, in the order of its sort where it gives that. */
export function* entriesOf(view: View, scan: Scan): Iterable<Entry> {
  const { ranges, backwards } = scan;
  if (scan.merge) yield* merged(view, scan);
  else
    for (const [start, end] of backwards ? ranges.toReversed() : ranges)
      yield* view.range(start, end, backwards);
}

/** Several ranges, each in order, as one in order of what follows the values that tell them apart. */
function* merged(view: View, scan: Scan): Iterable<Entry> {
  const streams: { next: Entry; prefix: number; rest: Iterator<Entry> }[] = [];
  for (const [i, [start, end]] of scan.ranges.entries()) {
    const rest = view.range(start, end, scan.backwards)[Symbol.iterator]();
    const first = rest.next();
    if (!first.done) streams.push({ next: first.value, prefix: scan.prefixes[i]!, rest });
  }
  const sign = scan.backwards ? -1 : 1;
  const isBefore = (a: (typeof streams)[0], b: (typeof streams)[0]): boolean => {
    const [key, other] = [a.next[0], b.next[0]];
    return key.compare(other, b.prefix, other.length, a.prefix, key.length) * sign < 0;
  };
  try {
    while (streams.length > 0) {
      let least = 0;
      for (let i = 1; i < streams.length; i++)
        if (isBefore(streams[i]!, streams[least]!)) least = i;
      const stream = streams[least]!;
      yield stream.next;
      const following = stream.rest.next();
      if (following.done) streams.splice(least, 1);
      else stream.next = following.value;
    }
  } finally {
    for (const stream of streams) stream.rest.return?.();
  }
}
