import { z } from "zod";
import { OfficeId } from "../kernel/ids.ts";
import { Signature } from "../kernel/signature.ts";

/** One office's word on a text that goes round: approval of a plan, confirmation of a report, 会签 of the 纪要. */
export const WordView = z.object({
  officeId: OfficeId,
  given: Signature.nullable(),
  returned: Signature.extend({ reason: z.string() }).nullable(),
});
export type WordView = z.infer<typeof WordView>;

/** 拟稿, 征求各方, 退回修改, 各方同意. */
export const RoundState = z.enum(["draft", "submitted", "returned", "agreed"]);
export type RoundState = z.infer<typeof RoundState>;

/** A text that goes round the offices: every version is agreed to by all, or comes back and is followed by a new one. */
export const Round = z.object({
  /** From 1. */
  version: z.int(),
  state: RoundState,
  /** SM3 over canonical JSON (RFC 8785): what a word holds on to. */
  digest: z.string(),
  saved: Signature,
  submitted: Signature.nullable(),
  /** One per office, in their order. */
  words: z.array(WordView),
});
export type Round = z.infer<typeof Round>;
