import { EJSON } from "bson";
import type { Collection } from "./collection.ts";
import { MongoFault } from "./errors.ts";
import type { Index } from "./indexes.ts";
import { after, encodeKey, kept, shorten, typeByte } from "./keys.ts";
import type { FieldTest, Filter } from "./match.ts";
import { compileFilter, typeNames } from "./match.ts";
import type { SortSpec } from "./project.ts";
import type { View } from "./store.ts";
import type { Doc } from "./values.ts";
import {
  compare,
  decode,
  equal,
  isDoc,
  isNumeric,
  toNumber,
  typeName,
  typeOrder,
  typesAt,
} from "./values.ts";

/** What a plan has looked at, for explain. */
export interface Counters {
  keys: number;
  docs: number;
}

/** A found document; decoded only where something asks for it. */
export interface Found {
  readonly rid: number;
  readonly bytes: Buffer;
  readonly doc: Doc;
}

/**
 * How a query is answered. The rule: a unique key given whole; else the index that binds most fields (a value before
 * several, several before a range), with a bonus for giving the sort; else one that gives the sort; else $or by its
 * branches' indexes; else all documents. What an index cannot decide is tested on the document.
 */
export interface Plan {
  /** Whether the documents come in the order of the sort. */
  readonly sorted: boolean;
  /** Whether index keys alone decide: every entry is a match. */
  readonly exact: boolean;
  run(view: View, counters: Counters): Iterable<Found>;
  /** Number of matches; by keys alone when `exact`. */
  count(view: View, counters: Counters, most: number): number;
  /** The stages, innermost last, in MongoDB's shape; `ran` tells what a run of it has looked at. */
  explain(query: Doc, ran?: Ran): Doc;
}

/** What a run came to. */
export interface Ran extends Counters {
  returned: number;
}

/** An interval of one field's values. Bounds are encoded later, as the index has the field ascending or descending. */
interface Range {
  low: unknown;
  lowIn: boolean;
  high: unknown;
  highIn: boolean;
  /** The type bracket a missing bound stands for. */
  type: number;
}
type Bound = { points: unknown[]; tight: boolean } | { range: Range; tight: boolean };

