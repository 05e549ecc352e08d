import { dayOf, startOfDay } from "../kernel/clock.ts";
import { confirmOccurrence, meetOccurrence } from "../obligations/commands-occurrence.ts";
import { extendObligation, shortObligations } from "../obligations/extend.ts";
import type { OccurrenceDoc } from "../obligations/model.ts";
import { addDays } from "../obligations/state.ts";
import { loadDemoPatrol, patrolReportedOn } from "./actions.ts";
import { agreementIdOf, IN_FORCE } from "./agreement-stories.ts";
import { CAST, type Office } from "./cast.ts";
import { asOfficer } from "./officers.ts";
import type { Retelling } from "./told.ts";

const HOUR_MS = 3_600_000;
/** Half past three in the afternoon, when such things are done. */
const AFTERNOON_MS = 15.5 * HOUR_MS;

const SAID: Partial<Record<OccurrenceDoc["kind"], string>> = {
  sharing: "已通过平台通报本期办案情况和工作动态（演示数据）",
  conference: "已召开联席会议，形成会议纪要（演示数据）",
  patrol: "已开展联合巡查，巡查记录已归档（演示数据）",
  restoration: "已开展增殖放流，水产技术人员到场见证（演示数据）",
};

const officeOf = (officeId: string): Office =>
  (Object.keys(CAST) as Office[]).find((name) => CAST[name].officeId === officeId) ?? "gaoyou";

/**
 * What the agreement in force obliged to since it holds: done month by month by whoever owed it, one time late, the last patrol with a report
 * that is its evidence; the last report of the other side is overdue, and what is open now waits to be done.
 */
export async function loadDemoObligations({ hub, at, once }: Retelling): Promise<void> {
  at(0);
  const now = hub.clock.now();
  const agreementId = agreementIdOf(IN_FORCE.key);
  const agreement = await hub.store.agreements.findById(agreementId, { drafted: 1 }).lean();
  if (!agreement) throw new TypeError("the demo has its agreement in force");
  // As it was on the day of the first start: what falls due later is for those who try it out.
  const today = dayOf(new Date(agreement.drafted.at.getTime() + IN_FORCE.sinceHours * HOUR_MS));
  for (const { _id } of await shortObligations(hub)) await extendObligation(hub, _id);
  const past = await hub.store.occurrences
    .find({ agreementId, dueOn: { $lt: today } })
    .sort({ dueOn: 1, _id: 1 })
    .lean<OccurrenceDoc[]>();
  const reports = past.filter((one) => one.kind === "sharing");
  const left = reports.findLast((one) => officeOf(one.officeId) === "tianchang");
  const late = reports.at(-6);
  const patrol = past.findLast((one) => one.kind === "patrol");
  const dayOfDoing = (one: OccurrenceDoc): string =>
    one === patrol ? patrolReportedOn(one) : one === late ? addDays(one.dueOn, 3) : one.dueOn;
  const days = past
    .filter((one) => one !== left)
    .map((one) => ({ one, on: dayOfDoing(one) }))
    .toSorted((first, second) => (first.on < second.on ? -1 : 1));
  for (const { one, on } of days) {
    if (one === patrol) {
      await loadDemoPatrol({ hub, at, once }, one);
      continue;
    }
    at((now.getTime() - startOfDay(on).getTime() - AFTERNOON_MS) / HOUR_MS);
    await done({ hub, at, once }, one, on);
  }
}

async function done({ hub, once }: Retelling, one: OccurrenceDoc, on: string): Promise<void> {
  const office = officeOf(one.officeId);
  const met = agreementIdOf("met", one._id);
  await once(met, async () =>
    meetOccurrence(await asOfficer(hub, CAST[office].liaison), one._id, {
      id: met,
      ref: null,
      text: SAID[one.kind] ?? "已落实（演示数据）",
      on,
      files: [],
    }),
  );
  if (one.confirmation === "none") return;
  const other = office === "gaoyou" ? "tianchang" : "gaoyou";
  const confirmed = agreementIdOf("confirmed", one._id);
  await once(confirmed, async () =>
    confirmOccurrence(await asOfficer(hub, CAST[other].liaison), one._id, { id: confirmed }),
  );
}
