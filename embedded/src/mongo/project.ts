import { badValue, MongoFault, unsupported } from "./errors.ts";
import type { Expression, Scope } from "./expression.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import type { Filter, Variables } from "./filter.ts";
import { parseTests } from "./filter.ts";
import { compileFilter } from "./match.ts";
import { operators } from "./operators.ts";
import { positionOf } from "./places.ts";
import type { Doc } from "./values.ts";
import { fieldOf, isDoc, isNumeric, setField, toNumber, truthy } from "./values.ts";

/** What is done with a field: kept, left out, computed, cut, or looked into. */
type Node =
  | { kind: "keep" }
  | { kind: "drop" }
  | { kind: "compute"; value: Expression }
  | { kind: "slice"; skip: number; limit: number }
  | { kind: "elemMatch"; test: (element: unknown) => boolean }
  | { kind: "inner"; fields: Map<string, Node> };

/** A projection of find or $project as a function of document. `filter` is needed for the positional projection only. */
export function parseProjection(
  spec: unknown,
  isFind: boolean,
  variables: Variables = {},
  filter?: Filter,
): (doc: Doc) => Doc {
  if (!isDoc(spec)) throw badValue("projection must be an object");
  if (Object.keys(spec).length === 0) {
    if (isFind) return (doc) => doc;
    throw new MongoFault(
      51272,
      "Invalid $project :: caused by :: projection specification must have at least one field",
    );
  }
  const fields = new Map<string, Node>();
  let including: boolean | undefined;
  let positional: string | undefined;
  let idNode: Node | undefined;

  const mode = (wanted: boolean, path: string): void => {
    if (including !== undefined && including !== wanted)
      throw new MongoFault(
        wanted ? 31253 : 31254,
        `Cannot do ${wanted ? "inclusion" : "exclusion"} on field ${path} in ${wanted ? "exclusion" : "inclusion"} projection`,
      );
    including = wanted;
  };
  const add = (path: string, node: Node): void => {
    const parts = path.split(".");
    if (parts.some((p) => p === ""))
      throw new MongoFault(40353, `FieldPath must not end with a '.' or be empty: '${path}'`);
    let level = fields;
    for (const [i, part] of parts.entries()) {
      const there = level.get(part);
      if (i === parts.length - 1) {
        if (there) throw new MongoFault(31250, `Path collision at ${path}`);
        level.set(part, node);
      } else if (!there) {
        const inner = new Map<string, Node>();
        level.set(part, { kind: "inner", fields: inner });
        level = inner;
      } else if (there.kind === "inner") level = there.fields;
      else
        throw new MongoFault(
          31249,
          `Path collision at ${path} remaining portion ${parts.slice(i + 1).join(".")}`,
        );
    }
  };
  const visit = (path: string, value: unknown): void => {
    if (path === "_id" && (isNumeric(value) || typeof value === "boolean")) {
      idNode = { kind: truthy(value) ? "keep" : "drop" };
      return;
    }
    if (isNumeric(value) || typeof value === "boolean") {
      if (truthy(value) && isFind && path.endsWith(".$")) {
        if (positional !== undefined)
          throw new MongoFault(
            31276,
            "Cannot specify more than one positional projection per query.",
          );
        positional = path.slice(0, -2);
        mode(true, path);
        return add(positional, { kind: "keep" });
      }
      mode(truthy(value), path);
      return add(path, { kind: truthy(value) ? "keep" : "drop" });
    }
    if (isDoc(value)) {
      const op = Object.keys(value)[0];
      if (op === undefined)
        throw new MongoFault(
          51270,
          `An empty sub-projection is not a valid value. Found empty object at path`,
        );
      if (isFind && op === "$slice") {
        const arg = value[op];
        const numbers = (Array.isArray(arg) ? arg : [arg]).map((n) =>
          isNumeric(n) ? toNumber(n) : NaN,
        );
        if (numbers.length === 1 && Number.isInteger(numbers[0]))
          return add(path, {
            kind: "slice",
            skip: numbers[0]! < 0 ? numbers[0]! : 0,
            limit: Math.abs(numbers[0]!),
          });
        if (numbers.length === 2 && numbers.every((n) => Number.isInteger(n)))
          return add(path, { kind: "slice", skip: numbers[0]!, limit: numbers[1]! });
      }
      if (isFind && op === "$elemMatch") {
        mode(true, path);
        const test = compileFilter({
          kind: "field",
          path: "v",
          test: parseTests(value, variables)[0]!,
        });
        return add(path, { kind: "elemMatch", test: (element) => test({ v: [element] }) });
      }
      if (op === "$meta") throw unsupported("$meta");
      if (!op.startsWith("$")) {
        for (const [k, v] of Object.entries(value)) visit(`${path}.${k}`, v);
        return;
      }
      if (!Object.hasOwn(operators, op)) throw new MongoFault(31325, `Unknown expression ${op}`);
    }
    if (path !== "_id") mode(true, path);
    const node: Node = { kind: "compute", value: compileExpression(value, variables) };
    if (path === "_id") idNode = node;
    else add(path, node);
  };
  for (const [path, value] of Object.entries(spec)) visit(path, value);
  including ??=
    idNode?.kind === "drop"
      ? false
      : idNode?.kind === "keep" && fields.size === 0
        ? true
        : ![...fields.values()].some((n) => n.kind === "slice");
  if (idNode) fields.set("_id", idNode);
  else if (including && !fields.has("_id")) fields.set("_id", { kind: "keep" });
  const keeps = including;
  return (doc) => {
    const source = positional === undefined ? doc : withPosition(doc, positional, filter);
    return projectDoc(source, fields, keeps, scopeOf(doc));
  };
}

