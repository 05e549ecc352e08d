import type { Redis } from "@hub/domain/store/redis";
import { BEAT_MS } from "@hub/domain/kernel/socket";
import type { Clock } from "@hub/domain/kernel/clock";
import type { Seat } from "./seat.ts";

/** Office ids by the instant until which they count as manned; every node adds its own at each beat. */
const KEY = "duty";
/** Two beats may be missed before an office counts as not manned. */
const HOLDS_MS = 2.5 * BEAT_MS;

const receives = ({ ctx: { actor } }: Seat): boolean =>
  actor.posts.includes("intake") || actor.posts.includes("liaison");

/** Tells the other nodes which offices have somebody who may receive on line here. Nobody is named. */
export async function noteDuty(redis: Redis, clock: Clock, seats: Iterable<Seat>): Promise<void> {
  const now = clock.now().getTime();
  const officeIds = new Set([...seats].filter(receives).map(({ ctx }) => ctx.actor.officeId));
  await redis.zRemRangeByScore(KEY, "-inf", now);
  if (officeIds.size > 0)
    await redis.zAdd(
      KEY,
      [...officeIds].map((value) => ({ value, score: now + HOLDS_MS })),
    );
}

/** Offices that are manned now, on any node; none while Redis is away. */
export async function officesOnDuty(redis: Redis, clock: Clock): Promise<string[]> {
  try {
    return await redis.zRangeByScore(KEY, clock.now().getTime(), "+inf");
  } catch {
    return [];
  }
}