interface Scan {
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

export function planQuery(
  collection: Collection,
  filter: Filter,
  sort: SortSpec,
  hint?: unknown,
): Plan {
  const natural = naturalHint(hint, sort);
  if (natural) return collectionScan(collection, filter, natural);
  const wanted = hint === undefined ? undefined : hintedIndex(collection, hint);
  const tests = conjuncts(filter);
  const indexes = wanted ? [wanted] : collection.record.indexes;
  let best: Scan | undefined;
  for (const index of indexes) {
    const scan = scanOf(collection, index, filter, tests, sort, wanted !== undefined);
    if (scan && (!best || scan.score > best.score)) best = scan;
  }
  if (!best || best.score < 20) {
    const union = wanted ? undefined : unionOf(collection, filter, sort);
    if (union) return union;
  }
  return best ? indexScan(collection, best, filter) : collectionScan(collection, filter, 1);
}

function naturalHint(hint: unknown, sort: SortSpec): 1 | -1 | undefined {
  if (sort.length === 1 && sort[0]![0] === "$natural") return sort[0]![1];
  if (isDoc(hint) && "$natural" in hint)
    return isNumeric(hint["$natural"]) && toNumber(hint["$natural"]) < 0 ? -1 : 1;
  return undefined;
}

function hintedIndex(collection: Collection, hint: unknown): Index {
  const found = collection.record.indexes.find((i) =>
    typeof hint === "string" ? i.name === hint : isDoc(hint) && equal(i.spec["key"], hint),
  );
  if (!found)
    throw new MongoFault(
      2,
      "error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index",
    );
  return found;
}

type FieldPart = { path: string; test: FieldTest };

/** The field tests that must all hold. */
function conjuncts(f: Filter): FieldPart[] {
  if (f.kind === "field") {
    const { path, test } = f;
    if (test.op === "$all") return test.tests.map((t) => ({ path, test: t }));
    if (test.op === "$elemMatch" && test.filter)
      return [
        f,
        ...conjuncts(test.filter).map((p) => ({ path: `${path}.${p.path}`, test: p.test })),
      ];
    if (test.op === "$elemMatch" && test.tests)
      return [f, ...test.tests.map((t) => ({ path, test: t }))];
    return [f];
  }
  return f.kind === "and" ? f.parts.flatMap(conjuncts) : [];
}

/** Whether a filter is nothing but the tests `conjuncts` found (so that bounds may replace it). */
const isPlain = (f: Filter): boolean =>
  f.kind === "field"
    ? !["$elemMatch", "$all", "$not", "$exists", "$whole", "$value"].includes(f.test.op)
    : f.kind === "and" && f.parts.every(isPlain);

function boundOf(t: FieldTest): Bound | undefined {
  switch (t.op) {
    case "$eq":
      return Array.isArray(t.value) ? undefined : { points: [t.value], tight: t.value !== null };
    case "$in": {
      if (t.patterns.length > 0 || t.values.some(Array.isArray)) return undefined;
      const sorted = t.values.toSorted(compare);
      return {
        points: sorted.filter((v, i) => i === 0 || !equal(v, sorted[i - 1])),
        tight: !sorted.includes(null),
      };
    }
    case "$lt":
    case "$lte":
    case "$gt":
    case "$gte": {
      const { value, op } = t;
      const type = typeOrder(value);
      if (
        value == null ||
        Array.isArray(value) ||
        type === -1 ||
        type === 127 ||
        (isNumeric(value) && Number.isNaN(toNumber(value)))
      )
        return undefined;
      const isLow = op === "$gt" || op === "$gte";
      return {
        range: {
          low: isLow ? value : NONE,
          lowIn: op === "$gte",
          high: isLow ? NONE : value,
          highIn: op === "$lte",
          type,
        },
        // NaN is below all numbers in the index, but no number is compared with it.
        tight: !(type === 10 && !isLow),
      };
    }
    case "$value":
      return t.prefix === undefined
        ? undefined
        : {
            range: {
              low: t.prefix,
              lowIn: true,
              high: successor(t.prefix),
              highIn: false,
              type: 15,
            },
            tight: false,
          };
    default:
      return undefined;
  }
}

const NONE = Symbol("no bound");

/** The first text after all that begin with this one. */
function successor(prefix: string): unknown {
  const points = Array.from(prefix);
  const last = points.pop()!.codePointAt(0)!;
  return last >= 0x10ffff
    ? NONE
    : points.join("") + String.fromCodePoint(last + 1 === 0xd800 ? 0xe000 : last + 1);
}

/** Both bounds at once, for a field that is no array. */
function intersect(a: Bound, b: Bound): Bound {
  const tight = a.tight && b.tight;
  if ("points" in a && "points" in b)
    return { points: a.points.filter((v) => b.points.some((w) => equal(v, w))), tight };
  if ("points" in a) return { points: a.points, tight: false };
  if ("points" in b) return { points: b.points, tight: false };
  if (a.range.type !== b.range.type) return { points: [], tight };
  const range = { ...a.range };
  const { low, lowIn, high, highIn } = b.range;
  if (low !== NONE) {
    const c = range.low === NONE ? 1 : compare(low, range.low);
    if (c > 0) [range.low, range.lowIn] = [low, lowIn];
    else if (c === 0) range.lowIn &&= lowIn;
  }
  if (high !== NONE) {
    const c = range.high === NONE ? -1 : compare(high, range.high);
    if (c < 0) [range.high, range.highIn] = [high, highIn];
    else if (c === 0) range.highIn &&= highIn;
  }
  // With a lower bound NaN is out of reach.
  return { range, tight: tight || (range.low !== NONE && range.type === 10) };
}

const excludesMissing = (b: Bound): boolean =>
  !("points" in b) || b.points.every((v) => v !== null);

function scanOf(
  collection: Collection,
  index: Index,
  filter: Filter,
  tests: readonly FieldPart[],
  sort: SortSpec,
  forced: boolean,
): Scan | undefined {
  if (index.partial && !implied(index.partial, tests)) {
    if (forced)
      throw new MongoFault(
        2,
        "error processing query: planner returned error :: caused by :: the hinted partial index does not cover the query",
      );
    return undefined;
  }
  const bounds: (Bound | undefined)[] = [];
  let boundArray = false;
  let used = 0;
  for (const [i, [path]] of index.key.entries()) {
    const isArray = index.multikey.includes(i);
    const mine = tests.filter((t) => t.path === path);
    const found = mine.map((t) => boundOf(t.test)).filter((b) => b !== undefined);
    let bound: Bound | undefined;
    if (found.length > 0 && !(isArray && boundArray)) {
      // Each element of an array makes an entry of its own, so only one test may use them.
      bound = isArray
        ? (found.find((b) => "points" in b && b.points.length === 1) ??
          found.find((b) => "points" in b) ??
          found[0]!)
        : found.reduce(intersect);
      if (isArray) boundArray = true;
      if (isArray && found.length > 1) bound = { ...bound, tight: false };
      used += found.length;
    }
    bounds.push(bound);
  }
  const exists = tests.some(
    ({ path, test }) =>
      test.op === "$exists" && test.wanted && index.key.some(([name]) => name === path),
  );
  if (index.sparse && !exists && !bounds.some((b) => b && excludesMissing(b)) && !forced)
    return undefined;
  // One that leaves documents out is worth reading whole.
  const isNarrow = index.partial != null || (index.sparse && exists);
  if (!bounds[0] && sort.length === 0 && !forced && !isNarrow) return undefined;

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
  const order = sort.length === 0 ? undefined : sortBy(index, bounds, fields, sort);
  const sorted = sort.length === 0 || isWhole || order !== undefined;
  if (score === 0 && !order && !forced) return undefined;
  const directed = (k: Buffer): readonly [Buffer, Buffer] =>
    entryRange(collection, index, k, range, fields);
  const ranges = keys.map(directed);
  // Of a multikey index too: an entry whose one bound element passes is a witness, whatever other elements there are.
  const exact =
    !index.lossy &&
    isPlain(filter) &&
    used === tests.length &&
    bounds.every((b, i) => (b ? b.tight && i < fields + (range ? 1 : 0) : true));
  return {
    index,
    ranges,
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
    const start =
      field === index.key.length ? collection.entryPrefix(index.no, shorten(key)) : prefix(key);
    return [start, after(start)];
  }
  const direction = index.key[field]![1];
  const at = (v: unknown, past: boolean, type: number): Buffer => {
    const bytes =
      v === NONE ? Buffer.from([direction > 0 ? type : 255 - type]) : encodeKey([v], [direction]);
    const full = Buffer.concat([key, bytes]);
    const cut = prefix(full);
    return past || (kept(full) !== full && past) ? after(cut) : cut;
  };
  const type = typeByte(range.type);
  const low = direction > 0 ? range.low : range.high;
  const lowIn = direction > 0 ? range.lowIn : range.highIn;
  const high = direction > 0 ? range.high : range.low;
  const highIn = direction > 0 ? range.highIn : range.lowIn;
  return [
    at(low, low !== NONE && !lowIn && !index.lossy, type),
    at(high, high === NONE || highIn || index.lossy, type),
  ];
}

/** The direction in which an index gives a sort, if it does. `fields` of its fields are bound by values. */
function sortBy(
  index: Index,
  bounds: readonly (Bound | undefined)[],
  fields: number,
  sort: SortSpec,
): 1 | -1 | undefined {
  if (index.lossy) return undefined;
  let direction: 1 | -1 | undefined;
  let at = 0;
  const isPoint = (i: number): boolean => {
    const b = bounds[i];
    return (
      i < fields &&
      b !== undefined &&
      "points" in b &&
      b.points.length <= 1 &&
      !index.multikey.includes(i)
    );
  };
  // Fields bound to one value are in any order; they may be named by the sort or not.
  const fixed = new Set(index.key.flatMap(([path], i) => (isPoint(i) ? [path] : [])));
  const rest = sort.filter(([path]) => !fixed.has(path));
  for (let i = fields; i < index.key.length && at < rest.length; i++) {
    const [path, d] = index.key[i]!;
    if (rest[at]![0] !== path || index.multikey.includes(i)) return undefined;
    const mine = rest[at]![1] === d ? 1 : -1;
    if (direction !== undefined && direction !== mine) return undefined;
    direction = mine;
    at++;
  }
  return at === rest.length ? (direction ?? 1) : undefined;
}

/** Whether a query's tests can only be met by documents of a partial index. */
function implied(partial: Doc, tests: readonly FieldPart[]): boolean {
  return Object.entries(partial).every(([path, want]) => {
    if (path === "$and" && Array.isArray(want)) return want.every((p) => implied(p as Doc, tests));
    if (path.startsWith("$")) return false;
    const mine = tests.filter((t) => t.path === path);
    const needs = isDoc(want) && Object.keys(want)[0]?.startsWith("$") ? want : { $eq: want };
    return Object.entries(needs).every(([op, value]) =>
      mine.some(({ test }) => {
        const b = boundOf(test);
        if (op === "$exists")
          return (
            value === true &&
            ((test.op === "$exists" && test.wanted) || (b !== undefined && excludesMissing(b)))
          );
        if (!b) return false;
        if (op === "$type") {
          const wanted = typeNames(value);
          return "points" in b
            ? b.points.every((v) => wanted.has(typeName(v)))
            : typesAt(b.range.type).every((name) => wanted.has(name));
        }
        if ("points" in b) return b.points.every((v) => v !== null && passes(op, v, value));
        const { low, lowIn, high, highIn, type } = b.range;
        if (typeOrder(value) !== type) return false;
        if (op === "$gt" || op === "$gte")
          return (
            low !== NONE &&
            (compare(low, value) > 0 || (compare(low, value) === 0 && (op === "$gte" || !lowIn)))
          );
        if (op === "$lt" || op === "$lte")
          return (
            high !== NONE &&
            (compare(high, value) < 0 || (compare(high, value) === 0 && (op === "$lte" || !highIn)))
          );
        return false;
      }),
    );
  });
}

function passes(op: string, v: unknown, value: unknown): boolean {
  if (op === "$in") return Array.isArray(value) && value.some((w) => equal(v, w));
  const c = compare(v, value);
  if (typeOrder(v) !== typeOrder(value)) return false;
  return op === "$eq"
    ? c === 0
    : op === "$gt"
      ? c > 0
      : op === "$gte"
        ? c >= 0
        : op === "$lt"
          ? c < 0
          : op === "$lte"
            ? c <= 0
            : false;
}

class LazyFound implements Found {
  readonly rid: number;
  readonly bytes: Buffer;
  private decoded: Doc | undefined;
  constructor(rid: number, bytes: Buffer) {
    this.rid = rid;
    this.bytes = bytes;
  }
  get doc(): Doc {
    return (this.decoded ??= decode(this.bytes));
  }
}

function* matching(
  found: Iterable<Found>,
  test: ((doc: Doc) => boolean) | undefined,
): Iterable<Found> {
  for (const f of found) if (!test || test(f.doc)) yield f;
}

function counted(plan: Pick<Plan, "run">, view: View, counters: Counters, most: number): number {
  let n = 0;
  for (const _found of plan.run(view, counters)) if (++n >= most) break;
  return n;
}

const isEmpty = (f: Filter): boolean => f.kind === "and" && f.parts.every(isEmpty);

function collectionScan(collection: Collection, filter: Filter, direction: 1 | -1): Plan {
  const all = isEmpty(filter);
  const test = all ? undefined : compileFilter(filter);
  const [start, end] = [collection.start(0), collection.start(1)];
  const plan = {
    sorted: false,
    exact: all,
    *run(view: View, counters: Counters): Iterable<Found> {
      for (const [key, bytes] of view.range(start, end, direction < 0)) {
        counters.docs++;
        const found = new LazyFound(key.readUIntBE(6, 6), bytes);
        if (!test || test(found.doc)) yield found;
      }
    },
    count: (view: View, counters: Counters, most: number) =>
      all ? Math.min(most, view.count(start, end)) : counted(plan, view, counters, most),
    explain: (query: Doc, ran?: Ran) => ({
      stage: "COLLSCAN",
      ...(all ? {} : { filter: query }),
      ...(ran ? { nReturned: ran.returned, docsExamined: ran.docs } : {}),
      direction: direction > 0 ? "forward" : "backward",
    }),
  };
  return plan;
}

function indexScan(collection: Collection, scan: Scan, filter: Filter): Plan {
  const { index, ranges, backwards } = scan;
  const test = scan.exact ? undefined : compileFilter(filter);
  const several = index.multikey.length > 0;
  function* rids(view: View, counters: Counters): Iterable<number> {
    const seen = several ? new Set<number>() : undefined;
    const entries = scan.merge ? merged(view, scan) : inTurn(view, ranges, backwards);
    for (const [key, value] of entries) {
      counters.keys++;
      const rid = collection.rid(index, key, value);
      if (seen) {
        if (seen.has(rid)) continue;
        seen.add(rid);
      }
      yield rid;
    }
  }
  function* fetch(view: View, counters: Counters): Iterable<Found> {
    for (const rid of rids(view, counters)) {
      const bytes = collection.read(view, rid);
      if (!bytes)
        throw new MongoFault(
          1,
          `index ${index.name} of ${collection.ns} leads to a document that is not there`,
        );
      counters.docs++;
      yield new LazyFound(rid, bytes);
    }
  }
  const plan: Plan = {
    sorted: scan.sorted,
    exact: scan.exact,
    run: (view, counters) => matching(fetch(view, counters), test),
    count: (view, counters, most) => {
      if (test) return counted(plan, view, counters, most);
      let n = 0;
      if (several) {
        // A document may stand under several keys and counts once.
        for (const _rid of rids(view, counters)) if (++n >= most) break;
        return n;
      }
      for (const [start, end] of ranges) n += view.count(start, end);
      counters.keys += n;
      return Math.min(n, most);
    },
    explain: (query, ran) => ({
      stage: "FETCH",
      ...(test ? { filter: query } : {}),
      ...(ran ? { nReturned: ran.returned, docsExamined: ran.docs } : {}),
      inputStage: scan.merge
        ? {
            stage: "SORT_MERGE",
            sortPattern: Object.fromEntries(
              scan.index.key
                .slice(scan.fields)
                .map(([path, d]) => [path, scan.backwards ? -d : d] as const),
            ),
            ...(ran ? { nReturned: ran.docs } : {}),
            inputStages: pointsOf(scan).map((bounds) => ixscan(scan, bounds)),
          }
        : ixscan(scan, scan.bounds, ran),
    }),
  };
  return plan;
}

/** The bounds of each of the ranges that are merged: one value for each bound field. */
const pointsOf = ({ bounds, fields }: Scan): Scan["bounds"][] =>
  bounds
    .slice(0, fields)
    .reduce<Scan["bounds"][]>(
      (all, bound, i) =>
        all.flatMap((one) =>
          bound && "points" in bound
            ? bound.points.map((v) => one.with(i, { points: [v], tight: bound.tight }))
            : [one],
        ),
      [bounds],
    );

/** A bound as MongoDB shows it; one that is missing ends with the values of its type. */
function shownRange({ low, lowIn, high, highIn, type }: Range): string {
  const [least, most] =
    type === 10 ? ["[-inf", "inf]"] : type === 15 ? ['[""', "{})"] : ["[MinKey", "MaxKey]"];
  const from = low === NONE ? least : `${lowIn ? "[" : "("}${EJSON.stringify(low)}`;
  const to = high === NONE ? most : `${EJSON.stringify(high)}${highIn ? "]" : ")"}`;
  return `${from}, ${to}`;
}

function ixscan(scan: Scan, bounds: Scan["bounds"], ran?: Ran): Doc {
  const { index } = scan;
  return {
    stage: "IXSCAN",
    keyPattern: index.spec["key"],
    indexName: index.name,
    isMultiKey: index.multikey.length > 0,
    multiKeyPaths: Object.fromEntries(
      index.key.map(([path], i) => [path, index.multikey.includes(i) ? [path] : []]),
    ),
    isUnique: index.unique,
    isSparse: index.sparse,
    isPartial: index.partial != null,
    direction: scan.backwards ? "backward" : "forward",
    indexBounds: Object.fromEntries(
      index.key.map(([path], i) => {
        const b = bounds[i];
        if (!b) return [path, ["[MinKey, MaxKey]"]];
        if ("range" in b) return [path, [shownRange(b.range)]];
        return [path, b.points.map((v) => `[${EJSON.stringify(v)}, ${EJSON.stringify(v)}]`)];
      }),
    ),
    ...(ran ? { nReturned: ran.docs, keysExamined: ran.keys } : {}),
  };
}

function* inTurn(
  view: View,
  ranges: Scan["ranges"],
  backwards: boolean,
): Iterable<readonly [Buffer, Buffer]> {
  for (const [start, end] of backwards ? ranges.toReversed() : ranges)
    yield* view.range(start, end, backwards);
}

/** Several ranges, each in order, as one in order of what follows the values that tell them apart. */
function* merged(view: View, scan: Scan): Iterable<readonly [Buffer, Buffer]> {
  const streams: {
    next: readonly [Buffer, Buffer];
    prefix: number;
    rest: Iterator<readonly [Buffer, Buffer]>;
  }[] = [];
  for (const [i, [start, end]] of scan.ranges.entries()) {
    const rest = view.range(start, end, scan.backwards)[Symbol.iterator]();
    const first = rest.next();
    if (!first.done) streams.push({ next: first.value, prefix: scan.prefixes[i]!, rest });
  }
  const sign = scan.backwards ? -1 : 1;
  try {
    while (streams.length > 0) {
      let least = 0;
      for (let i = 1; i < streams.length; i++) {
        const a = streams[i]!;
        const b = streams[least]!;
        if (
          a.next[0].compare(b.next[0], b.prefix, b.next[0].length, a.prefix, a.next[0].length) *
            sign <
          0
        )
          least = i;
      }
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

/** A query whose $or has an index for each branch. */
function unionOf(collection: Collection, filter: Filter, sort: SortSpec): Plan | undefined {
  const parts = filter.kind === "and" ? filter.parts : [filter];
  const or = parts.find((p) => p.kind === "or" && p.parts.length > 0);
  if (!or || !("parts" in or)) return undefined;
  const others = parts.filter((p) => p !== or);
  const scans: Scan[] = [];
  for (const branch of or.parts) {
    const both: Filter = { kind: "and", parts: [branch, ...others] };
    const tests = conjuncts(both);
    let best: Scan | undefined;
    for (const index of collection.record.indexes) {
      const scan = scanOf(collection, index, both, tests, [], false);
      if (scan && (!best || scan.score > best.score)) best = scan;
    }
    if (!best) return undefined;
    scans.push(best);
  }
  const plans = scans.map((scan, i) =>
    indexScan(collection, scan, { kind: "and", parts: [or.parts[i]!, ...others] }),
  );
  const branches: Ran[] = [];
  const plan: Plan = {
    sorted: sort.length === 0,
    exact: false,
    *run(view, counters) {
      const seen = new Set<number>();
      for (const [i, p] of plans.entries()) {
        const own = (branches[i] = { keys: 0, docs: 0, returned: 0 });
        for (const found of p.run(view, own)) {
          own.returned++;
          if (seen.has(found.rid)) continue;
          seen.add(found.rid);
          yield found;
        }
        counters.keys += own.keys;
        counters.docs += own.docs;
      }
    },
    count: (view, counters, most) => counted(plan, view, counters, most),
    explain: (query, ran) => ({
      stage: "SUBPLAN",
      ...(ran ? { nReturned: ran.returned } : {}),
      inputStage: {
        stage: "OR",
        ...(ran ? { nReturned: ran.returned } : {}),
        inputStages: plans.map((p, i) => p.explain(query, ran && branches[i])),
      },
    }),
  };
  return plan;
}
