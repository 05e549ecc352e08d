import { mayRead } from "@hub/domain/access/rules";
import type { ChannelDoc } from "@hub/domain/journal/model";
import { room } from "@hub/domain/journal/hints";
import { HubError } from "@hub/domain/kernel/faults";
import type { HeadsHint } from "@hub/domain/kernel/socket";
import { admissionsOf } from "@hub/domain/sessions/admissions";
import { ensureAdmitted } from "@hub/domain/sessions/queries";
import type { Hub } from "@hub/domain/store/hub";
import type { Seat } from "./seat.ts";

/** Of a channel, as much as rooms and heads need. */
export type Placed = Pick<ChannelDoc, "_id" | "audience" | "head">;

/** Nobody's screen follows more at once; the most recently active win, the others are told by the list. */
const ROOMS_MAX = 500;
const WATCHED_MAX = 200;

export interface Rooms {
  /**
   * Looks at everything of these seats again, in four queries however many they are: session and lock, follows, rights of each channel,
   * heads. Seats whose session is over are put out.
   */
  refresh(seats: readonly Seat[]): Promise<void>;
  /** Looks at these channels again for every seat, after a change of rights or follows. */
  refreshChannels(seats: readonly Seat[], channelIds: readonly string[]): Promise<void>;
  /** Lets a seat watch channels, those it may read, and answers their heads. */
  watch(seat: Seat, channelIds: readonly string[]): Promise<HeadsHint>;
  unwatch(seat: Seat, channelIds: readonly string[]): Promise<void>;
}

/**
 * Which rooms a socket is in: those of its officer's tokens, and of every channel that it follows or watches and may read now. `evict`
 * ends a seat whose session is over.
 */
