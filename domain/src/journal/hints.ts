import type { Entry } from "../channels/contract.ts";
import type { EntryPlace, ServerToClient } from "../kernel/socket.ts";
import type { Announcer, Change } from "./announce.ts";

/** Above this a hint carries only the entry's place; the reader fetches the rest. */
export const HINT_LIMIT_BYTES = 8_192;
/** As much as is put into one message; a larger commit is told in several. */
const MESSAGE_LIMIT_BYTES = 65_536;
/** Changes of this long are told together: a list is asked again once, not once per row. */
const GATHER_MS = 150;
/** More changed matters of one feature than this at once are told as "many". */
const MANY = 20;

/**
 * Rooms of the socket gateway. A channel's room bears the number of its rights: what is committed after a revoke goes to a room that
 * only those join who were looked at since.
 */
export const room = {
  token: (token: string) => `token:${token}`,
  channel: (channelId: string, rights: number) => `channel:${channelId}@${rights}`,
} as const;

/** Officers and channels whose rights or follows changed, as gateways tell one another. */
export interface RightsCall {
  officerIds?: string[];
  channelIds?: string[];
}

/** What brings hints to sockets: the gateway of this process, or Redis to the gateways of others. Never throws; may lose. */
export interface Carrier {
  emit<Event extends keyof ServerToClient>(
    rooms: string[],
    event: Event,
    hint: Parameters<ServerToClient[Event]>[0],
  ): void;
  /** To every gateway, this process's own included. */
  rights(of: RightsCall): void;
}

export interface Hints extends Announcer {
  /** From now on hints go this way; before that they are dropped, as any hint may be. */
  attach(carrier: Carrier): void;
  /** Tells what was gathered, and nothing more. */
  stop(): void;
}

const bodyBytes = (entry: Entry): number =>
  entry.body === null ? 0 : Buffer.byteLength(JSON.stringify(entry.body));

/** Entries as hints, in messages of bounded size. */
export function packHints(entries: readonly Entry[]): (Entry | EntryPlace)[][] {
  const messages: (Entry | EntryPlace)[][] = [];
  let room = 0;
  for (const entry of entries) {
    const bytes = bodyBytes(entry);
    const { id, channelId, seq } = entry;
    const hint = bytes > HINT_LIMIT_BYTES ? { id, channelId, seq } : entry;
    const cost = 600 + (hint === entry ? bytes : 0); // the header's share
    const last = messages.at(-1);
    if (last && cost <= room) last.push(hint);
    else {
      messages.push([hint]);
      room = MESSAGE_LIMIT_BYTES;
    }
    room -= cost;
  }
  return messages;
}

/** The announcer of a process: packs, gathers and hands over to the carrier. */
export function createHints(): Hints {
  let carrier: Carrier | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  /** feature → matter → tokens */
  const gathered = new Map<string, Map<string, Set<string>>>();

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const [feature, matters] of gathered) {
      const rooms = (tokens: Iterable<string>) => [...tokens].map(room.token);
      if (matters.size > MANY) {
        const all = new Set([...matters.values()].flatMap((tokens) => [...tokens]));
        carrier?.emit(rooms(all), "changed", { feature, id: null });
      } else
        for (const [id, tokens] of matters)
          carrier?.emit(rooms(tokens), "changed", { feature, id });
    }
    gathered.clear();
  }

  return {
    attach: (given) => void (carrier = given),
    entries({ id: channelId, rights }, entries) {
      for (const message of packHints(entries))
        carrier?.emit([room.channel(channelId, rights)], "entries", {
          channelId,
          entries: message,
        });
    },
    changed(tokens: readonly string[], { feature, id }: Change) {
      if (stopped || tokens.length === 0) return;
      const matters = gathered.get(feature) ?? new Map<string, Set<string>>();
      gathered.set(feature, matters);
      const known = matters.get(id) ?? new Set<string>();
      matters.set(id, known);
      for (const token of tokens) known.add(token);
      timer ??= setTimeout(flush, GATHER_MS).unref();
    },
    rights: (of) => carrier?.rights(of),
    stop() {
      flush();
      stopped = true;
      carrier = undefined;
    },
  };
}
