import { MongoFault, unsupported } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import { average, identity, larger, plus, smaller, unique } from "./gather.ts";
import { mergeDocs } from "./lists.ts";
import type { Variables } from "./filter.ts";
import type { Doc } from "./values.ts";
import { isDoc, setField } from "./values.ts";

/** How the values of one group become one: folded in turn from `start`, which stands for no value yet. */
interface Fold {
  readonly start: unknown;
  readonly add: (folded: unknown, value: unknown) => unknown;
}
const NONE = Symbol("no value yet");

const folds: { [op: string]: Fold } = {
  $sum: { start: 0, add: plus },
  $min: { start: null, add: smaller },
  $max: { start: null, add: larger },
  $first: { start: NONE, add: (first, v) => (first === NONE ? (v ?? null) : first) },
  $last: { start: NONE, add: (_last, v) => v ?? null },
};

const present = (values: unknown[]): unknown[] => values.filter((v) => v !== undefined);
/** Those that want all values at once. */
const gathered: { [op: string]: (values: unknown[]) => unknown } = {
  $avg: average,
  $push: present,
  $addToSet: (values) => unique(present(values)),
  $mergeObjects: mergeDocs,
};

interface Accumulator {
  readonly value: Expression;
  readonly fold: Fold;
  readonly finish: (folded: unknown) => unknown;
}

/** Known to MongoDB, and not here. */
const REFUSED =
  /^\$(accumulator|median|percentile|stdDev(Pop|Samp)|(first|last|min|max)N|(top|bottom)N?)$/;

function accumulator(op: string, arg: unknown, variables: Variables): Accumulator {
  const value = compileExpression(op === "$count" ? 1 : arg, variables);
  const fold = op === "$count" ? folds["$sum"] : folds[op];
  if (fold) return { value, fold, finish: (v) => (v === NONE ? null : v) };
  const finish = gathered[op];
  if (!finish)
    throw REFUSED.test(op)
      ? unsupported(`the accumulator ${op}`)
      : new MongoFault(15952, `unknown group operator '${op}'`);
  const add = (list: unknown, v: unknown): unknown => {
    if (list === NONE) return [v];
    (list as unknown[]).push(v);
    return list;
  };
  return {
    value,
    fold: { start: NONE, add },
    finish: (list) => finish(list === NONE ? [] : (list as unknown[])),
  };
}

/** $group. Groups come in the order of their first document. */
export function groupStage(
  arg: unknown,
  variables: Variables,
): (docs: Iterable<Doc>) => Iterable<Doc> {
  if (!isDoc(arg)) throw new MongoFault(15947, "a group's fields must be specified in an object");
  if (!("_id" in arg)) throw new MongoFault(15955, "a group specification must include an _id");
  const id = compileExpression(arg["_id"], variables);
  const names = Object.keys(arg).filter((name) => name !== "_id");
  const accumulators = names.map((name) => {
    const spec = arg[name];
    if (name.includes("."))
      throw new MongoFault(40235, `The field name '${name}' cannot contain '.'`);
    if (!isDoc(spec))
      throw new MongoFault(40234, `The field '${name}' must be an accumulator object`);
    const [op, ...others] = Object.keys(spec);
    if (op === undefined || others.length > 0)
      throw new MongoFault(40238, `The field '${name}' must specify one accumulator`);
    return accumulator(op, spec[op], variables);
  });
  return function* (docs) {
    const groups = new Map<string, { id: unknown; folded: unknown[] }>();
    for (const doc of docs) {
      const scope = scopeOf(doc);
      const value = id(scope) ?? null;
      const name = typeof value === "string" ? `"${value}` : identity(value);
      let group = groups.get(name);
      if (!group)
        groups.set(name, (group = { id: value, folded: accumulators.map((a) => a.fold.start) }));
      const { folded } = group;
      for (let i = 0; i < accumulators.length; i++) {
        const a = accumulators[i]!;
        folded[i] = a.fold.add(folded[i], a.value(scope));
      }
    }
    for (const group of groups.values()) {
      const result: Doc = { _id: group.id };
      for (const [i, name] of names.entries())
        setField(result, name, accumulators[i]!.finish(group.folded[i]));
      yield result;
    }
  };
}
