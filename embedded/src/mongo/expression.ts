import { badValue, MongoFault } from "./errors.ts";
import { operators } from "./operators.ts";
import type { Doc } from "./values.ts";
import { fieldOf, isDoc, setField } from "./values.ts";

/** What an expression sees: the document, and the variables bound around it. */
export interface Scope {
  readonly root: unknown;
  readonly vars: { readonly [name: string]: unknown };
}
export type Expression = (scope: Scope) => unknown;

let now: Date | undefined;
/** One `$$NOW` for a whole command. */
export const setNow = (date: Date): void => {
  now = date;
};

export const scopeOf = (root: unknown, vars: Scope["vars"] = {}): Scope => ({ root, vars });

/** The value of a path as aggregation reads it: through arrays of documents, never by index or through arrays of arrays. Missing is undefined. */
export function readPath(value: unknown, path: readonly string[], at = 0): unknown {
  if (at === path.length) return value;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    for (const element of value) {
      if (!isDoc(element)) continue;
      const inner = readPath(element, path, at);
      if (inner !== undefined) list.push(inner);
    }
    return list;
  }
  if (!isDoc(value) || !Object.hasOwn(value, path[at]!)) return undefined;
  return readPath(value[path[at]!], path, at + 1);
}

/** Compiles an aggregation expression. `variables` are the command's `let` values. Unknown operators: code 168. */
export function compileExpression(e: unknown, variables: Scope["vars"] = {}): Expression {
  const compile = (inner: unknown): Expression => compileExpression(inner, variables);
  if (typeof e === "string" && e.startsWith("$"))
    return e.startsWith("$$") ? variable(e.slice(2), variables) : field(e.slice(1));
  if (Array.isArray(e)) {
    const parts = e.map(compile);
    return (s) => parts.map((p) => p(s) ?? null);
  }
  if (!isDoc(e)) return () => e;
  const keys = Object.keys(e);
  if (keys[0]?.startsWith("$")) {
    if (keys.length > 1)
      throw new MongoFault(
        15983,
        `an object representing an expression must have exactly one field: ${JSON.stringify(e)}`,
      );
    const build = Object.hasOwn(operators, keys[0]) ? operators[keys[0]] : undefined;
    if (!build) throw new MongoFault(168, `Unrecognized expression '${keys[0]}'`);
    return build(e[keys[0]], compile);
  }
  const fields = keys.map((k): [string, Expression] => {
    if (k.includes(".")) throw new MongoFault(16412, `FieldPath field names may not contain '.'.`);
    if (k.startsWith("$"))
      throw new MongoFault(16410, `FieldPath field names may not start with '$'.`);
    return [k, compile(e[k])];
  });
  return (s) => {
    const doc: Doc = {};
    for (const [k, f] of fields) {
      const v = f(s);
      if (v !== undefined) setField(doc, k, v);
    }
    return doc;
  };
}

function field(path: string): Expression {
  const parts = split(path);
  if (parts.length === 1) {
    const name = parts[0]!;
    return ({ root }) => fieldOf(root, name);
  }
  return ({ root }) => readPath(root, parts);
}

function split(path: string): string[] {
  if (path === "") throw new MongoFault(16872, "'$' by itself is not a valid FieldPath");
  const parts = path.split(".");
  if (parts.some((p) => p === ""))
    throw new MongoFault(15998, "FieldPath field names may not be empty strings.");
  if (parts.some((p) => p.startsWith("$")))
    throw new MongoFault(
      16410,
      `FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
    );
  return parts;
}

function variable(path: string, outer: Scope["vars"]): Expression {
  const [name = "", ...rest] = path.split(".");
  const from = (get: Expression): Expression =>
    rest.length === 0 ? get : (s) => readPath(get(s), rest);
  switch (name) {
    case "ROOT":
      return from((s) => ("ROOT" in s.vars ? s.vars["ROOT"] : s.root));
    case "CURRENT":
      return from((s) => s.root);
    case "NOW":
      return from(() => now ?? new Date());
    case "REMOVE":
      return () => undefined;
  }
  if (!/^[a-z_\u0080-\uffff][\w\u0080-\uffff]*$/i.test(name) || name === "")
    throw badValue(`'${name}' starts with an invalid character for a user variable name`);
  return from((s) => {
    if (Object.hasOwn(s.vars, name)) return s.vars[name];
    if (Object.hasOwn(outer, name)) return outer[name];
    throw new MongoFault(17276, `Use of undefined variable: ${name}`);
  });
}
