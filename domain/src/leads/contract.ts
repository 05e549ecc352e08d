import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Marking } from "../kernel/markings.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";

/** 线索领域, with the statutes that name them; 矿产资源 and the rest may sit beside ECO, the office chooses. */
export const LeadField = z.enum([
  "ECO",
  "FOOD_DRUG",
  "STATE_ASSET",
  "LAND_GRANT",
  "HERO",
  "MINOR",
  "MILITARY",
  "SAFETY",
  "PERSONAL_INFO",
  "ANTITRUST",
  "TELECOM_FRAUD",
  "FARM_PRODUCE",
  "WOMEN",
  "ACCESSIBILITY",
  "RELIC",
  "MINERAL",
  "OTHER",
]);
export type LeadField = z.infer<typeof LeadField>;

/** Where a lead came from (公益诉讼办案规则 art 24, and what practice adds). `exchange`: handed over by another office. */
export const LeadSource = z.enum([
  "report",
  "case_work",
  "law_data",
  "referred",
  "media",
  "hotline",
  "volunteer",
  "sensing",
  "patrol",
  "exchange",
  "other",
]);
export type LeadSource = z.infer<typeof LeadSource>;

/** 轻微 / 一般 / 重大. A major lead is also recorded with the next-higher office (art 25). */
export const LeadGrade = z.enum(["minor", "ordinary", "major"]);
export type LeadGrade = z.infer<typeof LeadGrade>;

/** Rank of the body that would be supervised; `none` for companies and persons. */
export const BodyLevel = z.enum(["none", "township", "county", "city", "province", "central"]);
export type BodyLevel = z.infer<typeof BodyLevel>;

/** 已登记, 评估中, 初步调查, 已立案, 不立案, 已移送, 已报请移送上级院, 已移送其他部门或机关, 已办结 (arts 25-31). */
export const LeadState = z.enum([
  "registered",
  "evaluating",
  "inquiring",
  "filed",
  "not_filed",
  "transferred",
  "referred_up",
  "referred_out",
  "closed",
]);
export type LeadState = z.infer<typeof LeadState>;

/** `transfer` is taken by the acceptance of a 移送, never by hand. */
export const LeadStep = z.enum([
  "evaluate",
  "inquire",
  "file",
  "not_file",
  "transfer",
  "refer_up",
  "refer_out",
  "close",
  "reopen",
]);
export type LeadStep = z.infer<typeof LeadStep>;

export const Point = z.object({
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
});
export const Place = z.object({ name: prose(200), point: Point.nullable() });
export const SupervisedBody = z.object({ name: line(120), level: BodyLevel });
/** A day in Asia/Shanghai, YYYY-MM-DD. */
export const Day = z.iso.date();

/** What is written about a lead; every change makes a new version of all of it. */
export const LeadValues = z.object({
  title: line(120),
  field: LeadField,
  source: LeadSource,
  sourceNote: prose(500).default(""),
  foundOn: Day.nullable().default(null),
  grade: LeadGrade.default("ordinary"),
  marking: Marking.default("work_secret"),
  body: SupervisedBody.nullable().default(null),
  place: Place.nullable().default(null),
  facts: prose(20_000, 1),
  /** 举报人: never shared unless chosen by name. */
  reporter: prose(1_000).default(""),
  /** 内部意见: never leaves the office. */
  opinion: prose(4_000).default(""),
});
export type LeadValues = z.infer<typeof LeadValues>;

/** 承办检察官, 检察官助理, 书记员, or another helping hand. */
export const TeamDuty = z.enum(["handler", "assistant", "clerk", "member"]);
export type TeamDuty = z.infer<typeof TeamDuty>;
export const TeamMember = z.object({ officerId: Id, duty: TeamDuty });
export type TeamMember = z.infer<typeof TeamMember>;

/** A step that a leader must have decided (art 30): the decision is made on paper or in the business system, and recorded here. */
export const Decision = z.object({
  decidedBy: line(40),
  decidedOn: Day,
  number: prose(60).default(""),
});

