import { z } from "zod";
import { derivedId, Id, OfficeId } from "../kernel/ids.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { route } from "../kernel/route.ts";
import { line } from "../kernel/text.ts";

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

export const directoryRoute = route({
  name: "offices.directory",
  method: "get",
  path: "/offices",
  summary: "The tree of offices with all departments",
  reply: z.object({ offices: z.array(Office), departments: z.array(Department) }),
});

const officeParams = z.object({ officeId: OfficeId });
const refuses = ["not_found", "forbidden"] as const;

export const ChangeOffice = z.strictObject({
  id: Id,
  telephone: z
    .string()
    .trim()
    .max(30)
    .regex(/^[\d +()-]*$/),
});
export type ChangeOffice = z.infer<typeof ChangeOffice>;

export const changeOfficeRoute = route({
  name: "offices.change",
  method: "put",
  path: "/offices/:officeId",
  summary: "System administrator: the telephone that partners see",
  params: officeParams,
  body: ChangeOffice,
  reply: z.object({ office: Office }),
  refuses,
});

export const AddDepartment = z.strictObject({
  id: Id,
  departmentId: Id,
  name: line(60),
  nameEn: line(80),
});
export type AddDepartment = z.infer<typeof AddDepartment>;

export const addDepartmentRoute = route({
  name: "offices.addDepartment",
  method: "post",
  path: "/offices/:officeId/departments",
  summary: "System administrator: a new department",
  status: 201,
  params: officeParams,
  body: AddDepartment,
  reply: z.object({ department: Department }),
  refuses: [...refuses, "duplicate"],
});

export const RenameDepartment = z.strictObject({ id: Id, name: line(60), nameEn: line(80) });
export type RenameDepartment = z.infer<typeof RenameDepartment>;

export const renameDepartmentRoute = route({
  name: "offices.renameDepartment",
  method: "put",
  path: "/offices/:officeId/departments/:departmentId",
  summary: "System administrator: another name for a department",
  params: officeParams.extend({ departmentId: Id }),
  body: RenameDepartment,
  reply: z.object({ department: Department }),
  refuses,
});

/** A line of the audit: an entry's header. Only administrative acts show their body; it names fields, ids and reasons, no content. */
export const AuditLine = z.object({
  id: Id,
  channelId: Id,
  seq: z.int(),
  type: z.string(),
  actor: OfficerCard.nullable(),
  role: z.string(),
  at: z.iso.datetime(),
  target: Id.nullable(),
  hash: z.string(),
  body: z.unknown(),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const auditRoute = route({
  name: "offices.audit",
  method: "get",
  path: "/offices/:officeId/audit",
  summary:
    "Audit: what the office's administrators did; for the audit administrator also the headers of everything its officers did",
  params: officeParams,
  query: z.strictObject({
    scope: z.enum(["administration", "everything"]).default("administration"),
    actor: Id.optional(),
    type: z.string().max(60).optional(),
    /** `<at>.<id>` of the last line of the page before. */
    before: z
      .string()
      .regex(/^\d{1,15}\.[0-9a-f-]{36}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ lines: z.array(AuditLine), next: z.string().nullable() }),
  refuses,
});

/** Where an office's administrative acts stand; one channel per office. */
export const officeLogId = (officeId: OfficeId): Id => derivedId("office_log", officeId);

export const officeEntries = {
  /** The office takes part from now on: it has accounts and a log. */
  "office.connected": { counts: false, body: z.object({ officeId: OfficeId }) },
  "office.changed": { counts: false, body: z.object({ fields: z.array(z.string()) }) },
  "department.added": { counts: false, body: z.object({ departmentId: Id }) },
  "department.renamed": { counts: false, body: z.object({ departmentId: Id }) },
} as const;
