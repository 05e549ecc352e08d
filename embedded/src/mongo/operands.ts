import { MongoFault } from "./errors.ts";
import type { Expression, Scope } from "./expression.ts";
import type { Doc } from "./values.ts";
import { isDoc, isNumeric, toNumber, typeName } from "./values.ts";

/** How the operators of expressions take their arguments. */

export type Compile = (e: unknown) => Expression;
export type Build = (args: unknown, compile: Compile) => Expression;

export const list = (args: unknown): unknown[] => (Array.isArray(args) ? args : [args]);

/** An operator whose arguments are all evaluated before. */
export const plain =
  (name: string, least: number, most: number, run: (...args: unknown[]) => unknown): Build =>
  (args, compile) => {
    const parts = list(args).map(compile);
    if (parts.length < least || parts.length > most)
      throw new MongoFault(
        16020,
        `Expression ${name} takes ${least === most ? `exactly ${least}` : `at least ${least}`} arguments. ${parts.length} were passed in.`,
      );
    return (s) => run(...parts.map((p) => p(s)));
  };
export const one = (name: string, run: (v: unknown) => unknown): Build => plain(name, 1, 1, run);
export const two = (name: string, run: (a: unknown, b: unknown) => unknown): Build =>
  plain(name, 2, 2, run);

/** An operator with named arguments, given as an object. */
export const named =
  (
    name: string,
    required: string[],
    optional: string[],
    run: (args: { [k: string]: Expression }, scope: Scope, raw: Doc) => unknown,
  ): Build =>
  (args, compile) => {
    if (!isDoc(args)) throw new MongoFault(16876, `${name} requires an object as an argument`);
    const compiled: { [k: string]: Expression } = {};
    for (const k of Object.keys(args)) {
      if (!required.includes(k) && !optional.includes(k))
        throw new MongoFault(16875, `Unrecognized parameter to ${name}: ${k}`);
      if (k !== "as") compiled[k] = compile(args[k]);
    }
    for (const k of required)
      if (!(k in args)) throw new MongoFault(16877, `Missing '${k}' parameter to ${name}`);
    return (s) => run(compiled, s, args);
  };

export function array(name: string, v: unknown): unknown[] {
  if (!Array.isArray(v))
    throw new MongoFault(
      17124,
      `The argument to ${name} must be an array, but was of type: ${v === undefined ? "missing" : typeName(v)}`,
    );
  return v;
}
export function text(name: string, v: unknown): string {
  if (typeof v !== "string")
    throw new MongoFault(
      16702,
      `${name} only supports strings, not ${v === undefined ? "missing" : typeName(v)}`,
    );
  return v;
}
export function integer(name: string, v: unknown): number {
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (!Number.isInteger(n)) throw new MongoFault(28690, `${name} requires an integral value`);
  return n;
}