/** What this viewer may do with this lead now. */
export const LeadAct = z.enum([
  "edit",
  "record_up",
  "change_team",
  "send",
  "post",
  ...LeadStep.options,
]);
export type LeadAct = z.infer<typeof LeadAct>;

/** Who may know of a matter: an office, some people of it, or one person; since when and why. */
export const Knows = z.object({
  officeId: OfficeId,
  /** Null when the whole named group of the office knows. */
  officer: OfficerCard.nullable(),
  group: z.enum(["office", "leaders", "liaison", "intake", "department", "person", "superior"]),
  since: z.iso.datetime(),
  /** A key the client has words for: registered, team, handling, sent, assigned, approving, circulated, superior … */
  why: z.string(),
});
export type Knows = z.infer<typeof Knows>;

/** What a lead's line shows of its newest exchange that this viewer may read. */
export const LeadExchange = z.object({
  id: Id,
  kind: z.string(),
  state: z.string(),
  fromOfficeId: OfficeId,
  toOfficeId: OfficeId,
  at: z.iso.datetime(),
  lastFeedback: z.string().nullable(),
  dueAt: z.iso.datetime().nullable(),
  /** Its clocks stand still while the jurisdiction is in dispute. */
  held: z.boolean(),
});

export const LeadRow = z.object({
  id: Id,
  version: z.int(),
  officeId: OfficeId,
  /** The register number, for example 高邮检公益线〔2026〕12号. */
  number: z.string(),
  title: z.string(),
  field: LeadField,
  source: LeadSource,
  grade: LeadGrade,
  marking: Marking,
  state: LeadState,
  place: Place.nullable(),
  body: SupervisedBody.nullable(),
  handler: z.string().nullable(),
  registeredAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  /** 本院; null for a superior, who reads the record but not the talk. */
  channelId: Id.nullable(),
  exchange: LeadExchange.nullable(),
});
export type LeadRow = z.infer<typeof LeadRow>;

export const LeadView = LeadRow.extend({
  values: LeadValues,
  departmentId: Id.nullable(),
  team: z.array(z.object({ officer: OfficerCard, duty: TeamDuty, since: z.iso.datetime() })),
  registered: Signature,
  /** Newest last: every step with its note and decision. */
  steps: z.array(
    z.object({ step: LeadStep, note: z.string(), decision: Decision.nullable(), by: Signature }),
  ),
  /** 应当向上一级院备案 and to whom, while not done; then when it was. Null unless the lead is major. */
  recording: z
    .object({ officeId: OfficeId, recordedOn: Day.nullable(), number: z.string() })
    .nullable(),
  /** The supervised body ranks above the office: 建议报请移送上级院. */
  suggestion: z.literal("refer_up").nullable(),
  /** The exchange by which the lead came, when it came from another office. */
  originExchangeId: Id.nullable(),
  /** The finding of a joint action from which it was registered, as far as the viewer may read that action. */
  finding: z
    .object({ actionId: Id, findingId: Id, number: z.int(), actionTitle: z.string() })
    .nullable(),
  exchanges: z.array(LeadExchange),
  knows: z.array(Knows),
  can: z.array(LeadAct),
});
export type LeadView = z.infer<typeof LeadView>;

/** A count that stops at 10,000: `capped` reads as "10,000+". */
export const Count = z.object({ n: z.int(), capped: z.boolean() });

const changed = z.array(z.string());
/** Entries of a lead's own channel (本院): names, ids and digests; the values live in the lead's versions. */
export const leadEntries = {
  "lead.registered": { counts: true, body: z.object({ leadId: Id, digest: z.string() }) },
  "lead.edited": {
    counts: true,
    body: z.object({ leadId: Id, version: z.int(), fields: changed, digest: z.string() }),
  },
  "lead.stepped": {
    counts: true,
    body: z.object({ leadId: Id, step: LeadStep, state: LeadState }),
  },
  "lead.recorded_up": { counts: true, body: z.object({ leadId: Id, officeId: OfficeId }) },
  "lead.team_changed": {
    counts: true,
    body: z.object({ leadId: Id, added: z.array(Id), removed: z.array(Id), digest: z.string() }),
  },
} as const;
