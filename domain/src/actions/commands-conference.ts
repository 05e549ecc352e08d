import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf, type Stamp } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import type { Ctx } from "../store/hub.ts";
import { changeAction, noted, onAction, told, type Written } from "./change.ts";
import type {
  AddTopic,
  IssueMinutes,
  IssueNotice,
  Reply,
  Resolution,
  SaveMinutes,
  SetAgenda,
} from "./conference-contract.ts";
import type { ActionDoc } from "./model.ts";
import {
  ensureMeets,
  formerResolutions,
  meetBy,
  moveTurnOn,
  oblige,
  tasksFrom,
} from "./obligations.ts";
import type { Digested, Returned } from "./plan-contract.ts";
import type { Conference, MinutesRecord, Word } from "./record.ts";
import { agreedRound, returnedRound, savedRound, submittedRound } from "./round.ts";
import { mayAction } from "./rules.ts";
import { fixedSpan, spanOf } from "./time.ts";

function conferenceOf(x: ActionDoc): Conference {
  if (!x.conference) throw new HubError("not_now", { reason: "no_conference" });
  return x.conference;
}

/** 议题征集: whoever takes part hands one in. */
export const addTopic = (ctx: Ctx, actionId: string, { id, topicId, title, text }: AddTopic) =>
  onAction(ctx, actionId, {
    id,
    input: { addTopic: actionId, topicId, title, text },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "add_topic", x));
      const conference = conferenceOf(x);
      if (conference.topics.some((one) => one.id === topicId)) throw new HubError("duplicate");
      const topic = { id: topicId, title, text, by: stampOf(ctx.actor, ctx.role, tx.at) };
      await changeAction(tx, x, {
        conference: { ...conference, topics: [...conference.topics, topic] },
      });
      return [told(x, "action.topic_added", { actionId, topicId })];
    },
  });

export const setAgenda = (ctx: Ctx, actionId: string, { id, expects, items }: SetAgenda) =>
  onAction(ctx, actionId, {
    id,
    input: { setAgenda: actionId, expects, items },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "set_agenda", x));
      if (x.version !== expects) throw new HubError("stale");
      const conference = conferenceOf(x);
      const topics = new Set(conference.topics.map((one) => one.id));
      const index = items.findIndex((one) => one.topicId !== null && !topics.has(one.topicId));
      if (index >= 0)
        throw new HubError("bad_input", {
          issues: [{ path: `items.${index}.topicId`, code: "unknown" }],
        });
      await changeAction(tx, x, { conference: { ...conference, agenda: items } });
      return [noted(x, "action.agenda_set", { actionId, items: items.length })];
    },
  });

/** 会议通知: freezes how the last resolutions stand, and schedules. Issued again it asks for answers anew. */
export const issueNotice = (ctx: Ctx, actionId: string, { id, ...input }: IssueNotice) =>
  onAction(ctx, actionId, {
    id,
    input: { issueNotice: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "issue_notice", x));
      if (x.version !== input.expects) throw new HubError("stale");
      const conference = conferenceOf(x);
      const { place, text } = input;
      const former = await formerResolutions(tx, x.agreementId);
      const digest = sm3(canonical({ v: 1, place, text, agenda: conference.agenda, former }));
      const issued = stampOf(ctx.actor, ctx.role, tx.at);
      const notice = { place, text, replyBy: new Date(input.replyBy), former, digest, issued };
      await changeAction(tx, x, {
        state: "scheduled",
        place,
        sequence: x.sequence + 1,
        conference: { ...conference, notice, replies: [] },
      });
      const span = fixedSpan(x);
      const written: Written[] = [told(x, "action.notice_issued", { actionId, digest })];
      if (span && x.state !== "scheduled")
        written.push(noted(x, "action.scheduled", { actionId, span: spanOf(span) }));
      return written;
    },
  });

/** 回执 of the actor's office; a later one holds. */
export const replyToNotice = (ctx: Ctx, actionId: string, { id, ...input }: Reply) =>
  onAction(ctx, actionId, {
    id,
    input: { replyToNotice: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "reply", x));
      const conference = conferenceOf(x);
      if (!conference.notice) throw new HubError("not_now", { reason: "no_notice" });
      const { officeId } = ctx.actor;
      const others = conference.replies.filter((one) => one.officeId !== officeId);
      const given = { officeId, ...input, by: stampOf(ctx.actor, ctx.role, tx.at) };
      await changeAction(tx, x, { conference: { ...conference, replies: [...others, given] } });
      return [told(x, "action.replied", { actionId, officeId, people: input.attendees.length })];
    },
  });

const withMinutes = (conference: Conference, minutes: MinutesRecord): Partial<ActionDoc> => ({
  conference: { ...conference, minutes },
});

