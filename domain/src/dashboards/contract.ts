import { z } from "zod";
import { ExchangeKind, ExchangeState, FeedbackKind } from "../exchanges/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { ObligationKind, OccurrenceRow, OccurrenceState } from "../obligations/contract.ts";

/**
 * A number with the list behind it: `path` and `query` are of the list that has exactly these rows for this officer. No figure is
 * without one, and none ranks anybody.
 */
export const Figure = z.object({
  n: z.int(),
  path: z.enum(["/occurrences", "/exchanges"]),
  query: z.record(z.string(), z.string()),
});
export type Figure = z.infer<typeof Figure>;

/** How many there are of each state; absent is none. */
export const StateCounts = z.partialRecord(OccurrenceState, z.int());
export type StateCounts = z.infer<typeof StateCounts>;

/** By how long something is late, and by how soon it falls due, in days. */
export const AGES = ["1_7", "8_30", "31_90", "over_90"] as const;
export const DUES = ["0_7", "8_30", "31_90", "over_90"] as const;

/** Twelve months, of each what falls due in it, by state. */
export const Strip = z.array(
  z.object({
    /** `2026-11`. */
    month: z.string(),
    counts: StateCounts,
  }),
);
export type Strip = z.infer<typeof Strip>;

/** Obligations by status, age and due day, of whatever the dashboard is about. */
export const Standing = z.object({
  /** What falls due in the year, and what is still pending from before. */
  states: z.array(Figure.extend({ state: OccurrenceState })),
  /** 已逾期, by age. */
  overdue: z.array(Figure.extend({ age: z.enum(AGES) })),
  /** Neither met nor late, by how soon it is due: within the year's horizon of 13 months. */
  due: z.array(Figure.extend({ within: z.enum(DUES) })),
  /** Of what fell due in the year and is met: in time, and after its end. */
  metInTime: Figure,
  metLate: Figure,
});
export type Standing = z.infer<typeof Standing>;

/** What went from one office to another in the year, and what became of it, as far as this officer may read it. */
export const LeadFlow = z.object({
  fromOfficeId: OfficeId,
  toOfficeId: OfficeId,
  kind: ExchangeKind,
  sent: Figure,
  accepted: Figure,
  /** 立案, 不立案, as the receiver fed back. */
  filed: Figure,
  notFiled: Figure,
  done: Figure,
});
export type LeadFlow = z.infer<typeof LeadFlow>;

/** The next 联席会议 or 会商 that is not held yet, and who convenes it. */
export const NextConference = z.object({
  occurrenceId: Id,
  title: z.string(),
  period: z.string(),
  dueOn: z.iso.date(),
  officeId: OfficeId,
  state: OccurrenceState,
});
export type NextConference = z.infer<typeof NextConference>;

/** What comes for the agreement itself: 评估, 期满; days below 0 are past. */
export const Milestone = z.object({
  kind: z.enum(["assessment", "expiry"]),
  on: z.iso.date(),
  days: z.int(),
});
export type Milestone = z.infer<typeof Milestone>;

/** One agreement in one line of the board, the leaders' page and an office's page. */
export const AgreementLine = z.object({
  agreementId: Id,
  title: z.string(),
  area: z.string(),
  /** Parties in signing order; one without an account has a name only. */
  parties: z.array(z.object({ officeId: OfficeId.nullable(), name: z.string() })),
  states: StateCounts,
  /** Days of what is longest overdue; 0 when nothing is. */
  overdueDays: z.int(),
  strip: Strip,
  conference: NextConference.nullable(),
  /** 轮值: whose turn it is; null where nothing rotates. */
  turn: OfficeId.nullable(),
  milestone: Milestone.nullable(),
});
export type AgreementLine = z.infer<typeof AgreementLine>;

/** An office's share, in order of level and division code; never a ranking. */
export const OfficeLine = z.object({
  officeId: OfficeId,
  states: z.array(Figure.extend({ state: OccurrenceState })),
});
export type OfficeLine = z.infer<typeof OfficeLine>;

const head = {
  year: z.int(),
  /** When it was counted. */
  at: z.iso.datetime(),
};

/** Over all agreements in force that this officer may read. */
export const BoardView = z.object({
  ...head,
  standing: Standing,
  strip: Strip,
  agreements: z.array(AgreementLine),
  offices: z.array(OfficeLine),
  leads: z.array(LeadFlow),
});
export type BoardView = z.infer<typeof BoardView>;

/** One agreement. */
export const AgreementBoard = z.object({
  ...head,
  line: AgreementLine,
  standing: Standing,
  offices: z.array(OfficeLine),
  kinds: z.array(z.object({ kind: ObligationKind, states: StateCounts })),
  leads: z.array(LeadFlow),
  milestones: z.array(Milestone),
});
export type AgreementBoard = z.infer<typeof AgreementBoard>;

