import { diffArrays } from "diff";
import type { Change } from "../proposals/contract.ts";
import {
  Frequency,
  ResponsibleText,
  type Clause,
  type ClauseChange,
  type ClauseField,
  type ClauseKey,
  type ClauseText,
  type FrozenClause,
  type ObligationSpec,
  type Responsible,
  type Segment,
} from "./contract.ts";
import { FREQUENCY_WORDS, LIBRARY, OTHER_NAMES } from "./words.ts";

/** What stands in a text where a field has no value yet. */
export const BLANK = "＿＿";

/** A new article from the library. */
export const fromLibrary = (id: string, key: ClauseKey): Clause => ({
  id,
  key,
  heading: LIBRARY[key].heading,
  text: LIBRARY[key].text,
  values: {},
});

/** The library's fields that this text still holds: only they are asked for, and only they bind. */
export const fieldsOf = (clause: Pick<Clause, "key" | "text">): ClauseField[] =>
  LIBRARY[clause.key].fields.filter((field) => clause.text.includes(`{${field.name}}`));

/** Whether `value` can stand in the field. */
export function fits(field: ClauseField, value: string | number): boolean {
  switch (field.type) {
    case "frequency":
      return Frequency.safeParse(value).success;
    case "responsible":
      return ResponsibleText.safeParse(value).success;
    case "days":
    case "count":
      return typeof value === "number";
    default:
      return typeof value === "string";
  }
}

/** Fields of the text whose value is missing or does not fit, by name. */
export const missingOf = (clause: Pick<Clause, "key" | "text" | "values">): string[] =>
  fieldsOf(clause)
    .filter((field) => {
      const value = clause.values[field.name];
      return value === undefined || !fits(field, value);
    })
    .map((field) => field.name);

function responsibleOf(value: string | number | undefined): Responsible | null {
  if (typeof value !== "string" || !ResponsibleText.safeParse(value).success) return null;
  if (value === "each" || value === "rotation") return { who: value };
  return { who: "party", index: Number(value.slice("party:".length)) };
}

/** A value as it reads in the text; `parties` in signing order. */
function wordsOf(
  field: ClauseField,
  value: string | number | undefined,
  parties: readonly { name: string }[],
): string {
  if (value === undefined || !fits(field, value)) return BLANK;
  if (field.type === "frequency") return FREQUENCY_WORDS[Frequency.parse(value)];
  if (field.type !== "responsible") return String(value);
  const responsible = responsibleOf(value);
  if (responsible?.who === "party") return parties[responsible.index]?.name ?? BLANK;
  return responsible?.who === "each" ? "各方分别" : "各方按签署顺序轮值";
}

/** The text with its values in place. A brace that names no field of the library stays as it was written. */
export function readsOf(
  clause: Pick<Clause, "key" | "text" | "values">,
  parties: readonly { name: string }[],
): string {
  const fields = new Map(LIBRARY[clause.key].fields.map((field) => [field.name, field]));
  return clause.text.replace(/\{([a-z][a-zA-Z]*)\}/g, (whole, name: string) => {
    const field = fields.get(name);
    return field ? wordsOf(field, clause.values[name], parties) : whole;
  });
}

/**
 * What the article obliges to; null when it obliges to nothing that can be followed up, or when a field on which that depends stands
 * empty or was written out of the text: what is only said in words binds in words.
 */
export function obligationOf(
  clause: Pick<Clause, "key" | "text" | "values">,
): ObligationSpec | null {
  const { obliges, fields } = LIBRARY[clause.key];
  if (!obliges) return null;
  const standing = fieldsOf(clause);
  const binding = (field: ClauseField) => field.type !== "text";
  if (fields.filter(binding).length !== standing.filter(binding).length) return null;
  if (missingOf(clause).some((name) => standing.some((one) => one.name === name && binding(one))))
    return null;
  const { frequency, count, days, responsible } = clause.values;
  const recurrence =
    obliges.recurrence === "frequency" ? Frequency.parse(frequency) : obliges.recurrence;
  const unit = standing.find((field) => field.type === "days")?.unit ?? null;
  const counts = standing.some((field) => field.type === "count");
  return {
    kind: obliges.kind,
    responsible: responsibleOf(responsible) ?? { who: obliges.responsible },
    recurrence,
    count: counts && typeof count === "number" ? count : 1,
    due: dueOf(clause.key, unit, days),
  };
}

