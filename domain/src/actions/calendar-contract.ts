import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Marking } from "../kernel/markings.ts";
import { route } from "../kernel/route.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";
import { Day } from "../leads/contract.ts";
import { RuleText } from "../obligations/contract.ts";
import { ActionKind, ActionRow, ActionState } from "./contract.ts";
import { Span } from "./span.ts";

/** At most a quarter and a bit at once: a page of a year asks month by month. */
export const MAX_RANGE_DAYS = 100;

export const CalendarQuery = z.object({
  /** Days in Asia/Shanghai, both included. */
  from: Day,
  to: Day,
  kind: ActionKind.optional(),
  officeId: OfficeId.optional(),
  mine: z.stringbool().optional(),
});
export type CalendarQuery = z.infer<typeof CalendarQuery>;

/** An occurrence of a series for which no action was proposed yet. */
export const Expected = z.object({
  seriesId: Id,
  /** The instant that the rule gives: what an exception names. */
  recurrenceAt: z.iso.datetime(),
  span: Span,
  kind: ActionKind,
  title: z.string(),
  officeIds: z.array(OfficeId),
});
export type Expected = z.infer<typeof Expected>;

/** An action as a line in a day: no more than a month of them needs. */
export const CalendarRow = ActionRow.pick({
  id: true,
  version: true,
  kind: true,
  state: true,
  title: true,
  hostOfficeId: true,
  officeIds: true,
  seriesId: true,
  mine: true,
}).extend({
  span: Span,
  /** The viewer may give it another day: by drawing it there, with a reason. */
  movable: z.boolean(),
});
export type CalendarRow = z.infer<typeof CalendarRow>;

export const CalendarPage = z.object({
  /** Fixed actions that touch the range, cancelled ones too, by start. */
  rows: z.array(CalendarRow),
  /** Dates under poll: a faint line each. */
  options: z.array(z.object({ actionId: Id, title: z.string(), optionId: Id, span: Span })),
  expected: z.array(Expected),
});
export type CalendarPage = z.infer<typeof CalendarPage>;

const SeriesValues = z.object({
  kind: ActionKind,
  title: line(120),
  purpose: prose(4_000).default(""),
  marking: Marking.default("internal"),
  officeIds: z.array(OfficeId).min(1).max(30),
  agreementId: Id.nullable().default(null),
  /** The first occurrence; its length is everybody's. */
  first: Span,
  rule: RuleText,
  /** The last day on which one may begin. */
  until: Day.nullable().default(null),
  /** So many days before an occurrence the hub proposes the action of itself. */
  proposeDays: z.int().min(0).max(180).default(30),
});
export const StartSeries = SeriesValues.extend({ id: Id, seriesId: Id }).strict();
export type StartSeries = z.infer<typeof StartSeries>;
/** An exception: this occurrence does not take place (EXDATE), or is proposed now. */
export const SkipOccurrence = z
  .object({ id: Id, recurrenceAt: z.iso.datetime({ offset: true }), reason: line(500, 2) })
  .strict();
export type SkipOccurrence = z.infer<typeof SkipOccurrence>;
export const ProposeOccurrence = z
  .object({ id: Id, recurrenceAt: z.iso.datetime({ offset: true }) })
  .strict();
export type ProposeOccurrence = z.infer<typeof ProposeOccurrence>;
/** No further occurrence from this day on; proposed ones stay. */
export const EndSeries = z.object({ id: Id, on: Day, reason: line(500, 2) }).strict();
export type EndSeries = z.infer<typeof EndSeries>;

export const SeriesView = SeriesValues.extend({
  id: Id,
  version: z.int(),
  hostOfficeId: OfficeId,
  started: Signature,
  skipped: z.array(z.object({ recurrenceAt: z.iso.datetime(), reason: z.string(), by: Signature })),
  ended: z.object({ on: Day, reason: z.string(), by: Signature }).nullable(),
  /** Actions that were made of it, by occurrence. */
  made: z.array(
    z.object({
      recurrenceAt: z.iso.datetime(),
      actionId: Id,
      state: ActionState,
      span: Span.nullable(),
    }),
  ),
  /** The next ones, at most 12. */
  ahead: z.array(Expected),
  channelId: Id,
  can: z.array(z.enum(["skip", "propose", "end"])),
});
export type SeriesView = z.infer<typeof SeriesView>;

