import { failedToParse, MongoFault } from "./errors.ts";
import type { Expression, Scope } from "./expression.ts";
import type { Doc } from "./values.ts";
import { isDoc, typeName } from "./values.ts";
import { fault } from "./words.ts";

/** How the operators of expressions take their arguments. */

/** `bound` has by name the variables that the expression may use besides those around it. */
export type Compile = (e: unknown, bound?: Doc) => Expression;
export type Build = (args: unknown, compile: Compile, name: string) => Expression;

/** The arguments of an operator that takes `count` of them, or any number. */
export function several(
  args: unknown,
  compile: Compile,
  name: string,
  count?: number,
): Expression[] {
  const parts: unknown[] = Array.isArray(args) ? args : [args];
  if (count !== undefined && parts.length !== count) throw fault(16020, name, count, parts.length);
  return parts.map((e) => compile(e));
}

/** An operator of so many arguments, or any number. */
export const over =
  (count: number | undefined, build: (parts: Expression[]) => Expression): Build =>
  (args, compile, name) =>
    build(several(args, compile, name, count));

/** An operator whose arguments are all evaluated before. */
export const plain = (count: number | undefined, run: (...args: unknown[]) => unknown): Build =>
  over(count, (parts) => (s) => run(...parts.map((p) => p(s))));

/** An operator that takes its values in turn; the first that is null makes the whole null. */
export const inTurn = <T>(start: T, take: (soFar: T, v: unknown) => T): Build =>
  over(undefined, (parts) => (s) => {
    let soFar = start;
    for (const p of parts) {
      const v = p(s);
      if (v == null) return null;
      soFar = take(soFar, v);
    }
    return soFar;
  });

/** The arguments of an operator that names them; each thing that may be wrong has its code: no object, a name too many, one that is missing. */
export function named(
  name: string,
  args: unknown,
  [noObject, unknown]: [number, number],
  required: { [k: string]: number },
  optional: string[] = [],
): Doc {
  if (!isDoc(args))
    throw new MongoFault(noObject, `${name} only supports an object as its argument`);
  for (const k of Object.keys(args))
    if (!Object.hasOwn(required, k) && !optional.includes(k))
      throw new MongoFault(unknown, `Unrecognized parameter to ${name}: ${k}`);
  for (const [k, code] of Object.entries(required))
    if (!Object.hasOwn(args, k)) throw new MongoFault(code, `Missing '${k}' parameter to ${name}`);
  return args;
}

export const shownType = (v: unknown): string => (v === undefined ? "missing" : typeName(v));

/** The value as an array, or the fault of the code. */
export function array(v: unknown, code: number): unknown[] {
  if (Array.isArray(v)) return v;
  throw fault(code, shownType(v));
}

/** The name of a variable that may be bound. */
export function variableName(name: unknown): string {
  if (typeof name === "string" && /^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/.test(name)) return name;
  throw failedToParse(`'${String(name)}' is no name for a user variable`);
}

/** The scope with variables bound in it. */
export const bind = (s: Scope, vars: Doc): Scope => ({
  root: s.root,
  vars: { ...s.vars, ...vars },
});
