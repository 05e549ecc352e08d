import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";
import { Span } from "./span.ts";

/** 可以, 可协调, 不便. */
export const Answer = z.enum(["yes", "if_need_be", "no"]);
export type Answer = z.infer<typeof Answer>;

/** How many offices must be able to come, and which of them in any case; the host always must. */
export const Quorum = z.strictObject({
  offices: z.int().min(1).max(50),
  must: z.array(OfficeId).max(50).default([]),
});
export type Quorum = z.infer<typeof Quorum>;

/** How one date stands: counted again whenever it is shown. */
export const OptionView = z.object({
  id: Id,
  span: Span,
  yes: z.int(),
  ifNeedBe: z.int(),
  no: z.int(),
  silent: z.int(),
  /** 过法定线: enough offices can come, and all that must. */
  quorate: z.boolean(),
  /** How many of the people who go have something else then; who and what is told only by /conflicts. */
  busy: z.int(),
});
export type OptionView = z.infer<typeof OptionView>;

export const PollView = z.object({
  options: z.array(OptionView),
  quorum: Quorum,
  closesAt: z.iso.datetime(),
  /** Past its deadline, or fixed: nobody answers any more. */
  closed: z.boolean(),
  /** One row per office, in the order of the offices. */
  rows: z.array(
    z.object({
      officeId: OfficeId,
      /** By option id; empty while the office is silent. */
      answers: z.record(Id, Answer),
      note: z.string(),
      by: Signature.nullable(),
    }),
  ),
  /** What the hub proposes, and why; null while no date is quorate. */
  best: z
    .object({
      optionId: Id,
      why: z.enum(["all_yes", "only_quorate", "most_yes", "fewest_conflicts", "earliest"]),
    })
    .nullable(),
  fixedOptionId: Id.nullable(),
  reminded: z.array(z.object({ officeIds: z.array(OfficeId), at: z.iso.datetime() })),
});
export type PollView = z.infer<typeof PollView>;

export const OpenPoll = z
  .object({
    id: Id,
    expects: z.int(),
    options: z
      .array(z.strictObject({ id: Id, span: Span }))
      .min(1)
      .max(20),
    quorum: Quorum,
    closesAt: z.iso.datetime({ offset: true }),
  })
  .strict();
export type OpenPoll = z.infer<typeof OpenPoll>;

/** For one's own office; given again, the later one holds. */
export const AnswerPoll = z
  .object({
    id: Id,
    answers: z.record(Id, Answer),
    note: prose(500).default(""),
  })
  .strict();
export type AnswerPoll = z.infer<typeof AnswerPoll>;

/** Exactly one of both: a date of the poll, or any other; below the quorum line or against conflicts with a reason. */
export const FixDate = z
  .object({
    id: Id,
    expects: z.int(),
    optionId: Id.nullable().default(null),
    span: Span.nullable().default(null),
    reason: prose(500).default(""),
  })
  .strict();
export type FixDate = z.infer<typeof FixDate>;

export const Reschedule = z
  .object({ id: Id, expects: z.int(), span: Span, reason: line(500, 2) })
  .strict();
export type Reschedule = z.infer<typeof Reschedule>;

/** Somebody who goes and has something else at that time. What it is, only where the viewer may read that. */
export const Conflict = z.object({
  officerId: Id,
  officeId: OfficeId,
  span: Span,
  action: z.object({ id: Id, title: z.string() }).nullable(),
});
export type Conflict = z.infer<typeof Conflict>;