function withPosition(doc: Doc, path: string, filter: Filter | undefined): Doc {
  const parts = path.split(".");
  const array = parts.reduce<unknown>(fieldOf, doc);
  if (!Array.isArray(array)) return doc;
  if (!filter)
    throw new MongoFault(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  const i = positionOf(doc, parts, { filter });
  const replace = (v: unknown, at: number): unknown =>
    at === parts.length
      ? [array[i]]
      : { ...(v as Doc), [parts[at]!]: replace((v as Doc)[parts[at]!], at + 1) };
  return replace(doc, 0) as Doc;
}

function projectDoc(doc: Doc, fields: Map<string, Node>, keeps: boolean, scope: Scope): Doc {
  const result: Doc = {};
  for (const name of Object.keys(doc)) {
    const node = fields.get(name);
    const value = node
      ? projectValue(doc[name], node, keeps, scope)
      : keeps
        ? undefined
        : doc[name];
    if (value !== undefined) setField(result, name, value);
  }
  for (const [name, node] of fields) {
    if (node.kind === "compute") {
      const value = node.value(scope);
      if (value !== undefined) setField(result, name, value);
      else delete result[name];
    } else if (node.kind === "inner" && !Object.hasOwn(doc, name)) {
      const inner = computed(node.fields, scope);
      if (inner) setField(result, name, inner);
    }
  }
  return result;
}

/** Computed fields below a field that is not there (or is a scalar). */
function computed(fields: Map<string, Node>, scope: Scope): Doc | undefined {
  let doc: Doc | undefined;
  for (const [name, node] of fields) {
    const value =
      node.kind === "compute"
        ? node.value(scope)
        : node.kind === "inner"
          ? computed(node.fields, scope)
          : undefined;
    if (value !== undefined) setField((doc ??= {}), name, value);
    else if (node.kind === "compute") doc ??= {};
  }
  return doc;
}

function projectValue(value: unknown, node: Node, keeps: boolean, scope: Scope): unknown {
  switch (node.kind) {
    case "keep":
      return value;
    case "drop":
      return undefined;
    case "compute":
      // The place of the field is kept, its value comes later.
      return value === undefined ? undefined : null;
    case "slice":
      if (!Array.isArray(value)) return value;
      return node.skip < 0
        ? value.slice(node.skip).slice(0, node.limit)
        : value.slice(node.skip, node.skip + node.limit);
    case "elemMatch": {
      if (!Array.isArray(value)) return undefined;
      const i = value.findIndex(node.test);
      return i < 0 ? undefined : [value[i]];
    }
    default:
      if (isDoc(value)) return projectDoc(value, node.fields, keeps, scope);
      if (Array.isArray(value)) {
        const list: unknown[] = [];
        for (const element of value) {
          const inner =
            isDoc(element) || Array.isArray(element)
              ? projectValue(element, node, keeps, scope)
              : (computed(node.fields, scope) ?? (keeps ? undefined : element));
          if (inner !== undefined) list.push(inner);
        }
        return list;
      }
      return computed(node.fields, scope) ?? (keeps ? undefined : value);
  }
}

/** $addFields: sets computed fields at paths, in every element of arrays on the way. */
export function parseAddFields(spec: unknown, variables: Variables = {}): (doc: Doc) => Doc {
  if (!isDoc(spec) || Object.keys(spec).length === 0)
    throw new MongoFault(
      40177,
      "Invalid $addFields :: caused by :: specification must be an object with at least one field",
    );
  const flat: [string[], Expression][] = [];
  const visit = (path: string, value: unknown): void => {
    const inner = isDoc(value) ? Object.keys(value) : [];
    if (inner.length > 0 && !inner[0]!.startsWith("$"))
      for (const k of inner) visit(`${path}.${k}`, (value as Doc)[k]);
    else flat.push([path.split("."), compileExpression(value, variables)]);
  };
  for (const [path, value] of Object.entries(spec)) visit(path, value);
  return (doc) => {
    const scope = scopeOf(doc);
    let result: unknown = doc;
    for (const [path, expression] of flat) result = setDeep(result, path, 0, expression(scope));
    return result as Doc;
  };
}

/** A copy with a value at a path, in every element of arrays on the way; undefined takes the field away. */
export function setDeep(
  target: unknown,
  path: readonly string[],
  at: number,
  value: unknown,
): unknown {
  if (at === path.length) return value;
  if (Array.isArray(target)) return target.map((e) => setDeep(e, path, at, value));
  const copy: Doc = isDoc(target) ? { ...target } : {};
  const inner = setDeep(copy[path[at]!], path, at + 1, value);
  if (inner === undefined) delete copy[path[at]!];
  else setField(copy, path[at]!, inner);
  return copy;
}
