import { newId } from "@hub/domain/kernel/ids";
import { z } from "zod";

/** As much of JSON Schema as contracts produce. */
interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minItems?: number;
  minLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  format?: string;
  pattern?: string;
}

/** Values by the name of the member that asks for one: the ids of the story, and what a pattern demands. */
export type Known = Record<string, unknown>;

/**
 * The least input that a contract accepts, so that a request gets past the parser and meets the predicate. Required members only;
 * `known` answers for names that mean something.
 */
export const sampleOf = (contract: z.ZodType, known: Known): unknown =>
  sample(z.toJSONSchema(contract, { io: "input", unrepresentable: "any" }) as Schema, "", known);

function sample(schema: Schema, name: string, known: Known): unknown {
  if (name in known) return schema.type === "array" ? [known[name]] : known[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.find((one) => one.type !== "null");
  if (choice) return sample(choice, name, known);
  if (schema.allOf?.[0]) return sample(schema.allOf[0], name, known);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [
          key,
          sample(schema.properties?.[key] ?? {}, key, known),
        ]),
      );
    case "array":
      return Array.from({ length: schema.minItems ?? 0 }, () =>
        sample(schema.items ?? {}, singular(name), known),
      );
    case "integer":
    case "number":
      return (
        schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1)
      );
    case "boolean":
      return true;
    default:
      return text(schema);
  }
}

const singular = (name: string): string => name.replace(/s$/, "");

function text({ format, pattern, minLength = 0 }: Schema): string {
  if (format === "uuid") return newId();
  if (format === "date") return "2026-11-22";
  if (format === "date-time") return "2026-11-22T02:00:00.000Z";
  if (format === "base64") return "AAAA";
  // So many hexadecimal digits, perhaps behind fixed ones: digests, keys, signatures.
  const [, fixed = "", digits] = /^\^(\w*)\[0-9a-f\]\{(\d+)/.exec(pattern ?? "") ?? [];
  if (digits) return fixed + "0".repeat(Number(digits));
  if (pattern?.includes("\\d{6}")) return "321084";
  return "样本".repeat(Math.max(1, Math.ceil(minLength / 2)));
}
