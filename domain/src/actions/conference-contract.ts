import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";
import { Day, Place } from "../leads/contract.ts";
import { Round } from "./round-contract.ts";

/** 议题, as an office hands it in. */
export const TopicView = z.object({
  id: Id,
  title: z.string(),
  text: z.string(),
  by: Signature,
  /** It stands on the agenda. */
  taken: z.boolean(),
});
export type TopicView = z.infer<typeof TopicView>;

export const AgendaItem = z.strictObject({
  id: Id,
  title: line(120),
  topicId: Id.nullable().default(null),
  minutes: z.int().min(1).max(480),
  speaker: prose(80).default(""),
});
export type AgendaItem = z.infer<typeof AgendaItem>;

/** 上次议定事项落实情况: what was resolved before under the same agreement and how it stands. */
export const FormerResolution = z.object({
  obligationId: Id,
  title: z.string(),
  officeId: OfficeId,
  dueOn: Day,
  /** A key of OccurrenceState. */
  state: z.string(),
});
export type FormerResolution = z.infer<typeof FormerResolution>;

/** Who comes, as the office answers: name, post, telephone; and the cars. */
export const Attendee = z.strictObject({
  name: line(40),
  post: prose(60).default(""),
  telephone: z
    .string()
    .trim()
    .max(30)
    .regex(/^[\d +()-]*$/)
    .default(""),
});
export type Attendee = z.infer<typeof Attendee>;

/** 议定事项: who does what by when. It becomes an obligation when the 纪要 is issued. */
export const Resolution = z.strictObject({
  id: Id,
  text: line(500),
  officeId: OfficeId,
  dueOn: Day,
});
export type Resolution = z.infer<typeof Resolution>;

export const MinutesContent = z.strictObject({
  text: prose(20_000, 1),
  resolutions: z.array(Resolution).max(40).default([]),
});
export type MinutesContent = z.infer<typeof MinutesContent>;

export const MinutesView = Round.extend({
  content: MinutesContent,
  /** 印发, with the number of the paper. */
  issued: Signature.extend({ number: z.string() }).nullable(),
});
export type MinutesView = z.infer<typeof MinutesView>;

export const ConferenceView = z.object({
  topics: z.array(TopicView),
  agenda: z.array(AgendaItem),
  notice: z
    .object({
      place: Place.nullable(),
      text: z.string(),
      replyBy: z.iso.datetime(),
      former: z.array(FormerResolution),
      digest: z.string(),
      issued: Signature,
    })
    .nullable(),
  replies: z.array(
    z.object({
      officeId: OfficeId,
      attendees: z.array(Attendee),
      /** 车牌. */
      plates: z.array(z.string()),
      note: z.string(),
      by: Signature,
    }),
  ),
  minutes: MinutesView.nullable(),
});
export type ConferenceView = z.infer<typeof ConferenceView>;

export const AddTopic = z
  .object({ id: Id, topicId: Id, title: line(120), text: prose(4_000).default("") })
  .strict();
export type AddTopic = z.infer<typeof AddTopic>;
export const SetAgenda = z
  .object({ id: Id, expects: z.int(), items: z.array(AgendaItem).min(1).max(40) })
  .strict();
export type SetAgenda = z.infer<typeof SetAgenda>;
export const IssueNotice = z
  .object({
    id: Id,
    expects: z.int(),
    place: Place,
    text: prose(4_000).default(""),
    replyBy: z.iso.datetime({ offset: true }),
  })
  .strict();
export type IssueNotice = z.infer<typeof IssueNotice>;
/** 回执 of one's own office; given again, the later one holds. */
export const Reply = z
  .object({
    id: Id,
    attendees: z.array(Attendee).max(40),
    plates: z.array(line(12)).max(10).default([]),
    note: prose(500).default(""),
  })
  .strict();
export type Reply = z.infer<typeof Reply>;
/** `expects`: the version of the minutes, 0 before there are any. */
export const SaveMinutes = z.object({ id: Id, expects: z.int(), content: MinutesContent }).strict();
export type SaveMinutes = z.infer<typeof SaveMinutes>;
/** `obligationIds`: occurrences of the agreement that the conference meets; the first is the one whose turn this was. */
export const IssueMinutes = z
  .object({
    id: Id,
    digest: z.string(),
    number: line(60),
    obligationIds: z.array(Id).max(20).default([]),
  })
  .strict();
export type IssueMinutes = z.infer<typeof IssueMinutes>;
