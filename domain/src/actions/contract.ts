import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Marking } from "../kernel/markings.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { Signature } from "../kernel/signature.ts";
import { Place } from "../leads/contract.ts";
import { ConferenceView } from "./conference-contract.ts";
import { PlanPast, PlanView, Task } from "./plan-contract.ts";
import { PollView } from "./poll-contract.ts";
import { Attendance, ChecklistView, FindingRow } from "./record-contract.ts";
import { Round } from "./round-contract.ts";
import { Span } from "./span.ts";

/** 联合巡查, 联合检查 (the agency inspects, procuratorates take part), 专项行动 with phases, 联席会议. */
export const ActionKind = z.enum(["patrol", "inspection", "campaign", "conference"]);
export type ActionKind = z.infer<typeof ActionKind>;

/** 已提出, 征询日期, 方案会签 (a conference: 会议筹备), 已排定, 进行中, 已结束, 已报告, 已归档; 已取消. */
export const ActionState = z.enum([
  "proposed",
  "polling",
  "planning",
  "scheduled",
  "under_way",
  "concluded",
  "reported",
  "archived",
  "cancelled",
]);
export type ActionState = z.infer<typeof ActionState>;

/** What somebody may do; `can` of a view lists those that hold for its reader now. */
export const ActionAct = z.enum([
  "edit",
  "staff",
  "open_poll",
  "answer",
  "remind",
  "fix",
  "plan",
  "submit_plan",
  "approve_plan",
  "return_plan",
  "revise_plan",
  "add_topic",
  "set_agenda",
  "issue_notice",
  "reply",
  "reschedule",
  "cancel",
  "start",
  "add_task",
  "do_task",
  "record",
  "sheet",
  "import",
  "settle",
  "conclude",
  "write_report",
  "submit_report",
  "confirm_report",
  "return_report",
  "write_minutes",
  "submit_minutes",
  "sign_minutes",
  "return_minutes",
  "issue_minutes",
  "archive",
  "open_inside",
  "post",
]);
export type ActionAct = z.infer<typeof ActionAct>;

/** One office that takes part: who goes for it. */
export const PartyView = z.object({
  officeId: OfficeId,
  host: z.boolean(),
  /** 联络员 of the office: whoever answers for it. */
  liaisons: z.array(OfficerCard),
  people: z.array(OfficerCard),
});
export type PartyView = z.infer<typeof PartyView>;

/** A day that was fixed before, or a cancelled one: nothing of it is lost. */
export const Move = z.object({
  from: Span,
  to: Span.nullable(),
  reason: z.string(),
  by: Signature,
});
export type Move = z.infer<typeof Move>;

export const ActionRow = z.object({
  id: Id,
  version: z.int(),
  kind: ActionKind,
  state: ActionState,
  title: z.string(),
  marking: Marking,
  hostOfficeId: OfficeId,
  /** Host first, then in order of division codes. */
  officeIds: z.array(OfficeId),
  /** Null until it is fixed. */
  span: Span.nullable(),
  place: Place.nullable(),
  agreementId: Id.nullable(),
  seriesId: Id.nullable(),
  /** The viewer goes too. */
  mine: z.boolean(),
  /** How many so far. */
  findings: z.int(),
  /** While it polls: by when, and how many offices have answered. */
  poll: z
    .object({
      closesAt: z.iso.datetime(),
      answered: z.int(),
      asked: z.int(),
      mineSilent: z.boolean(),
    })
    .nullable(),
  changedAt: z.iso.datetime(),
  /** 各方; null for a superior, who reads the record but not the talk. */
  channelId: Id.nullable(),
  can: z.array(ActionAct),
});
export type ActionRow = z.infer<typeof ActionRow>;

export const ActionView = ActionRow.extend({
  purpose: z.string(),
  parties: z.array(PartyView),
  /** 协调人: who proposed it; the host's liaison and leaders may do the same. */
  proposed: Signature,
  /** The day in the series for which this one stands, when it was moved or not. */
  recurrenceAt: z.iso.datetime().nullable(),
  polls: PollView.nullable(),
  /** `reason`: empty where none was wanted; null while it has no date, or was proposed with one. */
  fixed: Signature.extend({ reason: z.string() }).nullable(),
  moves: z.array(Move),
  cancelled: z.object({ reason: z.string(), by: Signature }).nullable(),
  plan: PlanView.nullable(),
  /** Plans that came before, the newest first. */
  planHistory: z.array(PlanPast),
  conference: ConferenceView.nullable(),
  tasks: z.array(Task),
  checklist: ChecklistView.nullable(),
  attendance: Attendance,
  findingRows: z.array(FindingRow),
  started: Signature.nullable(),
  concluded: Signature.nullable(),
  report: Round.nullable(),
  /** Photos of cameras and drones that belong to no finding. */
  imported: z.int(),
  /** 本院: the viewer's own office's channel about it, once opened. */
  ownChannelId: Id.nullable(),
  /** The occurrences of obligations that its report or minutes will meet, as its agreement's parties see them. */
  obligationIds: z.array(Id),
});
export type ActionView = z.infer<typeof ActionView>;

