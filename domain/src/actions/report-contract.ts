import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { line, prose } from "../kernel/text.ts";
import { OccurrenceRow } from "../obligations/contract.ts";
import { Round } from "./round-contract.ts";

/** What the records add up to; counted, never written by hand. */
export const Figures = z.object({
  offices: z.int(),
  people: z.int(),
  partners: z.int(),
  stops: z.int(),
  /** Stops at which somebody checked in. */
  visited: z.int(),
  ticked: z.int(),
  problems: z.int(),
  findings: z.int(),
  photos: z.int(),
  /** Leads registered or on their way as 移送. */
  leads: z.int(),
  tasks: z.int(),
  tasksDone: z.int(),
});
export type Figures = z.infer<typeof Figures>;

/** A line of 问题清单 in the report. */
export const ReportFinding = z.object({
  findingId: Id,
  number: z.int(),
  title: z.string(),
  where: z.string(),
  handling: z.string(),
  /** What became of it: the office and its register number, the 移送, the task, or why nothing follows. */
  outcome: z.enum(["register", "transfer", "task", "none", "open"]),
  officeId: OfficeId.nullable(),
  leadNumber: z.string().nullable(),
  photoIds: z.array(Id),
});
export type ReportFinding = z.infer<typeof ReportFinding>;

export const ReportSection = z.strictObject({ id: Id, heading: line(80), text: prose(10_000) });
export type ReportSection = z.infer<typeof ReportSection>;

/** What people write around the records. */
export const ReportText = z.strictObject({
  title: line(120),
  sections: z.array(ReportSection).max(20),
  /** Photos that are printed, of those the findings have. */
  photoIds: z.array(Id).max(40).default([]),
});
export type ReportText = z.infer<typeof ReportText>;

/** An occurrence that the report may meet, or meets already. */
export const Owed = OccurrenceRow.pick({
  id: true,
  title: true,
  period: true,
  officeId: true,
  dueOn: true,
  state: true,
});
export type Owed = z.infer<typeof Owed>;

export const ReportView = Round.extend({
  text: ReportText,
  figures: Figures,
  findings: z.array(ReportFinding),
  /** The records changed since it was compiled: save it again to take them in. */
  outdated: z.boolean(),
  /** Occurrences of obligations that it meets once every office has confirmed. */
  obligationIds: z.array(Id),
  /** Those, and others of the action's agreement that were open on its day and accept it as evidence; as this viewer may read them. */
  owed: z.array(Owed),
});
export type ReportView = z.infer<typeof ReportView>;

/** `expects`: the report's version, 0 before there is one. Saving compiles figures and findings anew. */
export const SaveReport = z
  .object({
    id: Id,
    expects: z.int(),
    text: ReportText,
    obligationIds: z.array(Id).max(20).default([]),
  })
  .strict();
export type SaveReport = z.infer<typeof SaveReport>;
