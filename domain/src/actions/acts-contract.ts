import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Marking } from "../kernel/markings.ts";
import { route } from "../kernel/route.ts";
import { line, prose } from "../kernel/text.ts";
import { Count, Place } from "../leads/contract.ts";
import {
  AddTopic,
  IssueMinutes,
  IssueNotice,
  Reply,
  SaveMinutes,
  SetAgenda,
} from "./conference-contract.ts";
import { ActionKind, ActionRow, ActionState, ActionView } from "./contract.ts";
import {
  AddTask,
  ChecklistTemplate,
  Digested,
  DoTask,
  PlanVersion,
  Returned,
  SavePlan,
  SaveTemplate,
} from "./plan-contract.ts";
import { AnswerPoll, Conflict, FixDate, OpenPoll, Reschedule } from "./poll-contract.ts";
import {
  AddFinding,
  AddPhotos,
  AddSheet,
  AmendFinding,
  CheckIn,
  FindingView,
  ImportPhotos,
  ImportView,
  SettleFinding,
  Tick,
  Verified,
} from "./record-contract.ts";
import { ReportView, SaveReport } from "./report-contract.ts";
import { Span } from "./span.ts";

export const Bare = z.object({ id: Id }).strict();
export type Bare = z.infer<typeof Bare>;
export const Reasoned = z.object({ id: Id, reason: line(500, 2) }).strict();
export type Reasoned = z.infer<typeof Reasoned>;

const ActionValues = z.object({
  title: line(120),
  purpose: prose(4_000).default(""),
  marking: Marking.default("internal"),
  place: Place.nullable().default(null),
  agreementId: Id.nullable().default(null),
});
/** My office is the host; `officeIds` are the others. `span`: the date is settled already, and no poll is wanted. */
export const ProposeAction = ActionValues.extend({
  id: Id,
  actionId: Id,
  kind: ActionKind,
  officeIds: z.array(OfficeId).max(29),
  span: Span.nullable().default(null),
}).strict();
export type ProposeAction = z.infer<typeof ProposeAction>;
export const EditAction = ActionValues.extend({
  id: Id,
  expects: z.int(),
  officeIds: z.array(OfficeId).max(29),
}).strict();
export type EditAction = z.infer<typeof EditAction>;
/** Who of my own office goes. */
export const StaffAction = z
  .object({ id: Id, add: z.array(Id).max(60).default([]), remove: z.array(Id).max(60).default([]) })
  .strict();
export type StaffAction = z.infer<typeof StaffAction>;

export const ActionQuery = z.object({
  state: ActionState.optional(),
  kind: ActionKind.optional(),
  officeId: OfficeId.optional(),
  agreementId: Id.optional(),
  mine: z.stringbool().optional(),
  /** What waits for me: an answer, an approval, a confirmation. */
  waiting: z.stringbool().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ActionQuery = z.infer<typeof ActionQuery>;
export const ActionPage = z.object({
  rows: z.array(ActionRow),
  next: z.string().nullable(),
  count: Count,
});
export type ActionPage = z.infer<typeof ActionPage>;

const params = z.object({ actionId: Id });
const finding = params.extend({ findingId: Id });
const refuses = ["not_found", "forbidden", "stale", "not_now", "duplicate"] as const;
const act = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `actions.${name}`,
    method: "post",
    path: `/actions/:actionId/${path}`,
    summary,
    params,
    body,
    reply: ActionView,
    refuses,
  });
const onFinding = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `actions.${name}`,
    method: "post",
    path: `/actions/:actionId/findings/:findingId/${path}`,
    summary,
    params: finding,
    body,
    reply: FindingView,
    refuses,
  });
const onReport = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `actions.${name}`,
    method: "post",
    path: `/actions/:actionId/report/${path}`,
    summary,
    params,
    body,
    reply: ReportView,
    refuses,
  });
/** What a phone sends out of its outbox: the answer says no more than that it is here. */
const fromDevice = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `actions.${name}`,
    method: "post",
    path: `/actions/:actionId/${path}`,
    summary,
    status: 201,
    params,
    body,
    reply: z.object({ id: Id, at: z.iso.datetime() }),
    refuses: [...refuses, "busy"],
  });

