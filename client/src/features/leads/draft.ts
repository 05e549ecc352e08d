import { LeadField, LeadSource, LeadGrade, BodyLevel, TeamDuty } from "@hub/domain/leads/contract";
import { Marking } from "@hub/domain/kernel/markings";
import { z } from "zod";

/**
 * What an officer has typed into the form of a lead and not sent. Loose on purpose: half a form is what it is for. It carries the ids
 * of the attempt, so that a registration whose answer was lost is not made twice after a reload.
 */
export const LeadDraft = z.object({
  commandId: z.string(),
  leadId: z.string(),
  /** The version that was on the screen when an edit began; null for a new lead. */
  expects: z.int().nullable(),
  at: z.iso.datetime(),
  fields: z.object({
    title: z.string().catch(""),
    field: LeadField.nullable().catch(null),
    source: LeadSource.nullable().catch(null),
    sourceNote: z.string().catch(""),
    foundOn: z.string().nullable().catch(null),
    grade: LeadGrade.catch("ordinary"),
    marking: Marking.catch("work_secret"),
    bodyName: z.string().catch(""),
    bodyLevel: BodyLevel.catch("county"),
    placeName: z.string().catch(""),
    lat: z.number().nullable().catch(null),
    lon: z.number().nullable().catch(null),
    facts: z.string().catch(""),
    reporter: z.string().catch(""),
    opinion: z.string().catch(""),
    departmentId: z.string().nullable().catch(null),
    team: z.array(z.object({ officerId: z.string(), duty: TeamDuty })).catch([]),
    reason: z.string().catch(""),
  }),
  /** Uploads that are kept by the hub already; the others have to be chosen again. */
  files: z.array(z.object({ fileId: z.string(), title: z.string().optional() })).catch([]),
});
export type LeadDraft = z.infer<typeof LeadDraft>;
export type LeadFields = LeadDraft["fields"];

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Keyed by officer, so that the next one at the same machine is not shown what somebody else typed. */
const keyOf = (officerId: string, of: string) => `leads.draft.${officerId}.${of}`;

/** The draft of a new lead (`of` is "new") or of an edit (`of` is the lead's id); null where nothing readable is kept. */
export function readDraft(shelf: Shelf, officerId: string, of: string): LeadDraft | null {
  try {
    const kept = shelf.getItem(keyOf(officerId, of));
    return kept === null ? null : LeadDraft.parse(JSON.parse(kept));
  } catch {
    return null;
  }
}

/** Keeps the draft; a full or closed store loses the safety net and nothing else. */
export function keepDraft(shelf: Shelf, officerId: string, of: string, draft: LeadDraft): void {
  try {
    shelf.setItem(keyOf(officerId, of), JSON.stringify(draft));
  } catch {
    // The form itself still holds what was typed.
  }
}

export const dropDraft = (shelf: Shelf, officerId: string, of: string): void =>
  shelf.removeItem(keyOf(officerId, of));
