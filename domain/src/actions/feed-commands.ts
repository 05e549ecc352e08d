import { createHash, randomBytes } from "node:crypto";
import { actorOf, policyOf } from "../sessions/queries.ts";
import { handlesContent } from "../access/rules.ts";
import { HubError } from "../kernel/faults.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import { listOffices } from "../offices/queries.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import type { FeedView } from "./calendar-contract.ts";
import type { Line } from "./calendar.ts";
import { feedText } from "./feed.ts";
import { FIXED } from "./flow.ts";
import type { ActionDoc, SeriesDoc } from "./model.ts";
import { fixedSpan } from "./time.ts";

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

export async function getFeed(ctx: Ctx): Promise<FeedView> {
  const [feed, policy] = await Promise.all([
    ctx.hub.store.feeds.findById(ctx.actor.id).lean(),
    policyOf(ctx.hub, ctx.actor.officeId),
  ]);
  return {
    allowed: policy.calendarFeeds,
    madeAt: feed?.madeAt.toISOString() ?? null,
    lastReadAt: feed?.lastReadAt?.toISOString() ?? null,
  };
}

/**
 * Makes the officer's feed anew; the address before it stops working. The token is 32 random bytes, told once and kept as a hash alone. The
 * same command sent again makes another one: what was told first may have been lost on the way, and must not be kept to be told again.
 */
export async function makeFeed(ctx: Ctx, id: string): Promise<{ path: string }> {
  const { actor, hub } = ctx;
  ensure(handlesContent(actor.posts));
  const token = randomBytes(32).toString("base64url");
  await hub.journal.act(ctx, {
    id,
    input: { makeFeed: actor.id },
    run: async (tx) => {
      const policy = await policyOf(hub, actor.officeId, tx.session);
      if (!policy.calendarFeeds) ensure(refuse("forbidden", "feeds_off"));
      await tx.store.feeds.updateOne(
        { _id: actor.id },
        {
          $set: {
            officeId: actor.officeId,
            tokenHash: hashOf(token),
            madeAt: tx.at,
            lastReadAt: null,
          },
        },
        { session: tx.session, upsert: true },
      );
      const channelId = officeLogId(actor.officeId);
      return [{ channelId, type: "feed.made", body: { officerId: actor.id } }];
    },
  });
  const kept = await hub.store.feeds.findById(actor.id, { tokenHash: 1 }).lean();
  if (kept?.tokenHash !== hashOf(token)) throw new HubError("duplicate");
  return { path: `/api/feeds/${token}.ics` };
}

export async function revokeFeed(ctx: Ctx, id: string): Promise<void> {
  const { actor } = ctx;
  await ctx.hub.journal.act(ctx, {
    id,
    input: { revokeFeed: actor.id },
    run: async (tx) => {
      const gone = await tx.store.feeds.deleteOne({ _id: actor.id }, { session: tx.session });
      if (gone.deletedCount !== 1) throw new HubError("not_found");
      const channelId = officeLogId(actor.officeId);
      return [{ channelId, type: "feed.revoked", body: { officerId: actor.id } }];
    },
  });
}

const PAST_DAYS = 180;
const DAY_MS = 86_400_000;
const MOST = 5_000;

/**
 * The feed behind a token: under the rights of its officer as they are at this moment, and only while the office allows feeds. Whatever is
 * amiss, the answer is that there is none.
 */
export async function readFeed(hub: Hub, token: string): Promise<string> {
  const { store } = hub;
  const feed = await store.feeds.findOne({ tokenHash: hashOf(token) }).lean();
  const officer = feed && (await store.officers.findById(feed._id).lean<OfficerDoc>());
  if (!feed || !officer?.active || !handlesContent(officer.posts).allowed)
    throw new HubError("not_found");
  const policy = await policyOf(hub, officer.officeId);
  if (!policy.calendarFeeds) throw new HubError("not_found");
  const now = hub.clock.now();
  const { tokens } = actorOf(officer);
  const own = { audience: { $in: tokens }, officeIds: officer.officeId };
  const [actions, series, offices] = await Promise.all([
    store.actions
      .find(
        {
          ...own,
          state: { $in: [...FIXED, "cancelled"] },
          endAt: { $gt: new Date(now.getTime() - PAST_DAYS * DAY_MS) },
        },
        {
          kind: 1,
          state: 1,
          officeIds: 1,
          sequence: 1,
          startAt: 1,
          endAt: 1,
          allDay: 1,
          changedAt: 1,
        },
      )
      .limit(MOST)
      .lean<(Line & Pick<ActionDoc, "sequence" | "changedAt">)[]>(),
    store.series.find(own).limit(MOST).lean<SeriesDoc[]>(),
    listOffices(hub),
  ]);
  await store.feeds.updateOne({ _id: feed._id }, { $set: { lastReadAt: now } });
  return feedText(
    actions.flatMap((x) => {
      const span = fixedSpan(x);
      return span ? [{ ...x, id: x._id, span }] : [];
    }),
    series.map((x) => ({ ...x, id: x._id })),
    new Map(offices.map((one) => [one.id, one.shortName])),
  );
}
