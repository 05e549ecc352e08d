import { MongoFault, unsupported } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import type { Variables } from "./match.ts";
import { arithmetic } from "./numbers.ts";
import { average, deviation, identity, maximum, minimum, sortOrder, unique } from "./operators.ts";
import type { Doc } from "./values.ts";
import { compare, isDoc, isNumeric, setField, toNumber } from "./values.ts";

/** Gathers the values of one group; `done` gives the result. */
interface Accumulator {
  add(doc: Doc): void;
  done(): unknown;
}
type Make = () => Accumulator;

const gather =
  (e: Expression, finish: (values: unknown[]) => unknown): Make =>
  () => {
    const values: unknown[] = [];
    return { add: (doc) => values.push(e(scopeOf(doc))), done: () => finish(values) };
  };

function accumulator(op: string, arg: unknown, variables: Variables): Make {
  const e = (): Expression => compileExpression(arg, variables);
  const part = (name: string): Expression => {
    if (!isDoc(arg) || !(name in arg))
      throw new MongoFault(5787906, `Missing value for '${name}' in ${op}`);
    return compileExpression(arg[name], variables);
  };
  const n = (): number => {
    const v = part("n")(scopeOf({}));
    const size = isNumeric(v) ? toNumber(v) : NaN;
    if (!Number.isInteger(size) || size < 1)
      throw new MongoFault(5787908, `'n' must be greater than 0, found ${String(v)}`);
    return size;
  };
  switch (op) {
    case "$sum": {
      const value = e();
      return () => {
        let total: unknown = 0;
        return {
          add: (doc) => {
            const v = value(scopeOf(doc));
            if (isNumeric(v)) total = arithmetic(total, v, "+");
          },
          done: () => total,
        };
      };
    }
    case "$count":
      return () => {
        let count = 0;
        return { add: () => void count++, done: () => count };
      };
    case "$avg":
      return gather(e(), average);
    case "$min":
      return gather(e(), minimum);
    case "$max":
      return gather(e(), maximum);
    case "$first": {
      const value = e();
      return () => {
        let first: unknown;
        let any = false;
        return {
          add: (doc) => {
            if (!any) first = value(scopeOf(doc));
            any = true;
          },
          done: () => first ?? null,
        };
      };
    }
    case "$last": {
      const value = e();
      return () => {
        let last: Doc | undefined;
        return {
          add: (doc) => void (last = doc),
          done: () => (last && value(scopeOf(last))) ?? null,
        };
      };
    }
    case "$push":
      return gather(e(), (values) => values.filter((v) => v !== undefined));
    case "$addToSet":
      return gather(e(), (values) => unique(values.filter((v) => v !== undefined)));
    case "$stdDevPop":
      return gather(e(), (values) => deviation(values, false));
    case "$stdDevSamp":
      return gather(e(), (values) => deviation(values, true));
    case "$mergeObjects":
      return gather(e(), (values) => {
        const merged: Doc = {};
        for (const v of values) {
          if (v == null) continue;
          if (!isDoc(v)) throw new MongoFault(40400, "$mergeObjects requires object inputs");
          for (const [k, x] of Object.entries(v)) setField(merged, k, x);
        }
        return merged;
      });
    case "$firstN":
      return gather(part("input"), (values) => values.slice(0, n()).map((v) => v ?? null));
    case "$lastN":
      return gather(part("input"), (values) => values.slice(-n()).map((v) => v ?? null));
    case "$minN":
      return gather(part("input"), (values) =>
        values
          .filter((v) => v != null)
          .toSorted(compare)
          .slice(0, n()),
      );
    case "$maxN":
      return gather(part("input"), (values) =>
        values
          .filter((v) => v != null)
          .toSorted((a, b) => compare(b, a))
          .slice(0, n()),
      );
    case "$top":
    case "$bottom":
    case "$topN":
    case "$bottomN": {
      const output = part("output");
      const order = sortOrder(isDoc(arg) ? arg["sortBy"] : undefined, op);
      return () => {
        const docs: Doc[] = [];
        return {
          add: (doc) => docs.push(doc),
          done: () => {
            const sorted = docs.toSorted(order);
            const size = op.endsWith("N") ? n() : 1;
            const values = (
              op.startsWith("$top") ? sorted.slice(0, size) : sorted.slice(-size)
            ).map((doc) => output(scopeOf(doc)) ?? null);
            return op.endsWith("N") ? values : values[0];
          },
        };
      };
    }
    case "$accumulator":
    case "$median":
    case "$percentile":
      throw unsupported(`the accumulator ${op}`);
    default:
      throw new MongoFault(15952, `unknown group operator '${op}'`);
  }
}

/** $group; `key` overrides the group's id (for $bucket). Groups come in the order of their first document. */
export function groupStage(
  arg: unknown,
  variables: Variables,
  key?: (doc: Doc) => unknown,
): (docs: Iterable<Doc>) => Iterable<Doc> {
  if (!isDoc(arg)) throw new MongoFault(15947, "a group's fields must be specified in an object");
  if (!("_id" in arg)) throw new MongoFault(15955, "a group specification must include an _id");
  const id = compileExpression(arg["_id"], variables);
  const fields = Object.entries(arg)
    .filter(([name]) => name !== "_id")
    .map(([name, spec]) => {
      if (name.includes("."))
        throw new MongoFault(40235, `The field name '${name}' cannot contain '.'`);
      if (!isDoc(spec))
        throw new MongoFault(40234, `The field '${name}' must be an accumulator object`);
      const ops = Object.keys(spec);
      if (ops.length !== 1)
        throw new MongoFault(40238, `The field '${name}' must specify one accumulator`);
      return [name, accumulator(ops[0]!, spec[ops[0]!], variables)] as const;
    });
  return function* (docs) {
    const groups = new Map<string, { id: unknown; accumulators: Accumulator[] }>();
    for (const doc of docs) {
      const value = (key ? key(doc) : id(scopeOf(doc))) ?? null;
      const name = typeof value === "string" ? `"${value}` : identity(value);
      let group = groups.get(name);
      if (!group)
        groups.set(name, (group = { id: value, accumulators: fields.map(([, make]) => make()) }));
      for (const a of group.accumulators) a.add(doc);
    }
    for (const group of groups.values()) {
      const result: Doc = { _id: group.id };
      for (const [i, [name]] of fields.entries())
        setField(result, name, group.accumulators[i]!.done());
      yield result;
    }
  };
}