export const actionRoutes = {
  list: route({
    name: "actions.list",
    method: "get",
    path: "/actions",
    summary: "Actions this officer may read, last changed first",
    query: ActionQuery,
    reply: ActionPage,
  }),
  get: route({
    name: "actions.get",
    method: "get",
    path: "/actions/:actionId",
    summary: "One action",
    params,
    reply: ActionView,
    refuses: ["not_found"],
  }),
  propose: route({
    name: "actions.propose",
    method: "post",
    path: "/actions",
    summary: "Proposes a joint action; my office is the host",
    status: 201,
    body: ProposeAction,
    reply: ActionView,
    refuses: ["forbidden", "not_found", "duplicate"],
  }),
  conflicts: route({
    name: "actions.conflicts",
    method: "get",
    path: "/actions/:actionId/conflicts",
    summary: "Who of the people that go has another action between two instants",
    params,
    query: z.object({
      startAt: z.iso.datetime({ offset: true }),
      endAt: z.iso.datetime({ offset: true }),
    }),
    reply: z.object({ conflicts: z.array(Conflict) }),
    refuses: ["not_found"],
  }),
  edit: act("edit", "edit", "Changes title, purpose, place or the offices asked", EditAction),
  staff: act("staff", "people", "Who of my own office goes", StaffAction),
  openPoll: act("openPoll", "poll", "Asks the offices for a date", OpenPoll),
  answer: act(
    "answer",
    "poll/answer",
    "可以 / 可协调 / 不便 of my own office, by its liaison",
    AnswerPoll,
  ),
  remind: act("remind", "poll/remind", "Reminds the offices that are silent, and only those", Bare),
  fix: act("fix", "fix", "Fixes the date", FixDate),
  reschedule: act("reschedule", "reschedule", "Moves a fixed date, with the reason", Reschedule),
  cancel: act("cancel", "cancel", "Cancels it, with the reason", Reasoned),
  savePlan: act("savePlan", "plan", "Writes the 方案", SavePlan),
  planVersion: route({
    name: "actions.planVersion",
    method: "get",
    path: "/actions/:actionId/plan/versions/:number",
    summary: "What a version of the 方案 said when it went round",
    params: params.extend({ number: z.coerce.number().int().min(1) }),
    reply: PlanVersion,
    refuses: ["not_found"],
  }),
  submitPlan: act("submitPlan", "plan/submit", "Asks every office for its approval", Digested),
  approvePlan: act("approvePlan", "plan/approve", "A leader approves for the office", Digested),
  returnPlan: act("returnPlan", "plan/return", "A leader sends it back, with the reason", Returned),
  revisePlan: act(
    "revisePlan",
    "plan/revise",
    "Opens an approved plan again; all approve anew",
    Reasoned,
  ),
  addTopic: act("addTopic", "topics", "Hands in a 议题", AddTopic),
  setAgenda: act("setAgenda", "agenda", "议程", SetAgenda),
  issueNotice: act(
    "issueNotice",
    "notice",
    "会议通知, with how the last resolutions stand",
    IssueNotice,
  ),
  reply: act("reply", "reply", "回执 of my own office", Reply),
  start: act("start", "start", "It begins; the first record of a phone does the same", Bare),
  addTask: act("addTask", "tasks", "A task for several people", AddTask),
  doTask: act("doTask", "tasks/done", "Done, or skipped", DoTask),
  checkIn: fromDevice("checkIn", "check-ins", "I am at a stop", CheckIn),
  tick: fromDevice("tick", "ticks", "An item of the checklist", Tick),
  addFinding: fromDevice(
    "addFinding",
    "findings",
    "A finding, with photos that are here or still coming",
    AddFinding,
  ),
  importPhotos: fromDevice(
    "importPhotos",
    "photos",
    "Photos of cameras and drones, at once",
    ImportPhotos,
  ),
  imports: route({
    name: "actions.imports",
    method: "get",
    path: "/actions/:actionId/imports",
    summary: "Photos of cameras and drones that belong to no finding",
    params,
    reply: z.object({ imports: z.array(ImportView) }),
    refuses: ["not_found"],
  }),
  addSheet: fromDevice("addSheet", "sheets", "The signed 签到表, as a photo", AddSheet),
  finding: route({
    name: "actions.finding",
    method: "get",
    path: "/actions/:actionId/findings/:findingId",
    summary: "One finding with its photos and custody log",
    params: finding,
    reply: FindingView,
    refuses: ["not_found"],
  }),
  amendFinding: onFinding(
    "amendFinding",
    "amend",
    "Corrects a finding; what it said stays on record",
    AmendFinding,
  ),
  addPhotos: onFinding(
    "addPhotos",
    "photos",
    "Photos of a finding, once their bytes are here",
    AddPhotos,
  ),
  settle: onFinding("settle", "settle", "Lead, 移送, task, or no action", SettleFinding),
  verify: route({
    name: "actions.verify",
    method: "post",
    path: "/actions/:actionId/findings/:findingId/verify",
    summary: "Hashes the stored files anew and compares them with what was recorded",
    params: finding,
    body: Bare,
    reply: Verified,
    refuses: ["not_found", "forbidden", "duplicate"],
  }),
  conclude: act("conclude", "conclude", "It is over; late records of phones still come in", Bare),
  report: route({
    name: "actions.report",
    method: "get",
    path: "/actions/:actionId/report",
    summary: "The report, or what it would be if it were written now (version 0)",
    params,
    reply: ReportView,
    refuses: ["not_found", "not_now"],
  }),
  saveReport: onReport(
    "saveReport",
    "save",
    "Writes the report; figures are compiled anew",
    SaveReport,
  ),
  submitReport: onReport("submitReport", "submit", "Asks every office to confirm", Digested),
  confirmReport: onReport(
    "confirmReport",
    "confirm",
    "A leader or liaison confirms for the office",
    Digested,
  ),
  returnReport: onReport("returnReport", "return", "Sent back, with the reason", Returned),
  saveMinutes: act("saveMinutes", "minutes", "纪要", SaveMinutes),
  submitMinutes: act("submitMinutes", "minutes/submit", "Sends the 纪要 round for 会签", Digested),
  signMinutes: act("signMinutes", "minutes/sign", "会签 of the 纪要 for the office", Digested),
  returnMinutes: act("returnMinutes", "minutes/return", "Sent back, with the reason", Returned),
  issueMinutes: act(
    "issueMinutes",
    "minutes/issue",
    "印发: resolutions become obligations, and the turn moves on",
    IssueMinutes,
  ),
  archive: act("archive", "archive", "归档", Bare),
  openInside: act("openInside", "inside", "Opens my own office's channel about it (本院)", Bare),
  templates: route({
    name: "actions.templates",
    method: "get",
    path: "/checklists",
    summary: "Checklists of my own office and of the offices I act with",
    reply: z.object({ templates: z.array(ChecklistTemplate) }),
  }),
  saveTemplate: route({
    name: "actions.saveTemplate",
    method: "post",
    path: "/checklists",
    summary: "A checklist of my own office, or a new version of it",
    body: SaveTemplate,
    reply: ChecklistTemplate,
    refuses,
  }),
} as const;

