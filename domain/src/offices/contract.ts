import { z } from "zod";
import { derivedId, Id, OfficeId } from "../kernel/ids.ts";

export const OfficeLevel = z.enum(["supreme", "province", "city", "county"]);
export type OfficeLevel = z.infer<typeof OfficeLevel>;

export const Office = z.object({
  id: OfficeId,
  name: z.string(),
  nameEn: z.string(),
  /** 高邮市院: how colleagues call it. */
  shortName: z.string(),
  level: OfficeLevel,
  parentId: OfficeId.nullable(),
  telephone: z.string(),
  /** Approximate centre, WGS-84 degrees; null where unknown. */
  point: z.object({ lat: z.number(), lon: z.number() }).nullable(),
  /** False for an office that has no accounts: its steps are recorded from paper. */
  connected: z.boolean(),
});
export type Office = z.infer<typeof Office>;

export const Department = z.object({
  id: Id,
  officeId: OfficeId,
  name: z.string(),
  nameEn: z.string(),
});
export type Department = z.infer<typeof Department>;

/** Where an office's administrative acts stand; one channel per office. */
export const officeLogId = (officeId: OfficeId): Id => derivedId("office_log", officeId);

export const officeEntries = {
  /** The office takes part from now on: it has accounts and a log. */
  "office.connected": { counts: false, body: z.object({ officeId: OfficeId }) },
  "office.changed": { counts: false, body: z.object({ fields: z.array(z.string()) }) },
  "department.added": { counts: false, body: z.object({ departmentId: Id }) },
  "department.renamed": { counts: false, body: z.object({ departmentId: Id }) },
} as const;
