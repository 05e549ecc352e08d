import { badValue, failedToParse, typeMismatch } from "./errors.ts";
import { sortOrder, unique } from "./gather.ts";
import { parseTests } from "./filter.ts";
import { compileFilter, matcher } from "./match.ts";
import type { Place } from "./places.ts";
import { put } from "./places.ts";
import { clone, equal, isDoc, isNumeric, toNumber, typeName } from "./values.ts";

/** Applies an operator of arrays to the place of one. */
export function changeArray(
  place: Place,
  op: string,
  arg: unknown,
  old: unknown,
  path: readonly string[],
): void {
  if (old === undefined && ["$pull", "$pullAll", "$pop"].includes(op)) return;
  if (old !== undefined && !Array.isArray(old)) {
    if (op === "$pull" || op === "$pullAll")
      throw badValue(`Cannot apply ${op} to a non-array value`);
    if (op === "$pop")
      throw typeMismatch(
        `Path '${path.join(".")}' contains an element of non-array type '${typeName(old)}'`,
      );
    throw badValue(
      `The field '${path.join(".")}' must be an array but is of type ${typeName(old)} in document`,
    );
  }
  const list = old ?? [];
  switch (op) {
    case "$push":
      return put(place, pushed(list, arg));
    case "$addToSet": {
      const added = isDoc(arg) && "$each" in arg ? arg["$each"] : [arg];
      if (!Array.isArray(added))
        throw typeMismatch(
          `The argument to $each in $addToSet must be an array but it was of type ${typeName(added)}`,
        );
      const fresh = unique(added).filter((v) => !list.some((x) => equal(x, v)));
      return put(place, [...list, ...clone(fresh)]);
    }
    case "$pull": {
      const pulls = pullTest(arg);
      return put(
        place,
        list.filter((v) => !pulls(v)),
      );
    }
    case "$pullAll":
      if (!Array.isArray(arg))
        throw badValue(`$pullAll requires an array argument but was given a ${typeName(arg)}`);
      return put(
        place,
        list.filter((v) => !arg.some((x) => equal(x, v))),
      );
    case "$pop": {
      const n = isNumeric(arg) ? toNumber(arg) : NaN;
      if (n !== 1 && n !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${String(arg)}`);
      return put(place, n === 1 ? list.slice(0, -1) : list.slice(1));
    }
  }
}

/** What $pull takes away: documents that match a filter, values that pass tests, or equal ones. */
function pullTest(arg: unknown): (v: unknown) => boolean {
  if (isDoc(arg) && !Object.keys(arg)[0]?.startsWith("$")) {
    const test = matcher(arg);
    return (v) => isDoc(v) && test(v);
  }
  if (!isDoc(arg) && typeName(arg) !== "regex") return (v) => equal(v, arg);
  const tests = parseTests(arg, {});
  const test = compileFilter({
    kind: "field",
    path: "v",
    test: { op: "$elemMatch", filter: undefined, tests },
  });
  return (v) => test({ v: [v] });
}

function pushed(list: unknown[], arg: unknown): unknown[] {
  if (!isDoc(arg) || !("$each" in arg)) return [...list, clone(arg)];
  const each = arg["$each"];
  if (!Array.isArray(each))
    throw badValue(
      `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`,
    );
  for (const k of Object.keys(arg))
    if (!["$each", "$position", "$slice", "$sort"].includes(k))
      throw badValue(`Unrecognized clause in $push: ${k}`);
  const whole = (k: string): number => {
    const v = arg[k];
    const n = isNumeric(v) ? toNumber(v) : NaN;
    if (!Number.isInteger(n))
      throw badValue(
        `The value for ${k} must be an integer value but was given type: ${typeName(v)}`,
      );
    return n;
  };
  let result = [...list];
  const at = "$position" in arg ? whole("$position") : result.length;
  result.splice(at < 0 ? Math.max(0, result.length + at) : at, 0, ...clone(each));
  if ("$sort" in arg) {
    const order = sortOrder(arg["$sort"], "$push");
    result = result.toSorted(order);
  }
  if ("$slice" in arg) {
    const n = whole("$slice");
    result = n >= 0 ? result.slice(0, n) : result.slice(n);
  }
  return result;
}
