import { LeadField, LeadSource, LeadGrade, BodyLevel, TeamDuty } from "@hub/domain/leads/contract";
import { Marking } from "@hub/domain/kernel/markings";
import { z } from "zod";
import { keeping } from "../../ui/kept.ts";

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

/** The draft of a new lead (`of` is "new") or of an edit (`of` is the lead's id). */
export const { read: readDraft, keep: keepDraft, drop: dropDraft } = keeping("leads", LeadDraft);
