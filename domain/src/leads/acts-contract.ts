import { z } from "zod";
import { AttachFile } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Marking } from "../kernel/markings.ts";
import { route } from "../kernel/route.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";
import {
  Count,
  Day,
  Decision,
  LeadField,
  LeadGrade,
  LeadRow,
  LeadState,
  LeadStep,
  LeadValues,
  LeadView,
  Place,
  SupervisedBody,
  TeamMember,
} from "./contract.ts";

export const LeadQuery = z.object({
  state: LeadState.optional(),
  field: LeadField.optional(),
  grade: LeadGrade.optional(),
  marking: Marking.optional(),
  /** Only leads in whose team I am. */
  mine: z.stringbool().optional(),
  /** The register of this office instead of the own one; for superiors. */
  officeId: OfficeId.optional(),
  /** The registers of all offices below, too. */
  below: z.stringbool().optional(),
  /** came: from another office; sent: shared with one. */
  side: z.enum(["came", "sent"]).optional(),
  text: z.string().trim().max(100).optional(),
  /** Days of registration, Asia/Shanghai, both included. */
  from: Day.optional(),
  to: Day.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type LeadQuery = z.infer<typeof LeadQuery>;

export const LeadPage = z.object({
  rows: z.array(LeadRow),
  next: z.string().nullable(),
  count: Count,
});
export type LeadPage = z.infer<typeof LeadPage>;

export const RegisterLead = z
  .object({
    id: Id,
    leadId: Id,
    values: LeadValues,
    departmentId: Id.nullable().default(null),
    team: z.array(TeamMember).max(20).default([]),
    /** My own uploads, the first of the 材料清单. */
    files: z.array(AttachFile).max(100).default([]),
  })
  .strict();
export type RegisterLead = z.infer<typeof RegisterLead>;

/** Only what changes; `reason` is demanded when the marking is lowered. */
export const EditLead = z
  .object({
    id: Id,
    expects: z.int(),
    values: z.object(openValues()).partial(),
    reason: prose(500).default(""),
  })
  .strict();
export type EditLead = z.infer<typeof EditLead>;

/** The values without their defaults: an edit that leaves a field out must not reset it. */
function openValues() {
  const { shape } = LeadValues;
  return {
    title: shape.title,
    field: shape.field,
    source: shape.source,
    sourceNote: prose(500),
    foundOn: Day.nullable(),
    grade: LeadGrade,
    marking: Marking,
    body: SupervisedBody.nullable(),
    place: Place.nullable(),
    facts: shape.facts,
    reporter: prose(1_000),
    opinion: prose(4_000),
  };
}

export const StepLead = z
  .object({
    id: Id,
    expects: z.int(),
    step: LeadStep.exclude(["transfer"]),
    note: prose(2_000).default(""),
    decision: Decision.nullable().default(null),
  })
  .strict();
export type StepLead = z.infer<typeof StepLead>;

export const RecordUp = z
  .object({ id: Id, recordedOn: Day, number: prose(60).default("") })
  .strict();
export type RecordUp = z.infer<typeof RecordUp>;

export const ChangeTeam = z
  .object({
    id: Id,
    add: z.array(TeamMember).max(20).default([]),
    remove: z.array(Id).max(20).default([]),
    reason: line(500),
  })
  .strict();
export type ChangeTeam = z.infer<typeof ChangeTeam>;

export const LeadVersion = z.object({
  version: z.int(),
  values: LeadValues,
  by: Signature,
  reason: z.string(),
});

export type LeadVersion = z.infer<typeof LeadVersion>;

/** Why two leads may belong together. */
export const RelatedLead = LeadRow.extend({ why: z.array(z.enum(["body", "place", "near"])) });
export type RelatedLead = z.infer<typeof RelatedLead>;

const leadParams = z.object({ leadId: Id });
const act = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `leads.${name}`,
    method: "post",
    path: `/leads/:leadId/${path}`,
    summary,
    params: leadParams,
    body,
    reply: LeadView,
    refuses: ["not_found", "forbidden", "stale", "not_now", "duplicate"],
  });

export const leadRoutes = {
  list: route({
    name: "leads.list",
    method: "get",
    path: "/leads",
    summary: "Leads this officer may read, newest first",
    query: LeadQuery,
    reply: LeadPage,
  }),
  register: route({
    name: "leads.register",
    method: "post",
    path: "/leads",
    summary: "登记: writes a lead into the office's register",
    status: 201,
    body: RegisterLead,
    reply: LeadView,
    refuses: ["forbidden", "duplicate"],
  }),
  get: route({
    name: "leads.get",
    method: "get",
    path: "/leads/:leadId",
    summary: "One lead",
    params: leadParams,
    reply: LeadView,
    refuses: ["not_found"],
  }),
  edit: route({
    name: "leads.edit",
    method: "patch",
    path: "/leads/:leadId",
    summary: "Changes what is written; 409 stale with the fresh view when somebody was faster",
    params: leadParams,
    body: EditLead,
    reply: LeadView,
    refuses: ["not_found", "forbidden", "stale", "not_now", "duplicate"],
  }),
  versions: route({
    name: "leads.versions",
    method: "get",
    path: "/leads/:leadId/versions",
    summary: "Every version, newest first",
    params: leadParams,
    reply: z.object({ versions: z.array(LeadVersion) }),
    refuses: ["not_found"],
  }),
  related: route({
    name: "leads.related",
    method: "get",
    path: "/leads/:leadId/related",
    summary: "Readable leads of the same body, at the same place or near by",
    params: leadParams,
    reply: z.object({ rows: z.array(RelatedLead) }),
    refuses: ["not_found"],
  }),
  step: act(
    "step",
    "steps",
    "Moves the lead inside its office: 评估, 初步调查, 立案, 不立案 …",
    StepLead,
  ),
  recordUp: act("recordUp", "record-up", "向上一级院备案 of a major lead", RecordUp),
  changeTeam: act(
    "changeTeam",
    "team",
    "Adds and removes people of the team, with the reason",
    ChangeTeam,
  ),
} as const;
