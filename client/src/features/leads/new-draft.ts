import { newId } from "@hub/domain/kernel/ids";
import type { LeadDraft } from "./draft.ts";

/** A new attempt with ids of its own: one command, stored once, however often it is sent. */
export const freshDraft = (given: Pick<LeadDraft, "fields"> & Partial<LeadDraft>): LeadDraft => ({
  commandId: newId(),
  leadId: newId(),
  expects: null,
  at: new Date().toISOString(),
  files: [],
  ...given,
});
