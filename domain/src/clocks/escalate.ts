import type { ClientSession } from "mongoose";
import { derivedOf, sinceOf } from "../exchanges/change.ts";
import type { ExchangeDoc } from "../exchanges/model.ts";
import { audienceOfBoth } from "../exchanges/audience.ts";
import { presentAssignment } from "../exchanges/rules.ts";
import { isAdministrator } from "../access/rules.ts";
import type { Post } from "../kernel/officer.ts";
import type { OfficerDoc } from "../officers/model.ts";
import { isInCharge } from "../officers/rules.ts";
import type { Hub } from "../store/hub.ts";
import { LostRace, transaction } from "../store/store.ts";
import type { ClockKey } from "./contract.ts";
import { nextStep, type Level } from "./rules.ts";

/** Who is told, and of what; ids only. Always officers of the late office. */
export interface Told {
  /** The same for the same step of the same clock, whenever it is tried: a notice's id may follow from it. */
  cause: string;
  exchangeId: string;
  key: ClockKey;
  level: Level;
  officeId: string;
  officerIds: string[];
  due: Date;
}

/**
 * One step of a late clock: reminder, B角, head, 分管副检察长. In one transaction the clock moves on and `tell` writes the notices, so each
 * step happens once however often it is asked for. B角 reads what he stands in for from then on. Returns whether another step is
 * due already.
 */
export async function stepClock(
  hub: Hub,
  exchangeId: string,
  tell: (session: ClientSession, told: Told) => Promise<void>,
): Promise<{ again: boolean; told: Told | null }> {
  const now = hub.clock.now();
  const regranted: string[] = [];
  const outcome = await transaction(hub.store, async (session) => {
    regranted.length = 0;
    const exchange = await hub.store.exchanges
      .findById(exchangeId, null, { session })
      .lean<ExchangeDoc>();
    const step = exchange ? nextStep(exchange.clocks) : null;
    if (!exchange || !step || step.at > now) return { again: false, told: null, audience: [] };
    const people = await hub.store.officers
      .find({ officeId: step.clock.officeId, active: true }, null, { session })
      .lean<OfficerDoc[]>();
    const told: Told = {
      cause: `${exchangeId}/${step.clock.key}/${step.clock.due.getTime()}/${step.level}`,
      exchangeId,
      key: step.clock.key,
      level: step.level,
      officeId: step.clock.officeId,
      officerIds: addressees(exchange, step.level, people),
      due: step.clock.due,
    };
    const clocks = exchange.clocks.map((clock, index) =>
      index === step.index ? { ...clock, level: clock.level + 1 } : clock,
    );
    const standIns = step.level === "deputy" ? withStandIns(exchange, told) : exchange.standIns;
    const next = { ...exchange, clocks, standIns };
    const derived = derivedOf(next);
    const since = sinceOf(exchange, derived.audience, now);
    const moved = await hub.store.exchanges.updateOne(
      { _id: exchangeId, version: exchange.version },
      { $set: { clocks, standIns, ...derived, ...since }, $inc: { version: 1 } },
      { session },
    );
    if (moved.matchedCount !== 1) throw new LostRace();
    const both = audienceOfBoth(next);
    if (exchange.channelId && both.join() !== audienceOfBoth(exchange).join()) {
      await hub.store.channels.updateOne(
        { _id: exchange.channelId },
        { $set: { audience: both }, $inc: { "head.rights": 1 } },
        { session },
      );
      regranted.push(exchange.channelId);
    }
    await tell(session, told);
    const following = nextStep(clocks);
    return {
      again: following !== null && following.at <= now,
      told,
      audience: derived.audience,
    };
  });
  if (!outcome) return { again: true, told: null };
  const { again, told, audience } = outcome.done;
  if (told) hub.announcer.changed(audience, { feature: "exchanges", id: exchangeId });
  if (regranted.length > 0) hub.announcer.rights({ channelIds: regranted });
  return { again, told };
}

function withStandIns(exchange: ExchangeDoc, told: Told): ExchangeDoc["standIns"] {
  const { officeId } = told;
  const fresh = told.officerIds.filter(
    (id) => !exchange.standIns.some((one) => one.officerId === id),
  );
  return [...exchange.standIns, ...fresh.map((officerId) => ({ officerId, officeId }))];
}

/** Whoever has it on the desk; their B角; the head over them; the leaders. A level without anybody passes to the next one up. */
function addressees(exchange: ExchangeDoc, level: Level, people: readonly OfficerDoc[]): string[] {
  const content = people.filter((one) => !isAdministrator(one.posts));
  const holders = (...posts: Post[]) =>
    content.filter((one) => posts.some((post) => one.posts.includes(post)));
  const heads = holders("dept_head", "dept_deputy").filter(
    (one) => one.departmentId === exchange.departmentId,
  );
  const leaders = holders("deputy_chief").filter((one) => isInCharge(one, exchange.departmentId));
  const desk = onDesk(exchange, content, heads);
  const upwards: Record<Level, readonly OfficerDoc[][]> = {
    reminder: [desk, heads, leaders],
    deputy: [standInsOf(desk, content), heads, leaders],
    head: [heads, leaders],
    leader: [leaders, holders("chief")],
  };
  const found = upwards[level].find((group) => group.length > 0) ?? holders("chief");
  return found.map((one) => one._id);
}

function onDesk(
  exchange: ExchangeDoc,
  people: readonly OfficerDoc[],
  heads: OfficerDoc[],
): OfficerDoc[] {
  const assigned = presentAssignment(exchange);
  if (assigned) return people.filter((one) => one._id === assigned.prosecutorId);
  if (exchange.departmentId) return heads;
  return people.filter((one) => one.posts.includes("intake"));
}

function standInsOf(desk: readonly OfficerDoc[], people: readonly OfficerDoc[]): OfficerDoc[] {
  return people.filter((one) => desk.some((busy) => busy.deputyId === one._id));
}
