import type { Collection } from "./collection.ts";
import { badValue, Damage } from "./errors.ts";
import { findIndex } from "./indexes.ts";
import type { Filter } from "./filter.ts";
import { compileFilter } from "./match.ts";
import type { Scan } from "./scan.ts";
import { bestScan, entriesOf, shownScan } from "./scan.ts";
import type { View } from "./store.ts";
import type { Doc } from "./values.ts";
import { decode } from "./codec.ts";
import { fieldOf, isNumeric, toNumber } from "./values.ts";
import type { SortSpec } from "./sort.ts";

/** What a run of a plan has looked at, and found, for explain. */
export class Ran {
  keys = 0;
  docs = 0;
  returned = 0;
}

/** A found document; decoded only where something asks for it, and of that only what the query needs. */
export class Found {
  readonly rid: number;
  readonly bytes: Buffer;
  private readonly needed: ReadonlySet<string> | undefined;
  private decoded: Doc | undefined;
  constructor(rid: number, bytes: Buffer, needed?: ReadonlySet<string>) {
    this.rid = rid;
    this.bytes = bytes;
    this.needed = needed;
  }
  get doc(): Doc {
    if (this.decoded) return this.decoded;
    try {
      return (this.decoded = decode(this.bytes, 0, this.needed));
    } catch (error) {
      throw new Damage(`record ${this.rid} is unreadable`, { cause: error });
    }
  }
}

/**
 * How a query is answered. The rule: a unique key given whole; else the index that binds most fields (a value before
 * several, several before a range), with a bonus for giving the sort; else one that gives the sort; else $or by its
 * branches' indexes; else all documents. What an index cannot decide is tested on the document.
 */
export interface Plan {
  /** Whether the documents come in the order of the sort. */
  readonly sorted: boolean;
  /** `needed`: the fields at the top that somebody will ask for; all when it is not given. */
  run(view: View, ran?: Ran, needed?: ReadonlySet<string>): Iterable<Found>;
  /** Number of matches, `most` at most; by keys alone where those decide. */
  count(view: View, most: number): number;
  /** The stages, innermost last, in MongoDB's shape; `ran` tells what a run of it has looked at. */
  explain(query: Doc, ran?: Ran): Doc;
}

/** Whether a single key or one index that gives the sort answers, so that $or need not be looked into. */
const GOOD_ENOUGH = 20;

export function planQuery(
  collection: Collection,
  filter: Filter,
  sort: SortSpec = [],
  hint?: unknown,
): Plan {
  const natural = naturalHint(hint, sort);
  if (natural) return collectionScan(collection, filter, natural);
  const wanted = hint === undefined ? undefined : findIndex(collection.record.indexes, hint);
  if (hint !== undefined && !wanted)
    throw badValue("hint provided does not correspond to an existing index");
  const best = bestScan(collection, filter, sort, wanted);
  const isGood = wanted !== undefined || (best !== undefined && best.score >= GOOD_ENOUGH);
  const union = isGood ? undefined : unionOf(collection, filter);
  if (union) return indexScan(collection, union, filter, sort.length === 0);
  if (best) return indexScan(collection, [best], filter, best.sorted);
  return collectionScan(collection, filter, 1);
}

function naturalHint(hint: unknown, sort: SortSpec): 1 | -1 | undefined {
  if (sort.length === 1 && sort[0]![0] === "$natural") return sort[0]![1];
  const natural = fieldOf(hint, "$natural");
  if (natural === undefined) return undefined;
  return isNumeric(natural) && toNumber(natural) < 0 ? -1 : 1;
}

const isEmpty = (f: Filter): boolean => f.kind === "and" && f.parts.every(isEmpty);
type Run = Plan["run"];

/** Counts what a plan finds. */
const counted =
  (run: (view: View) => Iterable<unknown>): Plan["count"] =>
  (view, most) => {
    let n = 0;
    for (const _one of run(view)) if (++n >= most) break;
    return n;
  };
/** Counts entries of the store, without reading them. */
const measured =
  (ranges: Scan["ranges"]): Plan["count"] =>
  (view, most) =>
    Math.min(
      most,
      ranges.reduce((n, { start, end }) => n + view.count(start, end), 0),
    );

function collectionScan(collection: Collection, filter: Filter, direction: 1 | -1): Plan {
  const all = isEmpty(filter);
  const test = all ? undefined : compileFilter(filter);
  const [start, end] = [collection.start(0), collection.start(1)];
  const run: Run = function* (view, ran = new Ran(), needed) {
    for (const [key, bytes] of view.range(start, end, direction < 0)) {
      ran.docs++;
      const found = new Found(key.readUIntBE(6, 6), bytes, needed);
      if (!test || test(found.doc)) yield found;
    }
  };
  return {
    sorted: false,
    run,
    count: all ? measured([{ start, end, prefix: 0 }]) : counted(run),
    explain: (query, ran) => ({
      stage: "COLLSCAN",
      ...(all ? {} : { filter: query }),
      ...(ran ? { nReturned: ran.returned, docsExamined: ran.docs } : {}),
      direction: direction > 0 ? "forward" : "backward",
    }),
  };
}

/** Reads by indexes: by one, or by one for each branch of an $or. */
function indexScan(collection: Collection, scans: Scan[], filter: Filter, sorted: boolean): Plan {
  const isUnion = scans.length !== 1;
  // A document may stand under several keys and counts once.
  const several = isUnion || scans[0]!.index.multikey.length > 0;
  const exact = scans.every((scan) => scan.exact);
  const test = exact ? undefined : compileFilter(filter);
  function* rids(view: View, ran = new Ran()): Iterable<[rid: number, scan: Scan]> {
    const seen = new Set<number>();
    for (const scan of scans)
      for (const [key, value] of entriesOf(view, scan)) {
        ran.keys++;
        const rid = collection.rid(scan.index, key, value);
        if (several && seen.has(rid)) continue;
        if (several) seen.add(rid);
        yield [rid, scan];
      }
  }
  const run: Run = function* (view, ran = new Ran(), needed) {
    for (const [rid, { index }] of rids(view, ran)) {
      const bytes = collection.read(view, rid);
      if (!bytes) throw new Damage(`index ${index.name} of ${collection.ns} leads to no document`);
      ran.docs++;
      const found = new Found(rid, bytes, needed);
      if (!test || test(found.doc)) yield found;
    }
  };
  return {
    sorted,
    run,
    count: !exact ? counted(run) : several ? counted(rids) : measured(scans[0]!.ranges),
    explain: (query, ran) => {
      const n = ran ? { nReturned: ran.returned } : {};
      const inputStages = scans.map((scan) => ({
        stage: "FETCH",
        ...(exact ? {} : { filter: query }),
        ...(ran && !isUnion ? { ...n, docsExamined: ran.docs } : {}),
        inputStage: shownScan(scan, isUnion ? undefined : ran),
      }));
      if (!isUnion) return inputStages[0]!;
      return { stage: "SUBPLAN", ...n, inputStage: { stage: "OR", ...n, inputStages } };
    },
  };
}

/** The scans of a query whose $or has an index for each branch. */
function unionOf(collection: Collection, filter: Filter): Scan[] | undefined {
  const parts = filter.kind === "and" ? filter.parts : [filter];
  const or = parts.find((p) => p.kind === "or");
  if (or?.kind !== "or") return undefined;
  const others = parts.filter((p) => p !== or);
  const scans = or.parts.map((branch) =>
    bestScan(collection, { kind: "and", parts: [branch, ...others] }, []),
  );
  return scans.every((scan) => scan !== undefined) ? scans : undefined;
}
