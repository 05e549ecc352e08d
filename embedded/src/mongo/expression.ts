import { unsupported } from "./errors.ts";
import type { Variables } from "./filter.ts";
import type { Compile } from "./operands.ts";
import { variableName } from "./operands.ts";
import { operators, refused } from "./operators.ts";
import type { Doc } from "./values.ts";
import { fieldOf, isDoc, setField } from "./values.ts";
import { fault } from "./words.ts";

/** What an expression sees: the document, and the variables bound around it. */
export interface Scope {
  readonly root: unknown;
  readonly vars: Variables;
}
export type Expression = (scope: Scope) => unknown;

let now: Date | undefined;
/** One `$$NOW` for a whole command. */
export const setNow = (date: Date): void => {
  now = date;
};

export const scopeOf = (root: unknown): Scope => ({ root, vars: {} });

/** The value of a path as aggregation reads it: through arrays of documents, never by index or through arrays of arrays. Missing is undefined. */
export function readPath(value: unknown, path: readonly string[], at = 0): unknown {
  if (at === path.length) return value;
  if (!Array.isArray(value)) return readPath(fieldOf(value, path[at]!), path, at + 1);
  const list: unknown[] = [];
  for (const element of value) {
    const inner = isDoc(element) ? readPath(element, path, at) : undefined;
    if (inner !== undefined) list.push(inner);
  }
  return list;
}

/** Compiles an aggregation expression. `variables` are the command's `let` values, and those bound around it by name. */
export function compileExpression(e: unknown, variables: Variables = {}): Expression {
  const compile: Compile = (inner, bound) => compileExpression(inner, { ...variables, ...bound });
  if (typeof e === "string" && e.startsWith("$"))
    return e.startsWith("$$") ? variable(e.slice(2), variables) : field(e.slice(1));
  if (Array.isArray(e)) {
    const parts = e.map((part) => compile(part));
    return (s) => parts.map((p) => p(s) ?? null);
  }
  if (!isDoc(e)) return () => e;
  const keys = Object.keys(e);
  const [name] = keys;
  if (name?.startsWith("$")) {
    if (keys.length > 1) throw fault(15983, JSON.stringify(e));
    if (refused.has(name)) throw unsupported(`the expression ${name}`);
    if (!Object.hasOwn(operators, name)) throw fault(168, name);
    return operators[name]!(e[name], compile, name);
  }
  const fields = keys.map((k): [string, Expression] => [checkName(k), compile(e[k])]);
  return (s) => {
    const doc: Doc = {};
    for (const [k, f] of fields) {
      const v = f(s);
      if (v !== undefined) setField(doc, k, v);
    }
    return doc;
  };
}

/** The name of a field of an expression; of those with a dollar only a reference's may be meant. */
function checkName(name: string): string {
  if (name === "") throw fault(15998);
  if (name.includes(".")) throw fault(16412);
  if (/^\$(?!(id|ref|db)$)/.test(name)) throw fault(16410);
  return name;
}

/** The fields of a path, as all but queries and updates take it. */
export function splitPath(path: string): string[] {
  if (path === "") throw fault(40352);
  if (path.endsWith(".")) throw fault(40353);
  return path.split(".").map(checkName);
}

function field(path: string): Expression {
  if (path === "") throw fault(16872);
  const parts = splitPath(path);
  if (parts.length > 1) return ({ root }) => readPath(root, parts);
  return ({ root }) => fieldOf(root, path);
}

function variable(path: string, known: Variables): Expression {
  const [name = "", ...rest] = path.split(".");
  const from = (get: Expression): Expression =>
    rest.length === 0 ? get : (s) => readPath(get(s), rest);
  if (name === "ROOT" || name === "CURRENT") return from((s) => s.root);
  if (name === "NOW") return from(() => now ?? new Date());
  if (name === "REMOVE") return () => undefined;
  if (!Object.hasOwn(known, variableName(name))) throw fault(17276, name);
  return from((s) => (Object.hasOwn(s.vars, name) ? s.vars[name] : known[name]));
}