export const saveMinutes = (ctx: Ctx, actionId: string, { id, expects, content }: SaveMinutes) =>
  onAction(ctx, actionId, {
    id,
    input: { saveMinutes: actionId, expects, content },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "write_minutes", x));
      const conference = conferenceOf(x);
      if ((conference.minutes?.version ?? 0) !== expects) throw new HubError("stale");
      const index = content.resolutions.findIndex((one) => !x.officeIds.includes(one.officeId));
      if (index >= 0)
        throw new HubError("bad_input", {
          issues: [{ path: `content.resolutions.${index}.officeId`, code: "not_a_party" }],
        });
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const digest = sm3(canonical({ v: 1, ...content }));
      const round = savedRound(conference.minutes, digest, by, x.officeIds);
      await changeAction(tx, x, withMinutes(conference, { ...round, content, issued: null }));
      return [noted(x, "action.minutes_saved", { actionId, version: round.version, digest })];
    },
  });

function minutesAt(x: ActionDoc, digest: string) {
  const conference = conferenceOf(x);
  const { minutes } = conference;
  if (!minutes) throw new HubError("not_now", { reason: "nothing_to_submit" });
  if (minutes.digest !== digest) throw new HubError("stale");
  return { conference, minutes };
}

export const submitMinutes = (ctx: Ctx, actionId: string, { id, digest }: Digested) =>
  onAction(ctx, actionId, {
    id,
    input: { submitMinutes: actionId, digest },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "submit_minutes", x));
      const { conference, minutes } = minutesAt(x, digest);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeAction(tx, x, withMinutes(conference, submittedRound(minutes, by, x.officeIds)));
      return [told(x, "action.minutes_submitted", { actionId, version: minutes.version, digest })];
    },
  });

/** 会签 of the 纪要 for the actor's office. */
export const signMinutes = (ctx: Ctx, actionId: string, { id, digest }: Digested) =>
  onAction(ctx, actionId, {
    id,
    input: { signMinutes: actionId, digest },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "sign_minutes", x));
      const { conference, minutes } = minutesAt(x, digest);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeAction(tx, x, withMinutes(conference, agreedRound(minutes, by)));
      const { officeId } = ctx.actor;
      const { version } = minutes;
      return [told(x, "action.minutes_signed", { actionId, version, digest, officeId })];
    },
  });

export const returnMinutes = (ctx: Ctx, actionId: string, { id, digest, reason }: Returned) =>
  onAction(ctx, actionId, {
    id,
    input: { returnMinutes: actionId, digest, reason },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "return_minutes", x));
      const { conference, minutes } = minutesAt(x, digest);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeAction(tx, x, withMinutes(conference, returnedRound(minutes, by, reason)));
      const { officeId } = ctx.actor;
      const { version } = minutes;
      return [told(x, "action.minutes_returned", { actionId, version, digest, officeId })];
    },
  });

/**
 * 印发. In one commit the conference meets what the agreement owes, its resolutions become obligations (tasks where there is no agreement),
 * and the turn of convening moves on: that, and nothing else, moves it.
 */
export const issueMinutes = (ctx: Ctx, actionId: string, { id, ...input }: IssueMinutes) =>
  onAction(ctx, actionId, {
    id,
    input: { issueMinutes: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "issue_minutes", x));
      const { digest, number, obligationIds } = input;
      const { conference, minutes } = minutesAt(x, digest);
      await ensureMeets(tx, x, obligationIds);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const { resolutions } = minutes.content;
      const tasks = x.agreementId === null ? await tasksFrom(tx, resolutions, by) : [];
      await changeAction(tx, x, {
        state: "reported",
        ...withMinutes(conference, { ...minutes, issued: { ...by, number } }),
        tasks: [...x.tasks, ...tasks],
      });
      const { version } = minutes;
      const said = { actionId, version, digest, resolutions: resolutions.length };
      const fact = `${x.title}纪要 ${number}`;
      const owed = await underAgreement(tx, x, {
        ...input,
        resolutions,
        words: minutes.words,
        fact,
        by,
      });
      return [told(x, "action.minutes_issued", said), ...owed];
    },
  });

async function underAgreement(
  tx: Tx,
  x: ActionDoc,
  given: Pick<IssueMinutes, "digest" | "obligationIds"> & {
    resolutions: Resolution[];
    words: readonly Word[];
    fact: string;
    by: Stamp;
  },
): Promise<Written[]> {
  const { agreementId } = x;
  if (agreementId === null) return [];
  const { digest, obligationIds, resolutions, words, fact, by } = given;
  const [held = null] = obligationIds;
  return [
    ...(await meetBy(tx, x, obligationIds, { digest, by, text: fact, words })),
    ...(await oblige(tx, agreementId, resolutions, by)),
    await moveTurnOn(tx, x, agreementId, { fact, by, held }),
  ];
}
