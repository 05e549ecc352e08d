import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";

/**
 * 管辖异议 (公益诉讼办案规则 arts 17, 26). The receiver may neither refuse nor return; it reports to its own superior, both offices
 * consult, then their superiors level by level, and at last the common superior designates.
 */
export const DisputeStage = z.enum(["report", "consult", "superiors", "designate"]);
export type DisputeStage = z.infer<typeof DisputeStage>;

/**
 * maintain: the receiver handles it. agree: the two agree (协商一致) that the sender handles it itself, which only the sender can say.
 * designate: another office does. passed: nothing settled here, on to the next.
 */
export const DisputeResult = z.enum(["passed", "maintain", "agree", "designate"]);
export type DisputeResult = z.infer<typeof DisputeResult>;

/** The paper a step rests on; demanded for offices that have no accounts here. */
export const StepPaper = z.object({
  title: line(120),
  number: prose(60).default(""),
  date: z.iso.date(),
  fileId: Id.nullable().default(null),
});
export type StepPaper = z.infer<typeof StepPaper>;

export const DisputeStepView = z.object({
  index: z.int(),
  stage: DisputeStage,
  /** Whose step it is: one superior, or the two who consult. */
  officeIds: z.array(OfficeId),
  result: DisputeResult.nullable(),
  designatedOfficeId: OfficeId.nullable(),
  note: z.string(),
  paper: StepPaper.nullable(),
  /** Recorded from paper for an office without accounts. */
  offline: z.boolean(),
  by: Signature.nullable(),
});
export type DisputeStepView = z.infer<typeof DisputeStepView>;

export const DisputeView = z.object({
  id: Id,
  reason: z.string(),
  /** Which office the receiver believes competent, if it says so. */
  believedOfficeId: OfficeId.nullable(),
  /** Who secures evidence meanwhile. */
  securesOfficeId: OfficeId,
  securesNote: z.string(),
  raised: Signature,
  steps: z.array(DisputeStepView),
  outcome: DisputeResult.exclude(["passed"]).nullable(),
  designatedOfficeId: OfficeId.nullable(),
  decidedAt: z.iso.datetime().nullable(),
});
export type DisputeView = z.infer<typeof DisputeView>;

export const RaiseDispute = z
  .object({
    id: Id,
    reason: line(2_000, 5),
    believedOfficeId: OfficeId.nullable().default(null),
    securesOfficeId: OfficeId,
    securesNote: prose(500).default(""),
  })
  .strict();
export type RaiseDispute = z.infer<typeof RaiseDispute>;

export const RecordDisputeStep = z
  .object({
    id: Id,
    /** Which step, so that two who record at once do not record two. */
    index: z.int().min(0),
    result: DisputeResult,
    designatedOfficeId: OfficeId.nullable().default(null),
    note: prose(2_000).default(""),
    paper: StepPaper.nullable().default(null),
  })
  .strict();
export type RecordDisputeStep = z.infer<typeof RecordDisputeStep>;

export const disputeEntries = {
  "dispute.raised": {
    counts: true,
    body: z.object({
      exchangeId: Id,
      disputeId: Id,
      securesOfficeId: OfficeId,
      digest: z.string(),
    }),
  },
  "dispute.stepped": {
    counts: true,
    body: z.object({
      exchangeId: Id,
      disputeId: Id,
      index: z.int(),
      stage: DisputeStage,
      result: DisputeResult,
      offline: z.boolean(),
      digest: z.string(),
    }),
  },
} as const;
