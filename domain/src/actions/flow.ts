import type { Flow } from "../kernel/flow.ts";
import type { ActionAct, ActionKind, ActionState } from "./contract.ts";

/** What moves an action or leaves it in its state; `schedule` is the last approval, `begin` a phone's first record, `report` the last confirmation. */
export type ActionStep =
  | Exclude<ActionAct, "post" | "open_inside" | "sheet" | "import">
  | "schedule"
  | "begin"
  | "report";

const BEFORE = {
  edit: "proposed",
  staff: "proposed",
  add_topic: "proposed",
  cancel: "cancelled",
} as const;
const POLLING = {
  edit: "polling",
  staff: "polling",
  answer: "polling",
  remind: "polling",
  open_poll: "polling",
  fix: "planning",
  add_topic: "polling",
  cancel: "cancelled",
} as const;
/** Whoever is on the way records; what a phone kept without network still arrives after the end, until it is reported. */
const FIELD = {
  staff: "under_way",
  record: "under_way",
  add_task: "under_way",
  do_task: "under_way",
  settle: "under_way",
  conclude: "concluded",
} as const;
const AFTER = {
  record: "concluded",
  add_task: "concluded",
  do_task: "concluded",
  settle: "concluded",
} as const;
const REPORTED = { do_task: "reported", archive: "archived" } as const;
const OVER = { archived: {}, cancelled: {} } as const;

/**
 * 提出 → 征询日期 → 定日期 → 方案会签 → 排定 → 进行 → 结束 → 报告 → 归档. A poll may be left out when the date is settled already. A plan that is opened
 * again after 排定 goes round again; a new day alone does not.
 */
export const FIELD_FLOW: Flow<ActionState, ActionStep> = {
  proposed: { ...BEFORE, open_poll: "polling", fix: "planning" },
  polling: POLLING,
  planning: {
    edit: "planning",
    staff: "planning",
    plan: "planning",
    submit_plan: "planning",
    approve_plan: "planning",
    return_plan: "planning",
    schedule: "scheduled",
    add_task: "planning",
    do_task: "planning",
    reschedule: "planning",
    cancel: "cancelled",
  },
  scheduled: {
    staff: "scheduled",
    revise_plan: "planning",
    add_task: "scheduled",
    do_task: "scheduled",
    reschedule: "scheduled",
    start: "under_way",
    begin: "under_way",
    cancel: "cancelled",
  },
  under_way: FIELD,
  concluded: {
    ...AFTER,
    write_report: "concluded",
    submit_report: "concluded",
    confirm_report: "concluded",
    return_report: "concluded",
    report: "reported",
  },
  reported: REPORTED,
  ...OVER,
};

/** 联席会议: 议题征集 → 议程 → 会议通知 → 回执 → 召开 → 纪要会签 → 印发 → 归档. The notice takes the place of the plan, the 纪要 that of the report. */
export const CONFERENCE_FLOW: Flow<ActionState, ActionStep> = {
  proposed: { ...BEFORE, open_poll: "polling", fix: "planning", set_agenda: "proposed" },
  polling: { ...POLLING, set_agenda: "polling" },
  planning: {
    edit: "planning",
    staff: "planning",
    add_topic: "planning",
    set_agenda: "planning",
    issue_notice: "scheduled",
    add_task: "planning",
    do_task: "planning",
    reschedule: "planning",
    cancel: "cancelled",
  },
  scheduled: {
    staff: "scheduled",
    reply: "scheduled",
    set_agenda: "scheduled",
    issue_notice: "scheduled",
    add_task: "scheduled",
    do_task: "scheduled",
    reschedule: "scheduled",
    start: "under_way",
    begin: "under_way",
    cancel: "cancelled",
  },
  under_way: { ...FIELD, reply: "under_way" },
  concluded: {
    ...AFTER,
    write_minutes: "concluded",
    submit_minutes: "concluded",
    sign_minutes: "concluded",
    return_minutes: "concluded",
    issue_minutes: "reported",
  },
  reported: REPORTED,
  ...OVER,
};

export const flowOf = (kind: ActionKind): Flow<ActionState, ActionStep> =>
  kind === "conference" ? CONFERENCE_FLOW : FIELD_FLOW;

/** It has a day and takes place, or took place: what a calendar shows beside the cancelled ones. */
export const FIXED: readonly ActionState[] = [
  "planning",
  "scheduled",
  "under_way",
  "concluded",
  "reported",
  "archived",
];

/** Somebody who goes is not free then. */
export const TAKING_TIME: readonly ActionState[] = ["planning", "scheduled", "under_way"];
