import type { Marking } from "../kernel/markings.ts";
import type { Stamp } from "../kernel/signature.ts";
import type { Place } from "../leads/contract.ts";
import type { z } from "zod";
import type {
  AgendaItem,
  Attendee,
  FormerResolution,
  MinutesContent,
} from "./conference-contract.ts";
import type { ActionKind, ActionState } from "./contract.ts";
import type { ChecklistItem, PlanContent } from "./plan-contract.ts";
import type { Answer, Quorum } from "./poll-contract.ts";
import type { RoundState } from "./round-contract.ts";
import type { Shot } from "./record-contract.ts";
import type { Figures, ReportFinding, ReportText } from "./report-contract.ts";

/** A span as the store keeps it. */
export interface Time {
  startAt: Date;
  endAt: Date;
  allDay: boolean;
}

export interface Poll {
  options: ({ id: string } & Time)[];
  quorum: Quorum;
  closesAt: Date;
  opened: Stamp;
  answers: { officeId: string; answers: Record<string, Answer>; note: string; by: Stamp }[];
  /** Of the silent: by hand, and by the hub one day before the end. */
  reminded: { officeIds: string[]; at: Date }[];
  fixedOptionId: string | null;
}

export interface Word {
  officeId: string;
  given: Stamp | null;
  returned: (Stamp & { reason: string }) | null;
}

/** As the store keeps it; see round-contract.ts. */
export interface RoundRecord {
  version: number;
  state: RoundState;
  digest: string;
  saved: Stamp;
  submitted: Stamp | null;
  words: Word[];
}

export interface PlanRecord extends RoundRecord {
  content: PlanContent;
}

/** A plan's round as it ended: sent back, or agreed to and opened again. What it said is kept by itself (model.ts). */
export interface PlanPastRecord extends RoundRecord {
  reopened: (Stamp & { reason: string }) | null;
}

export interface ReportRecord extends RoundRecord {
  text: ReportText;
  figures: z.infer<typeof Figures>;
  findings: ReportFinding[];
  obligationIds: string[];
}

export interface MinutesRecord extends RoundRecord {
  content: MinutesContent;
  issued: (Stamp & { number: string }) | null;
}

export interface TaskRecord {
  id: string;
  title: string;
  assigneeIds: string[];
  dueAt: Date | null;
  stopId: string | null;
  findingId: string | null;
  by: Stamp;
  done: (Stamp & { note: string; skipped: boolean }) | null;
}

export interface Conference {
  topics: { id: string; title: string; text: string; by: Stamp }[];
  agenda: AgendaItem[];
  notice: {
    place: z.infer<typeof Place> | null;
    text: string;
    replyBy: Date;
    former: z.infer<typeof FormerResolution>[];
    digest: string;
    issued: Stamp;
  } | null;
  replies: {
    officeId: string;
    attendees: Attendee[];
    plates: string[];
    note: string;
    by: Stamp;
  }[];
  minutes: MinutesRecord | null;
}

/** The action with everything that offices decide about it. What its people record in the field are documents of their own. */
export interface ActionRecord {
  _id: string;
  version: number;
  kind: ActionKind;
  state: ActionState;
  title: string;
  purpose: string;
  marking: Marking;
  hostOfficeId: string;
  /** Host first, then by code. */
  officeIds: string[];
  superiorIds: string[];
  place: z.infer<typeof Place> | null;
  agreementId: string | null;
  seriesId: string | null;
  /** The instant of the series for which it stands, whatever day it was moved to. */
  recurrenceAt: Date | null;
  startAt: Date | null;
  endAt: Date | null;
  allDay: boolean;
  /** Takes more than a month: looked for by itself, so that a month's index range stays a month. */
  long: boolean;
  /** Of RFC 5545: rises with each change that people should see in their calendars. */
  sequence: number;
  people: { officerId: string; officeId: string }[];
  proposed: Stamp;
  poll: Poll | null;
  /** Who fixed the date, and why if it stood below the quorum line or against somebody's other duties. */
  fixed: (Stamp & { reason: string }) | null;
  moves: { from: Time; to: Time | null; reason: string; by: Stamp }[];
  cancelled: (Stamp & { reason: string }) | null;
  plan: PlanRecord | null;
  /** The newest first. */
  planHistory: PlanPastRecord[];
  conference: Conference | null;
  tasks: TaskRecord[];
  /** The plan's list as it was at the start. */
  checklist: z.infer<typeof ChecklistItem>[] | null;
  sheets: { id: string; fileIds: string[]; by: Stamp }[];
  /** Photos of cameras and drones that belong to no finding. */
  imports: { id: string; photos: Shot[]; by: Stamp }[];
  /** Of findings: the last number given. */
  findingSerial: number;
  openFindings: number;
  started: Stamp | null;
  concluded: Stamp | null;
  report: ReportRecord | null;
  archived: Stamp | null;
  channelId: string;
  insideOfficeIds: string[];
  changedAt: Date;
}
