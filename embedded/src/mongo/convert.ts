import { Decimal128, Double, Long, ObjectId, Timestamp } from "bson";
import { badValue, MongoFault, unsupported } from "./errors.ts";
import { decimal, kindOf, toBig, whole } from "./numbers.ts";
import type { Build } from "./operands.ts";
import { named, plain } from "./operands.ts";
import { asDouble, exact, isNumeric, toNumber, typeName } from "./values.ts";

function convert(v: unknown, to: string): unknown {
  const from = typeName(v);
  const fail = (): MongoFault =>
    new MongoFault(
      241,
      `Unsupported conversion from ${from} to ${to} in $convert with no onError value`,
    );
  const parse = (why: string): MongoFault =>
    new MongoFault(241, `Failed to parse ${why} '${String(v)}' in $convert with no onError value`);
  switch (to) {
    case "string":
      if (v instanceof Date) return v.toISOString();
      if (["string", "int", "long", "decimal", "objectId", "bool", "double"].includes(from))
        return v instanceof ObjectId ? v.toHexString() : String(v instanceof Double ? v.value : v);
      throw fail();
    case "bool":
      return isNumeric(v) ? toNumber(v) !== 0 : typeof v === "boolean" ? v : true;
    case "int":
    case "long": {
      if (typeof v === "boolean") return to === "int" ? Number(v) : Long.fromNumber(Number(v));
      if (v instanceof Date && to === "long") return Long.fromNumber(v.getTime());
      if (typeof v === "string" && !/^-?\d+$/.test(v)) throw parse("number");
      if (typeof v !== "string" && !isNumeric(v)) throw fail();
      if (typeof v !== "string" && !Number.isFinite(toNumber(v)))
        throw new MongoFault(241, "Attempt to convert NaN or infinity value to integer type");
      const n =
        typeof v === "string"
          ? BigInt(v)
          : v instanceof Decimal128
            ? BigInt(Math.trunc(toNumber(v)))
            : toBig(v);
      const result =
        to === "int" && (n < -0x80000000n || n > 0x7fffffffn) ? undefined : whole(n, to);
      if (result === undefined)
        throw new MongoFault(
          241,
          "Conversion would overflow target type in $convert with no onError value",
        );
      return result;
    }
    case "double": {
      if (typeof v === "boolean") return new Double(Number(v));
      if (v instanceof Date) return asDouble(v.getTime());
      if (typeof v === "string") {
        if (v.trim() === "" || Number.isNaN(Number(v))) throw parse("number");
        return asDouble(Number(v));
      }
      if (!isNumeric(v)) throw fail();
      return asDouble(toNumber(v));
    }
    case "decimal": {
      if (typeof v === "string")
        try {
          return Decimal128.fromString(v);
        } catch {
          throw parse("number");
        }
      if (typeof v === "boolean") return Decimal128.fromString(String(Number(v)));
      if (v instanceof Date) return Decimal128.fromString(String(v.getTime()));
      if (v instanceof Decimal128) return v;
      if (!isNumeric(v)) throw fail();
      const e = exact(v);
      return typeof e === "string" || kindOf(v) === "double"
        ? Decimal128.fromString(toNumber(v).toPrecision(15))
        : decimal(e.digits, e.exponent);
    }
    case "date": {
      if (v instanceof Date) return v;
      if (v instanceof ObjectId) return v.getTimestamp();
      if (v instanceof Timestamp) return new Date(v.getHighBitsUnsigned() * 1000);
      if (typeof v === "string") {
        const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(v);
        const ms = Date.parse(/^\d{4}-\d\d-\d\d$/.test(v) || hasZone ? v : `${v}Z`);
        if (Number.isNaN(ms)) throw parse("date");
        return new Date(ms);
      }
      if (!isNumeric(v) || from === "int") throw fail();
      return new Date(Math.trunc(toNumber(v)));
    }
    case "objectId":
      if (v instanceof ObjectId) return v;
      if (typeof v !== "string") throw fail();
      if (!/^[0-9a-f]{24}$/i.test(v)) throw parse("objectId");
      return new ObjectId(v);
    default:
      throw unsupported(`$convert to ${to}`);
  }
}
const conversion = (to: string): Build =>
  plain("$convert", 1, 1, (v) => (v == null ? null : convert(v, to)));

function typeAlias(v: unknown): string {
  if (typeof v === "string") return v;
  const name = (
    {
      1: "double",
      2: "string",
      7: "objectId",
      8: "bool",
      9: "date",
      16: "int",
      18: "long",
      19: "decimal",
    } as Record<number, string>
  )[toNumber(v as number)];
  if (!name) throw badValue(`Invalid type in $convert: ${String(v)}`);
  return name;
}

export const conversions: { [name: string]: Build } = {
  $toBool: conversion("bool"),
  $toInt: conversion("int"),
  $toLong: conversion("long"),
  $toDouble: conversion("double"),
  $toDecimal: conversion("decimal"),
  $toDate: conversion("date"),
  $toString: conversion("string"),
  $toObjectId: conversion("objectId"),
  $convert: named("$convert", ["input", "to"], ["onError", "onNull"], (args, s) => {
    const v = args["input"]!(s);
    if (v == null) return args["onNull"]?.(s) ?? null;
    try {
      return convert(v, typeAlias(args["to"]!(s)));
    } catch (error) {
      if (args["onError"] && error instanceof MongoFault) return args["onError"](s);
      throw error;
    }
  }),
};