export function createRooms(hub: Hub, evict: (seat: Seat) => void): Rooms {
  const { store, clock } = hub;

  const channelsOf = (ids: Iterable<string>): Promise<Placed[]> =>
    store.channels.find({ _id: { $in: [...ids] } }, { audience: 1, head: 1 }).lean<Placed[]>();

  const leave = (seat: Seat, channelId: string): void => {
    const known = seat.joined.get(channelId);
    if (!known) return;
    void seat.socket.leave(room.channel(channelId, known.rights));
    seat.joined.delete(channelId);
  };

  /** True when the seat may read the channel and is now in its room. */
  function place(seat: Seat, channel: Placed): boolean {
    const { _id: channelId, head } = channel;
    const known = seat.joined.get(channelId);
    // Looked at later by somebody faster: what was read before that is out of date.
    if (known && known.rights > head.rights) return true;
    if (!mayRead(seat.ctx.actor, channel).allowed) {
      leave(seat, channelId);
      return false;
    }
    if (known?.rights === head.rights) return true;
    leave(seat, channelId);
    void seat.socket.join(room.channel(channelId, head.rights));
    seat.joined.set(channelId, { rights: head.rights, told: -1 });
    return true;
  }

  /** Tells the heads that moved since this socket was last told. */
  function headsFor(seat: Seat, channels: readonly Placed[]): HeadsHint {
    const heads: HeadsHint["heads"] = {};
    for (const { _id: channelId, head } of channels) {
      const known = seat.joined.get(channelId);
      if (!known || known.told === head.seq) continue;
      known.told = head.seq;
      heads[channelId] = { seq: head.seq, hash: head.hash, ordinal: head.ordinal };
    }
    return { now: clock.now().toISOString(), heads };
  }

  async function refresh(given: readonly Seat[]): Promise<void> {
    const admissions = await admissionsOf(
      hub,
      given.map(({ ids }) => ids),
    );
    const seats = given.filter((seat, index) => {
      try {
        seat.ctx = ensureAdmitted(admissions[index] ?? null);
        return seat.socket.connected;
      } catch {
        evict(seat);
        return false;
      }
    });
    if (seats.length === 0) return;
    for (const seat of seats) placeTokens(seat);
    const officerIds = [...new Set(seats.map(({ ids }) => ids.officerId))];
    const follows = await store.follows
      .find({ officerId: { $in: officerIds } }, { officerId: 1, channelId: 1 })
      .lean();
    const followed = new Map<string, Set<string>>(officerIds.map((id) => [id, new Set()]));
    for (const { officerId, channelId } of follows) followed.get(officerId)?.add(channelId);
    const union = new Set<string>();
    for (const ids of followed.values()) for (const id of ids) union.add(id);
    for (const { watched, joined } of seats)
      for (const id of [...watched, ...joined.keys()]) union.add(id);
    const channels = (await channelsOf(union)).toSorted(
      (a, b) => b.head.at.getTime() - a.head.at.getTime(),
    );
    const read = new Map(channels.map((channel) => [channel._id, channel]));
    for (const seat of seats) {
      const own = followed.get(seat.ids.officerId);
      const wanted = channels
        .filter(({ _id }) => seat.watched.has(_id) || own?.has(_id))
        .slice(0, ROOMS_MAX);
      const lost = placeAll(seat, read, wanted);
      if (lost.length > 0) seat.socket.emit("rights", { channelIds: lost, lost });
      seat.socket.emit("heads", headsFor(seat, wanted));
    }
  }

  /** Joins what is wanted and readable, leaves the rest; answers what was joined and may not be read any more. */
  function placeAll(
    seat: Seat,
    read: ReadonlyMap<string, Placed>,
    wanted: readonly Placed[],
  ): string[] {
    const lost: string[] = [];
    const kept = new Set<string>();
    for (const channel of wanted) {
      const wasIn = seat.joined.has(channel._id);
      if (place(seat, channel)) kept.add(channel._id);
      else {
        seat.watched.delete(channel._id);
        if (wasIn) lost.push(channel._id);
      }
    }
    for (const [channelId, known] of seat.joined) {
      if (kept.has(channelId) || seat.watched.has(channelId)) continue;
      const channel = read.get(channelId);
      // Joined since by somebody faster: what was read before that is out of date.
      if (!channel || known.rights > channel.head.rights) continue;
      leave(seat, channelId);
      // A follow that ended, or room for livelier channels, takes no right away.
      if (!mayRead(seat.ctx.actor, channel).allowed) lost.push(channelId);
    }
    return lost;
  }

  /** Posts of an officer never change within an epoch, but rooms are made from what is so now. */
  function placeTokens(seat: Seat): void {
    const wanted = new Set(seat.ctx.actor.tokens.map(room.token));
    for (const name of seat.socket.rooms)
      if (name.startsWith("token:") && !wanted.has(name)) void seat.socket.leave(name);
    for (const name of wanted) void seat.socket.join(name);
  }

  async function refreshChannels(
    seats: readonly Seat[],
    channelIds: readonly string[],
  ): Promise<void> {
    const officerIds = [...new Set(seats.map(({ ids }) => ids.officerId))];
    if (officerIds.length === 0) return;
    const [channels, follows] = await Promise.all([
      channelsOf(channelIds),
      store.follows.find({ channelId: { $in: channelIds } }, { officerId: 1, channelId: 1 }).lean(),
    ]);
    const follow = new Set(follows.map(({ officerId, channelId }) => `${officerId}/${channelId}`));
    for (const seat of seats) {
      if (!seat.socket.connected) continue;
      const { officerId } = seat.ids;
      const concerned: string[] = [];
      const lost: string[] = [];
      for (const channel of channels) {
        const wanted = seat.watched.has(channel._id) || follow.has(`${officerId}/${channel._id}`);
        const wasIn = seat.joined.has(channel._id);
        if (!wanted && !wasIn) continue;
        concerned.push(channel._id);
        if (!wanted) leave(seat, channel._id);
        if (wanted ? place(seat, channel) : mayRead(seat.ctx.actor, channel).allowed) continue;
        seat.watched.delete(channel._id);
        lost.push(channel._id);
      }
      if (concerned.length === 0) continue;
      seat.socket.emit("rights", { channelIds: concerned, lost });
      const { now, heads } = headsFor(seat, channels);
      if (Object.keys(heads).length > 0) seat.socket.emit("heads", { now, heads });
    }
  }

  return {
    refresh,
    refreshChannels,
    async watch(seat, channelIds) {
      if (seat.watched.size + channelIds.length > WATCHED_MAX)
        throw new HubError("too_many", { reason: "watched" });
      for (const id of channelIds) seat.watched.add(id);
      const heads: HeadsHint["heads"] = {};
      // Join first, then read again: a change in between has either moved the rights or is in the second reading.
      for (const channel of await channelsOf(channelIds))
        if (!place(seat, channel)) seat.watched.delete(channel._id);
      for (const channel of await channelsOf(channelIds)) {
        if (!place(seat, channel)) continue;
        const { seq, hash, ordinal } = channel.head;
        heads[channel._id] = { seq, hash, ordinal };
        const known = seat.joined.get(channel._id);
        if (known) known.told = seq;
      }
      for (const id of channelIds) if (!heads[id]) seat.watched.delete(id);
      return { now: clock.now().toISOString(), heads };
    },
    async unwatch(seat, channelIds) {
      for (const id of channelIds) seat.watched.delete(id);
      const follows = await store.follows
        .find({ officerId: seat.ids.officerId, channelId: { $in: channelIds } }, { channelId: 1 })
        .lean();
      for (const id of channelIds)
        if (!seat.watched.has(id) && !follows.some(({ channelId }) => channelId === id))
          leave(seat, id);
    },
  };
}