const PDF = "application/pdf";
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const paper = (name: string, path: string, summary: string, binary = PDF) =>
  route({
    name: `actions.${name}`,
    method: "get",
    path: `/actions/:actionId/${path}`,
    summary,
    params,
    binary,
    refuses: ["not_found", "not_now"],
  });
/** What is printed or leaves as a table. */
export const actionPaperRoutes = {
  letter: route({
    name: "actions.letter",
    method: "get",
    path: "/actions/:actionId/papers/letters/:partnerId",
    summary: "商请函 to a 协同单位, as a 工作稿",
    params: params.extend({ partnerId: Id }),
    binary: PDF,
    refuses: ["not_found", "not_now"],
  }),
  attendance: paper("attendance", "papers/attendance", "签到表, to be signed on the spot"),
  plan: paper("planPaper", "papers/plan", "行动方案"),
  cards: paper("cards", "papers/cards", "桌签 of those who answered"),
  notice: paper("noticePaper", "papers/notice", "会议通知, with how the last resolutions stand"),
  minutes: paper("minutesPaper", "papers/minutes", "会议纪要"),
  evidence: route({
    name: "actions.evidence",
    method: "get",
    path: "/actions/:actionId/findings/:findingId/papers/evidence",
    summary: "取证记录 (two recorders and art 39's items), else 线索材料",
    params: finding,
    binary: PDF,
    refuses: ["not_found"],
  }),
  report: paper("reportPdf", "papers/report", "The report as PDF"),
  reportDocx: paper("reportDocx", "papers/report.docx", "The report as .docx", DOCX),
  ledger: route({
    name: "actions.ledger",
    method: "get",
    path: "/ledgers/actions",
    summary: "行动台账 as .xlsx, at most 10,000 rows",
    query: ActionQuery.omit({ cursor: true, limit: true }),
    binary: XLSX,
    refuses: [],
  }),
} as const;