/** The officer's own iCalendar feed. The address is shown once, when it is made: the hub keeps its hash alone. */
export const FeedView = z.object({
  /** The office allows feeds; off unless its policy says so. */
  allowed: z.boolean(),
  madeAt: z.iso.datetime().nullable(),
  lastReadAt: z.iso.datetime().nullable(),
});
export type FeedView = z.infer<typeof FeedView>;

const seriesOf = z.object({ seriesId: Id });
export const seriesEntries = {
  "series.started": { counts: true, body: z.object({ seriesId: Id }) },
  "series.skipped": {
    counts: true,
    body: z.object({ seriesId: Id, recurrenceAt: z.iso.datetime(), digest: z.string() }),
  },
  "series.ended": { counts: true, body: z.object({ seriesId: Id, on: Day, digest: z.string() }) },
  /** In the office's log: that, not the address. */
  "feed.made": { counts: false, body: z.object({ officerId: Id }) },
  "feed.revoked": { counts: false, body: z.object({ officerId: Id }) },
} as const;

const refuses = ["not_found", "forbidden", "stale", "not_now", "duplicate"] as const;
const onSeries = <B extends z.ZodType>(name: string, path: string, summary: string, body: B) =>
  route({
    name: `series.${name}`,
    method: "post",
    path: `/series/:seriesId/${path}`,
    summary,
    params: seriesOf,
    body,
    reply: SeriesView,
    refuses,
  });

export const calendarPageRoutes = {
  calendar: route({
    name: "actions.calendar",
    method: "get",
    path: "/actions/calendar",
    summary: "What takes place between two days, with dates under poll and what series expect",
    query: CalendarQuery,
    reply: CalendarPage,
  }),
  startSeries: route({
    name: "series.start",
    method: "post",
    path: "/series",
    summary: "A series of actions by a rule of RFC 5545, for example each quarter's patrol",
    status: 201,
    body: StartSeries,
    reply: SeriesView,
    refuses: ["forbidden", "not_found", "duplicate"],
  }),
  listSeries: route({
    name: "series.list",
    method: "get",
    path: "/series",
    summary: "Series this officer may read",
    reply: z.object({ series: z.array(SeriesView) }),
  }),
  getSeries: route({
    name: "series.get",
    method: "get",
    path: "/series/:seriesId",
    summary: "One series with its exceptions and what was made of it",
    params: seriesOf,
    reply: SeriesView,
    refuses: ["not_found"],
  }),
  skip: onSeries("skip", "skip", "One occurrence does not take place", SkipOccurrence),
  propose: onSeries(
    "propose",
    "propose",
    "Proposes the action of one occurrence now",
    ProposeOccurrence,
  ),
  endSeries: onSeries("end", "end", "No further occurrences from a day on", EndSeries),
  feed: route({
    name: "actions.feed",
    method: "get",
    path: "/feed",
    summary: "Whether I have a calendar feed, and may",
    reply: FeedView,
  }),
  makeFeed: route({
    name: "actions.makeFeed",
    method: "post",
    path: "/feed",
    summary: "Makes the address of my calendar feed; one made before stops working",
    status: 201,
    body: z.object({ id: Id }).strict(),
    reply: FeedView.extend({
      /** From the root of this host; shown this once. */ path: z.string(),
    }),
    refuses: ["forbidden", "duplicate"],
  }),
  revokeFeed: route({
    name: "actions.revokeFeed",
    method: "post",
    path: "/feed/revoke",
    summary: "My calendar feed stops working",
    body: z.object({ id: Id }).strict(),
    reply: FeedView,
    refuses: ["not_found", "duplicate"],
  }),
  readFeed: route({
    name: "actions.readFeed",
    method: "get",
    path: "/feeds/:token",
    summary: "iCalendar (RFC 5545) for a calendar programme: times, neutral titles, no content",
    door: "public",
    params: z.object({ token: z.string().regex(/^[A-Za-z0-9_-]{43}\.ics$/) }),
    binary: "text/calendar",
    refuses: ["not_found"],
  }),
} as const;
