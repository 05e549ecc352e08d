import { z } from "zod";
import { Id } from "../kernel/ids.ts";
import { line, prose } from "../kernel/text.ts";

/** 条款库: what agreements between procuratorates are seen to hold; `free` is an article of one's own. */
export const ClauseKey = z.enum([
  "purpose_basis",
  "scope",
  "organisation",
  "liaison",
  "joint_conference",
  "lead_transfer",
  "feedback",
  "info_sharing",
  "major_notice",
  "jurisdiction",
  "evidence_help",
  "case_consult",
  "joint_team",
  "joint_patrol",
  "campaign",
  "supervision",
  "restoration",
  "publicity",
  "exchange",
  "research",
  "confidentiality",
  "term_revision",
  "free",
]);
export type ClauseKey = z.infer<typeof ClauseKey>;

/** How often, as agreements say it: 每月, 每季度, 每半年, 每年. */
export const Frequency = z.enum(["monthly", "quarterly", "half_yearly", "yearly"]);
export type Frequency = z.infer<typeof Frequency>;

/** Who must: 各方分别, 轮值, or one party by its place in the signing order, as `party:0`. */
export const ResponsibleText = z.string().regex(/^(each|rotation|party:\d{1,2})$/);

/**
 * A field that a clause's text leaves to be filled in. `days`: calendar or working days as its `unit` says; `count`: how many times or
 * pieces, a ceiling or a floor; `text`: a few words.
 */
export const ClauseField = z.object({
  name: z.string().regex(/^[a-z][a-zA-Z]{0,29}$/),
  type: z.enum(["frequency", "days", "count", "responsible", "text"]),
  unit: z.enum(["days", "working_days"]).nullable(),
});
export type ClauseField = z.infer<typeof ClauseField>;

export const ClauseValue = z.union([z.int().min(1).max(10_000), line(200)]);
/** By the field's name; a field without a value stands as a blank in the text, and yields no obligation. */
export const ClauseValues = z.record(z.string().max(30), ClauseValue);
export type ClauseValues = z.infer<typeof ClauseValues>;

/** What an article says: 【heading】 and the text, with `{name}` where a value stands. */
export const ClauseText = z.object({
  heading: line(40),
  text: prose(4_000, 1),
  values: ClauseValues.default({}),
});
export type ClauseText = z.infer<typeof ClauseText>;

/** An article. Its id stays through all versions: by it obligations are carried over and versions compared. */
export const Clause = ClauseText.extend({ id: Id, key: ClauseKey });
export type Clause = z.infer<typeof Clause>;

/** What must happen again and again: the kinds that a clause can bind its parties to. */
export const DutyKind = z.enum([
  "conference",
  "patrol",
  "transfer",
  "feedback",
  "sharing",
  "major_notice",
  "evidence",
  "consultation",
  "campaign",
  "supervision",
  "restoration",
  "publicity",
  "exchange",
  "research",
  "liaison",
  "organisation",
]);
export type DutyKind = z.infer<typeof DutyKind>;

export const Responsible = z.discriminatedUnion("who", [
  /** Each party for itself. */
  z.object({ who: z.literal("each") }),
  /** 轮值: one party after the other in signing order. */
  z.object({ who: z.literal("rotation") }),
  /** The party at this place of the signing order, from 0. */
  z.object({ who: z.literal("party"), index: z.int().min(0).max(99) }),
]);
export type Responsible = z.infer<typeof Responsible>;

/** What a clause obliges its parties to, made from its key and values; null where it obliges to nothing that can be followed up. */
export const ObligationSpec = z.object({
  kind: DutyKind,
  responsible: Responsible,
  /** `per_event`: whenever its occasion arises, such as a transferred lead; `once`: one time in the agreement's life. */
  recurrence: z.enum(["monthly", "quarterly", "half_yearly", "yearly", "per_event", "once"]),
  /** How many are owed in each period; 1 unless the clause says more. */
  count: z.int().min(1),
  /** For `per_event` and `once`: so long after the occasion, or after the effect. Null: 及时, nothing is agreed. */
  due: z.object({ unit: z.enum(["days", "working_days"]), count: z.int().min(1) }).nullable(),
});
export type ObligationSpec = z.infer<typeof ObligationSpec>;

/** An article of a frozen version: as it reads, values filled in, and what it obliges to. */
export const FrozenClause = Clause.extend({
  /** From 1: 第一条. */
  number: z.int(),
  /** The text with its values in place. */
  reads: z.string(),
  obligation: ObligationSpec.nullable(),
});
export type FrozenClause = z.infer<typeof FrozenClause>;

/** A run of text in a redline (修订痕迹, 花脸稿). */
export const Segment = z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() });
export type Segment = z.infer<typeof Segment>;

/** One article in two texts beside each other, in the order of the newer one; what was removed stands where it stood. */
export const ClauseChange = z.object({
  clauseId: Id,
  change: z.enum(["same", "added", "removed", "changed", "moved"]),
  before: z.object({ number: z.int(), heading: z.string() }).nullable(),
  after: z.object({ number: z.int(), heading: z.string() }).nullable(),
  heading: z.array(Segment),
  text: z.array(Segment),
});
export type ClauseChange = z.infer<typeof ClauseChange>;