const of = { actionId: Id };
const bare = z.object(of);
const digested = z.object({ ...of, digest: z.string() });
const planned = digested.extend({ version: z.int() });
const found = z.object({ ...of, findingId: Id });
/** In the channel of all parties (各方), except `action.inside_opened`, the first entry of an office's own (本院). */
export const actionEntries = {
  "action.proposed": {
    counts: true,
    body: z.object({ ...of, kind: ActionKind, officeIds: z.array(OfficeId) }),
  },
  "action.edited": { counts: false, body: z.object({ ...of, fields: z.array(z.string()) }) },
  "action.staffed": {
    counts: true,
    body: z.object({ ...of, officeId: OfficeId, added: z.array(Id), removed: z.array(Id) }),
  },
  "action.poll_opened": {
    counts: true,
    body: z.object({ ...of, options: z.int(), closesAt: z.iso.datetime() }),
  },
  "action.answered": { counts: true, body: z.object({ ...of, officeId: OfficeId }) },
  "action.reminded": { counts: false, body: z.object({ ...of, officeIds: z.array(OfficeId) }) },
  "action.fixed": { counts: true, body: z.object({ ...of, span: Span, optionId: Id.nullable() }) },
  "action.rescheduled": { counts: true, body: digested.extend({ from: Span, to: Span }) },
  "action.cancelled": { counts: true, body: digested },
  "action.plan_saved": { counts: false, body: planned },
  "action.plan_submitted": { counts: true, body: planned },
  "action.plan_approved": { counts: true, body: planned.extend({ officeId: OfficeId }) },
  "action.plan_returned": { counts: true, body: planned.extend({ officeId: OfficeId }) },
  "action.plan_reopened": { counts: true, body: planned },
  "action.scheduled": { counts: true, body: z.object({ ...of, span: Span }) },
  "action.topic_added": { counts: true, body: z.object({ ...of, topicId: Id }) },
  "action.agenda_set": { counts: true, body: z.object({ ...of, items: z.int() }) },
  "action.notice_issued": { counts: true, body: digested },
  "action.replied": {
    counts: true,
    body: z.object({ ...of, officeId: OfficeId, people: z.int() }),
  },
  "action.started": { counts: true, body: bare },
  "action.checked_in": {
    counts: true,
    body: z.object({ ...of, recordId: Id, stopId: Id.nullable() }),
  },
  "action.ticked": {
    counts: true,
    body: z.object({ ...of, recordId: Id, itemId: Id, stopId: Id.nullable(), result: z.string() }),
  },
  "action.found": {
    counts: true,
    body: found.extend({ number: z.int(), photos: z.int(), digest: z.string() }),
  },
  "action.finding_amended": { counts: true, body: found.extend({ digest: z.string() }) },
  "action.photos_added": {
    counts: true,
    body: found.extend({ fileIds: z.array(Id), digest: z.string() }),
  },
  "action.photos_imported": {
    counts: true,
    body: z.object({ ...of, fileIds: z.array(Id), digest: z.string() }),
  },
  "action.finding_printed": { counts: false, body: found },
  "action.files_verified": { counts: false, body: found.extend({ whole: z.boolean() }) },
  "action.finding_settled": {
    counts: true,
    body: found.extend({
      outcome: z.enum(["register", "transfer", "task", "none"]),
      officeId: OfficeId.nullable(),
    }),
  },
  "action.sheet_added": {
    counts: true,
    body: z.object({ ...of, officeId: OfficeId, fileIds: z.array(Id) }),
  },
  "action.task_added": {
    counts: true,
    body: z.object({ ...of, taskId: Id, assigneeIds: z.array(Id) }),
  },
  "action.task_done": { counts: true, body: z.object({ ...of, taskId: Id, skipped: z.boolean() }) },
  "action.concluded": { counts: true, body: bare },
  "action.report_saved": { counts: false, body: planned },
  "action.report_submitted": { counts: true, body: planned },
  "action.report_confirmed": { counts: true, body: planned.extend({ officeId: OfficeId }) },
  "action.report_returned": { counts: true, body: planned.extend({ officeId: OfficeId }) },
  "action.reported": { counts: true, body: planned },
  "action.minutes_saved": { counts: false, body: planned },
  "action.minutes_submitted": { counts: true, body: planned },
  "action.minutes_signed": { counts: true, body: planned.extend({ officeId: OfficeId }) },
  "action.minutes_returned": { counts: true, body: planned.extend({ officeId: OfficeId }) },
  "action.minutes_issued": { counts: true, body: planned.extend({ resolutions: z.int() }) },
  "action.archived": { counts: true, body: bare },
  /** In the log of the office. */
  "checklist.saved": {
    counts: false,
    body: z.object({ templateId: Id, version: z.int(), digest: z.string() }),
  },
  "action.inside_opened": { counts: false, body: z.object({ ...of, officeId: OfficeId }) },
} as const;