/** One office's obligations in the agreements this officer may read. */
export const OfficeBoard = z.object({
  ...head,
  officeId: OfficeId,
  standing: Standing,
  strip: Strip,
  agreements: z.array(AgreementLine),
  leads: z.array(LeadFlow),
});
export type OfficeBoard = z.infer<typeof OfficeBoard>;

/** The leaders' page beside their workbench: what their own office owes, and one line per agreement. */
export const LeadersBoard = z.object({
  ...head,
  officeId: OfficeId,
  /** 本院超期, the oldest first. */
  overdue: z.array(OccurrenceRow),
  /** 本院将到期. */
  dueSoon: z.array(OccurrenceRow),
  /** What other parties ask of the office: 确认, 顺延, 不再开展. */
  asked: z.array(OccurrenceRow),
  standing: Standing,
  agreements: z.array(AgreementLine),
  leads: z.array(LeadFlow),
});
export type LeadersBoard = z.infer<typeof LeadersBoard>;

/** Something that took place. */
export const Held = z.object({
  occurrenceId: Id,
  title: z.string(),
  period: z.string(),
  officeId: OfficeId,
  on: z.iso.date(),
  entryIds: z.array(Id),
});
export type Held = z.infer<typeof Held>;

/** What is counted of a year. */
export const YearFigure = z.enum([
  "sent",
  "accepted",
  "filed",
  "not_filed",
  "done",
  "owed",
  "met_in_time",
  "met_late",
  "overdue",
  "waived",
  "actions",
  "conferences",
]);
export type YearFigure = z.infer<typeof YearFigure>;

/** A figure of the year and the entries it rests on: nothing is counted that does not stand in the record. */
export const Traced = z.object({
  key: YearFigure,
  n: z.int(),
  /** Ids of entries, in the channels this officer may read. */
  entryIds: z.array(Id),
});
export type Traced = z.infer<typeof Traced>;

/** One year of one agreement (年度汇编), as the officer who compiles it may read it. */
export const YearView = z.object({
  agreementId: Id,
  title: z.string(),
  parties: z.array(z.object({ officeId: OfficeId.nullable(), name: z.string() })),
  year: z.int(),
  at: z.iso.datetime(),
  /** Leads between the parties: out and in by pair of offices, with outcomes. */
  leads: z.array(
    z.object({
      fromOfficeId: OfficeId,
      toOfficeId: OfficeId,
      kind: ExchangeKind,
      figures: z.array(Traced),
      rows: z.array(
        z.object({
          exchangeId: Id,
          number: z.string(),
          title: z.string(),
          sentOn: z.iso.date(),
          state: ExchangeState,
          /** What the other side said last. */
          feedback: FeedbackKind.nullable(),
          entryIds: z.array(Id),
        }),
      ),
    }),
  ),
  /** 联合行动 and 联席会议 that took place: what of those kinds was done, on the day it was. */
  actions: z.array(Held),
  conferences: z.array(Held),
  /** 落实情况 by obligation. */
  obligations: z.array(
    z.object({
      obligationId: Id,
      kind: ObligationKind,
      title: z.string(),
      figures: z.array(Traced),
      rows: z.array(
        z.object({
          occurrenceId: Id,
          period: z.string(),
          officeId: OfficeId,
          state: OccurrenceState,
          dueOn: z.iso.date(),
          metOn: z.iso.date().nullable(),
          lateDays: z.int(),
          entryIds: z.array(Id),
        }),
      ),
    }),
  ),
  totals: z.array(Traced),
});
export type YearView = z.infer<typeof YearView>;

const query = z.object({
  /** Without one the present year. */
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});
const agreement = z.object({ agreementId: Id });

export const dashboardRoutes = {
  board: route({
    name: "dashboards.board",
    method: "get",
    path: "/dashboards/agreements",
    summary: "落实情况 over all agreements this officer may read",
    query,
    reply: BoardView,
  }),
  agreement: route({
    name: "dashboards.agreement",
    method: "get",
    path: "/dashboards/agreements/:agreementId",
    summary: "落实情况 of one agreement",
    params: agreement,
    query,
    reply: AgreementBoard,
    refuses: ["not_found"],
  }),
  office: route({
    name: "dashboards.office",
    method: "get",
    path: "/dashboards/offices/:officeId",
    summary: "落实情况 of one office, in the agreements this officer may read",
    params: z.object({ officeId: OfficeId }),
    query,
    reply: OfficeBoard,
  }),
  leaders: route({
    name: "dashboards.leaders",
    method: "get",
    path: "/dashboards/leaders",
    summary:
      "The leaders' page: what the own office owes, one line per agreement, this year's figures",
    query,
    reply: LeadersBoard,
    refuses: ["forbidden"],
  }),
  year: route({
    name: "dashboards.year",
    method: "get",
    path: "/agreements/:agreementId/years/:year",
    summary: "年度汇编: one year of an agreement, every figure with the entries it rests on",
    params: agreement.extend({ year: z.coerce.number().int().min(2000).max(2100) }),
    reply: YearView,
    refuses: ["not_found"],
  }),
} as const;
