import { Binary, BSONRegExp, Decimal128, Double, Long, ObjectId, Timestamp } from "bson";
import { Context, ProcessingMode } from "mingo/core";
import * as mingo from "mingo/operators/expression";
import { badValue, MongoFault, unsupported } from "./errors.ts";
import type { Build } from "./operands.ts";
import { list } from "./operands.ts";
import { compileRegex } from "./regex.ts";
import type { Doc } from "./values.ts";
import { isDoc, typeName } from "./values.ts";

/** What mingo does well enough as it is; its arguments are evaluated here and handed over as literals. */
const lent = [
  '$dateDiff', '$dateFromParts', '$dateFromString', '$dateToString', '$dateTrunc', '$dayOfMonth', '$dayOfWeek', '$dayOfYear', '$hour', '$isoDayOfWeek',
  '$isoWeek', '$isoWeekYear', '$millisecond', '$minute', '$month', '$second', '$week', '$year', '$ltrim', '$rtrim', '$trim', '$split', '$replaceAll', '$replaceOne', '$range',
] as const; // prettier-ignore

const context = {
  context: Context.init({ expression: mingo }),
  idKey: "_id",
  processingMode: ProcessingMode.CLONE_OFF,
  useStrictMode: true,
  failOnError: true,
  scriptEnabled: false,
};

/** A value as mingo knows it: plain numbers and RegExp. Types it does not know are refused. */
function plainValue(v: unknown, name: string): unknown {
  if (v instanceof Double) return v.value;
  if (v instanceof BSONRegExp) return compileRegex(v, undefined);
  if (v instanceof Long && !(v instanceof Timestamp)) {
    if (!Number.isSafeInteger(v.toNumber())) throw unsupported(`${name} of a large Long`);
    return v.toNumber();
  }
  if (v instanceof Decimal128 || v instanceof Binary)
    throw unsupported(`${name} of ${typeName(v)}`);
  if (v instanceof ObjectId)
    return name.startsWith("$date") || /year|month|day|hour|minute|second|week/i.test(name)
      ? v.getTimestamp()
      : v;
  if (v instanceof Timestamp) return new Date(v.getHighBitsUnsigned() * 1000);
  return Array.isArray(v) ? v.map((x) => plainValue(x, name)) : v;
}

/** Those whose answer is a long. */
const LONGS = new Set(["$dateDiff", "$isoWeekYear"]);

const literal = (v: unknown): Doc => ({ $literal: v });

function borrow(name: string): Build {
  const run = (
    mingo as unknown as Record<string, (obj: unknown, expr: unknown, options: unknown) => unknown>
  )[name]!;
  const call = (expr: unknown): unknown => {
    try {
      const result = run({}, expr, context);
      return LONGS.has(name) && typeof result === "number" ? Long.fromNumber(result) : result;
    } catch (error) {
      if (error instanceof MongoFault) throw error;
      throw badValue(`${name}: ${error instanceof Error ? error.message : "failed"}`);
    }
  };
  const aboutDates =
    /date|year|month|day|hour|minute|second|week/i.test(name) &&
    name !== "$dateFromString" &&
    name !== "$dateFromParts";
  return (args, compile) => {
    if (isDoc(args) && !Object.keys(args)[0]?.startsWith("$")) {
      const parts = Object.entries(args).map(([k, e]) => [k, compile(e)] as const);
      const optional = ["onNull", "onError"];
      return (s) => {
        const values = parts.map(([k, e]) => [k, plainValue(e(s), name)] as const);
        // A null argument makes a null answer; only onNull knows better, and mingo does that.
        if (values.some(([k, v]) => v == null && !optional.includes(k)))
          return parts.find(([k]) => k === "onNull")?.[1](s) ?? null;
        return call(Object.fromEntries(values.map(([k, v]) => [k, literal(v)])));
      };
    }
    const single = !Array.isArray(args) || (args.length === 1 && aboutDates);
    const parts = list(args).map(compile);
    return (s) => {
      const values = parts.map((p) => plainValue(p(s), name));
      if (values.some((v) => v == null)) return null;
      return call(single ? literal(values[0]) : values.map(literal));
    };
  };
}

const MONTHS = new Map<unknown, number>([
  ["month", 1],
  ["quarter", 3],
  ["year", 12],
]);

/** $dateAdd and $dateSubtract: months end where mingo goes on into the next, so those are counted here. */
const addToDate =
  (name: "$dateAdd" | "$dateSubtract"): Build =>
  (args, compile) => {
    const other = borrow(name)(args, compile);
    const { startDate, unit, amount, timezone } = isDoc(args) ? args : {};
    const parts = [startDate, unit, amount].map(compile);
    return (s) => {
      const [start, by, count] = parts.map((p) => plainValue(p(s), name));
      const months = MONTHS.get(by);
      if (months === undefined || !(start instanceof Date) || typeof count !== "number")
        return other(s);
      if (timezone !== undefined) throw unsupported(`${name} by ${String(by)} in a timezone`);
      const date = new Date(start);
      date.setUTCDate(1);
      date.setUTCMonth(date.getUTCMonth() + months * (name === "$dateAdd" ? count : -count));
      const last = new Date(
        Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0),
      ).getUTCDate();
      date.setUTCDate(Math.min(start.getUTCDate(), last));
      return date;
    };
  };

export const borrowed: { [name: string]: Build } = {
  ...Object.fromEntries(lent.map((name) => [name, borrow(name)])),
  $dateAdd: addToDate("$dateAdd"),
  $dateSubtract: addToDate("$dateSubtract"),
};
