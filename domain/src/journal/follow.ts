import type { ClientSession } from "mongoose";
import type { Store } from "../store/store.ts";
import type { ChannelDoc, FollowDoc } from "./model.ts";

/** Where somebody stands who follows from now on. */
export const NOTHING_READ = { receivedSeq: 0, readSeq: 0, readOrdinal: 0 };

export const followId = (officerId: string, channelId: string): string =>
  `${officerId}/${channelId}`;

export type FollowWrite = ReturnType<typeof followUpsert>;

/** Makes a follower, or moves his marks forward; never back. */
export function followUpsert(
  officerId: string,
  channelId: string,
  at: Date,
  read: Pick<FollowDoc, "receivedSeq" | "readSeq" | "readOrdinal">,
) {
  const update = { $setOnInsert: { officerId, channelId, at }, $max: read };
  return { updateOne: { filter: { _id: followId(officerId, channelId) }, update, upsert: true } };
}

/** The officers who follow a channel. */
export async function followersOf(
  store: Pick<Store, "follows">,
  channelId: string,
): Promise<Set<string>> {
  const found = await store.follows.find({ channelId }, { officerId: 1 }).lean();
  return new Set(found.map(({ officerId }) => officerId));
}

/** Makes these officers followers, who have read nothing yet. */
export async function followAll(
  store: Store,
  session: ClientSession,
  channelId: string,
  officerIds: readonly string[],
  at: Date,
): Promise<void> {
  if (officerIds.length === 0) return;
  await store.follows.bulkWrite(
    [...new Set(officerIds)].map((id) => followUpsert(id, channelId, at, NOTHING_READ)),
    { session },
  );
}

/** One's own act is no news to oneself: whoever had read all of a channel has read it still. What stood unread above it stays so. */
export async function readOwn(
  store: Store,
  session: ClientSession,
  officerId: string,
  { _id: channelId, head: before }: Pick<ChannelDoc, "_id" | "head">,
  { seq, ordinal }: ChannelDoc["head"],
): Promise<void> {
  if (ordinal === before.ordinal) return;
  await store.follows.updateOne(
    { _id: followId(officerId, channelId), readOrdinal: { $gte: before.ordinal } },
    { $max: { receivedSeq: seq, readSeq: seq, readOrdinal: ordinal } },
    { session },
  );
}