/** art 43 sets the thirty days itself; everything else is agreed or 及时. */
function dueOf(
  key: ClauseKey,
  unit: ClauseField["unit"],
  days: string | number | undefined,
): ObligationSpec["due"] {
  if (key === "evidence_help") return { unit: "days", count: 30 };
  return unit && typeof days === "number" ? { unit, count: days } : null;
}

/** The articles as a frozen version holds them: numbered, filled in, with what each obliges to. */
export const frozenClauses = (
  clauses: readonly Clause[],
  parties: readonly { name: string }[],
): FrozenClause[] =>
  clauses.map((clause, index) => ({
    ...clause,
    number: index + 1,
    reads: readsOf(clause, parties),
    obligation: obligationOf(clause),
  }));

/** The key whose name a heading bears, the longest name first; `free` when none does. */
export function keyOfHeading(heading: string): ClauseKey {
  const named = (Object.keys(LIBRARY) as ClauseKey[])
    .filter((key) => key !== "free")
    .flatMap((key) =>
      [LIBRARY[key].heading, ...(OTHER_NAMES[key] ?? [])].map((name) => ({ key, name })),
    )
    .toSorted((one, other) => other.name.length - one.name.length);
  return named.find(({ name }) => heading.includes(name))?.key ?? "free";
}

/** The next run of words and signs: Chinese by the character, everything else by the word. */
const PIECES = /[A-Za-z0-9.,%]+|\s+|[\s\S]/gu;

/** 修订痕迹 from one text to another; neighbours of one kind are one run. */
export function redline(before: string, after: string): Segment[] {
  const parts = diffArrays(before.match(PIECES) ?? [], after.match(PIECES) ?? []);
  return parts.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value.join(""),
  }));
}

/** The text with a change in it, or null when the article it speaks of is not there (any more). */
export function withChange(clauses: readonly Clause[], change: Change): Clause[] | null {
  if (change.op === "opinion") return [...clauses];
  if (change.op === "insert") {
    const known = clauses.some((one) => one.id === change.clause.id);
    return known ? null : placed(clauses, change.clause, change.after);
  }
  const found = clauses.find((one) => one.id === change.clauseId);
  if (!found) return null;
  if (change.op === "replace")
    return clauses.map((one) => (one === found ? { ...one, ...change.text } : one));
  const rest = clauses.filter((one) => one !== found);
  return change.op === "remove" ? rest : placed(rest, found, change.after);
}

function placed(clauses: readonly Clause[], clause: Clause, after: string | null): Clause[] | null {
  if (after === null) return [clause, ...clauses];
  const at = clauses.findIndex((one) => one.id === after);
  return at < 0 ? null : [...clauses.slice(0, at + 1), clause, ...clauses.slice(at + 1)];
}

/** Articles whose order is the same in both, as the longest such run: those outside it were moved. */
function unmoved(before: readonly string[], after: readonly string[]): Set<string> {
  return new Set(
    diffArrays([...before], [...after]).flatMap(({ added, removed, value }) =>
      added || removed ? [] : value,
    ),
  );
}

/** Two texts beside each other, article by article in the newer order; each removed one follows what it stood behind. */
export function compare(
  before: readonly (ClauseText & { id: string; reads: string })[],
  after: readonly (ClauseText & { id: string; reads: string })[],
): ClauseChange[] {
  const olds = new Map(before.map((one, index) => [one.id, { one, number: index + 1 }]));
  const news = new Set(after.map((one) => one.id));
  const still = unmoved(
    before.map((one) => one.id).filter((id) => news.has(id)),
    after.map((one) => one.id).filter((id) => olds.has(id)),
  );
  const rows = after.map((one, index): ClauseChange => {
    const old = olds.get(one.id);
    const heading = redline(old?.one.heading ?? "", one.heading);
    const text = redline(old?.one.reads ?? "", one.reads);
    const touched = [...heading, ...text].some((part) => part.kind !== "same");
    return {
      clauseId: one.id,
      change: !old ? "added" : touched ? "changed" : still.has(one.id) ? "same" : "moved",
      before: old ? { number: old.number, heading: old.one.heading } : null,
      after: { number: index + 1, heading: one.heading },
      heading,
      text,
    };
  });
  for (const [index, one] of before.entries()) {
    if (news.has(one.id)) continue;
    const behind = before[index - 1]?.id;
    const at = behind === undefined ? 0 : rows.findIndex((row) => row.clauseId === behind) + 1;
    rows.splice(at, 0, {
      clauseId: one.id,
      change: "removed",
      before: { number: index + 1, heading: one.heading },
      after: null,
      heading: redline(one.heading, ""),
      text: redline(one.reads, ""),
    });
  }
  return rows;
}
