import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import { mayAdminister } from "../officers/rules.ts";
import type { Ctx } from "../store/hub.ts";
import type { SetCalendar } from "./contract.ts";
import { CALENDAR_ID, getCalendar } from "./queries.ts";

/**
 * Enters days. Two offices count one period, so there is one calendar for all; the system administrator of any office that takes part
 * keeps it, with the notice it rests on, and the change stands in his own office's log.
 */
export async function setCalendar(
  ctx: Ctx,
  { id, expects, days, publishedThrough, basis }: SetCalendar,
): Promise<void> {
  const { officeId } = ctx.actor;
  ensure(mayAdminister(ctx.actor, "system_admin", officeId));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { expects, days, publishedThrough, basis },
    run: async ({ session, store }) => {
      const before = await store.calendars.findById(CALENDAR_ID, null, { session }).lean();
      const version = before?.version ?? 0;
      if (version !== expects) throw new HubError("stale", { fresh: await getCalendar(ctx.hub) });
      const kept = (before?.days ?? []).filter((one) => !days.some(({ day }) => day === one.day));
      await store.calendars.updateOne(
        { _id: CALENDAR_ID, version },
        { $set: { days: [...kept, ...days], publishedThrough, basis, version: version + 1 } },
        { session, upsert: true },
      );
      const body = { days: days.map(({ day }) => day), publishedThrough };
      return [{ channelId: officeLogId(officeId), type: "calendar.changed", body }];
    },
  });
}
