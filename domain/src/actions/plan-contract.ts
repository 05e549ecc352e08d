import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";
import { Day, Place, Point } from "../leads/contract.ts";
import { Round } from "./round-contract.ts";

const telephone = z
  .string()
  .trim()
  .max(30)
  .regex(/^[\d +()-]*$/);

/** One place where the patrol stops. The map is schematic: a stop on it never decides jurisdiction. */
export const Stop = z.strictObject({
  id: Id,
  name: line(80),
  point: Point.nullable().default(null),
  arriveAt: z.iso.datetime({ offset: true }).nullable().default(null),
  note: prose(500).default(""),
});
export type Stop = z.infer<typeof Stop>;

/** 核载: as many persons as the boat's certificate allows, crew included. */
export const Boat = z.strictObject({
  id: Id,
  name: line(60),
  capacity: z.int().min(1).max(500),
  skipper: prose(40).default(""),
  telephone: telephone.default(""),
});
export type Boat = z.infer<typeof Boat>;

/** 分工: a group of people of any offices, with their leader, what they do and the boat they go in. */
export const Group = z.strictObject({
  id: Id,
  name: line(60),
  duty: prose(500).default(""),
  leaderId: Id.nullable().default(null),
  officerIds: z.array(Id).max(60).default([]),
  /** Rows of 协同单位 that go with them. */
  partnerIds: z.array(Id).max(60).default([]),
  boatId: Id.nullable().default(null),
});
export type Group = z.infer<typeof Group>;

/** 协同单位: 水利, 公安, 渔政 … without an account; they hear by 商请函 and sign the 签到表. */
export const Partner = z.strictObject({
  id: Id,
  unit: line(80),
  name: prose(40).default(""),
  post: prose(60).default(""),
  telephone: telephone.default(""),
});
export type Partner = z.infer<typeof Partner>;

/** Of a 专项行动. */
export const Phase = z
  .strictObject({ id: Id, name: line(60), from: Day, to: Day, goal: prose(1_000).default("") })
  .refine((phase) => phase.from <= phase.to, { path: ["to"], params: { hub: "ends_before" } });
export type Phase = z.infer<typeof Phase>;

/** What is looked at, at every stop or once. A run keeps the list as it was when the action started. */
export const ChecklistItem = z.strictObject({
  id: Id,
  text: line(200),
  /** Asked at each stop; else once for the whole action. */
  perStop: z.boolean().default(true),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

export const PlanContent = z.strictObject({
  aim: prose(4_000).default(""),
  gathering: Place.nullable().default(null),
  /** The line that is meant to be taken, in order. */
  route: z.array(Point).max(500).default([]),
  stops: z.array(Stop).max(60).default([]),
  groups: z.array(Group).max(30).default([]),
  boats: z.array(Boat).max(30).default([]),
  partners: z.array(Partner).max(60).default([]),
  phases: z.array(Phase).max(20).default([]),
  /** 安全责任人, of the people who go. */
  safetyOfficerId: Id.nullable().default(null),
  safety: prose(4_000).default(""),
  contact: z.strictObject({ name: prose(40), telephone }).default({ name: "", telephone: "" }),
  checklist: z
    .strictObject({
      templateId: Id.nullable().default(null),
      templateVersion: z.int().nullable().default(null),
      items: z.array(ChecklistItem).max(100),
    })
    .default({ templateId: null, templateVersion: null, items: [] }),
});
export type PlanContent = z.infer<typeof PlanContent>;

/** What stands against a plan; `blocks`: it cannot be submitted so. */
export const PlanIssue = z.object({
  code: z.enum([
    "boat_overloaded",
    "no_safety_officer",
    "safety_officer_not_going",
    "stranger_in_group",
    "in_two_groups",
    "no_stops",
    "alone_from_office",
    "outside_span",
  ]),
  blocks: z.boolean(),
  /** The boat, group, officer, stop or phase it is about. */
  about: z.string().nullable(),
});
export type PlanIssue = z.infer<typeof PlanIssue>;

export const PlanView = Round.extend({
  content: PlanContent,
  issues: z.array(PlanIssue),
});
export type PlanView = z.infer<typeof PlanView>;

/** A version that came before: how far it went round, each office's word on it, and when and why it was opened again. */
export const PlanPast = Round.extend({
  reopened: Signature.extend({ reason: z.string() }).nullable(),
});
export type PlanPast = z.infer<typeof PlanPast>;

/** What a version of the plan said when it went round. */
export const PlanVersion = z.object({
  version: z.int(),
  digest: z.string(),
  content: PlanContent,
  saved: Signature,
});
export type PlanVersion = z.infer<typeof PlanVersion>;

export const Task = z.object({
  id: Id,
  title: z.string(),
  assigneeIds: z.array(Id),
  dueAt: z.iso.datetime().nullable(),
  stopId: Id.nullable(),
  /** The finding it follows from. */
  findingId: Id.nullable(),
  by: Signature,
  done: Signature.extend({ note: z.string(), skipped: z.boolean() }).nullable(),
});
export type Task = z.infer<typeof Task>;

/** The office's list of things to look at; a change makes a new version, runs keep theirs. */
export const ChecklistTemplate = z.object({
  id: Id,
  officeId: OfficeId,
  version: z.int(),
  name: z.string(),
  items: z.array(ChecklistItem),
  saved: Signature,
});
export type ChecklistTemplate = z.infer<typeof ChecklistTemplate>;

/** All of it: what the writer saw is replaced. */
export const SavePlan = z.object({ id: Id, expects: z.int(), content: PlanContent }).strict();
export type SavePlan = z.infer<typeof SavePlan>;

/** `digest`: what the approver has before the eyes. */
export const Digested = z.object({ id: Id, digest: z.string() }).strict();
export type Digested = z.infer<typeof Digested>;
export const Returned = Digested.extend({ reason: line(1_000, 2) }).strict();
export type Returned = z.infer<typeof Returned>;

/** `dueAt` may lie before the start, or after. */
export const AddTask = z
  .object({
    id: Id,
    taskId: Id,
    title: line(200),
    assigneeIds: z.array(Id).min(1).max(20),
    dueAt: z.iso.datetime({ offset: true }).nullable().default(null),
    stopId: Id.nullable().default(null),
  })
  .strict();
export type AddTask = z.infer<typeof AddTask>;
export const DoTask = z
  .object({
    id: Id,
    taskId: Id,
    note: prose(1_000).default(""),
    skipped: z.boolean().default(false),
  })
  .strict();
export type DoTask = z.infer<typeof DoTask>;

export const SaveTemplate = z
  .object({
    id: Id,
    templateId: Id,
    /** 0 for a new one. */
    expects: z.int(),
    name: line(80),
    items: z.array(ChecklistItem).min(1).max(100),
  })
  .strict();
export type SaveTemplate = z.infer<typeof SaveTemplate>;
