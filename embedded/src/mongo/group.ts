import { typeMismatch, unsupported } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import type { Variables } from "./filter.ts";
import type { Gathering } from "./gather.ts";
import { gatherings, identity } from "./gather.ts";
import type { Doc } from "./values.ts";
import { isDoc, setField } from "./values.ts";
import { fault } from "./words.ts";

interface Accumulator {
  readonly value: Expression;
  readonly start: () => Gathering;
}

/** Known to MongoDB, and not here. */
const REFUSED =
  /^\$(accumulator|median|percentile|stdDev(Pop|Samp)|(first|last|min|max)N|(top|bottom)N?)$/;

function accumulator(field: string, spec: unknown, variables: Variables): Accumulator {
  if (field.includes(".")) throw fault(40235, field);
  if (field.startsWith("$")) throw fault(40236, field);
  if (!isDoc(spec)) throw fault(40234, field);
  const [op, ...others] = Object.keys(spec);
  if (op === undefined || others.length > 0) throw fault(40238, field);
  if (REFUSED.test(op)) throw unsupported(`the accumulator ${op}`);
  if (!Object.hasOwn(gatherings, op)) throw fault(15952, op);
  let e = spec[op];
  if (Array.isArray(e)) throw fault(40237, op);
  if (op === "$count") {
    if (!isDoc(e) || Object.keys(e).length > 0)
      throw typeMismatch("$count takes no arguments, i.e. $count:{}");
    e = 1;
  }
  return { value: compileExpression(e, variables), start: gatherings[op]! };
}

/** $group. Groups come in the order of their first document. */
export function groupStage(
  arg: unknown,
  variables: Variables,
): (docs: Iterable<Doc>) => Iterable<Doc> {
  if (!isDoc(arg)) throw fault(15947);
  const { _id, ...fields } = arg;
  if (_id === undefined) throw fault(15955);
  const id = compileExpression(_id, variables);
  const names = Object.keys(fields);
  const accumulators = names.map((name) => accumulator(name, fields[name], variables));
  return function* (docs) {
    const groups = new Map<string, { id: unknown; gathered: Gathering[] }>();
    for (const doc of docs) {
      const scope = scopeOf(doc);
      const value = id(scope) ?? null;
      const name = typeof value === "string" ? `"${value}` : identity(value);
      let group = groups.get(name);
      if (!group)
        groups.set(name, (group = { id: value, gathered: accumulators.map((a) => a.start()) }));
      for (const [i, a] of accumulators.entries()) group.gathered[i]!.add(a.value(scope));
    }
    for (const group of groups.values()) {
      const result: Doc = { _id: group.id };
      for (const [i, name] of names.entries()) setField(result, name, group.gathered[i]!.result());
      yield result;
    }
  };
}
