import type { Entry, EntryPage } from "@hub/domain/channels/contract";
import type { EntryPlace } from "@hub/domain/kernel/socket";
import type { Where } from "./reader.ts";

/** For tests: a channel as the server keeps and reads it, in a few lines and without a store. */
export interface ServerModel {
  log: Entry[];
  post(text: string): Entry;
  /** Says something about the entry with this seq: an edit, a recall, 收到. */
  about(
    seq: number,
    type: "message.edited" | "message.recalled" | "message.acknowledged",
  ): Entry | null;
  read(where: Where, limit?: number): EntryPage;
  head(): { seq: number; hash: string; ordinal: number };
  place(entry: Entry): EntryPlace;
}

export const CHANNEL = "018f0000-0000-7000-8000-000000000001";
const GENESIS = "0".repeat(64);

/** `era` stands in the hashes: a restored store has another history under the same numbers. */
export function createServerModel(era = "a", given: readonly Entry[] = []): ServerModel {
  const log = [...given];
  const idOf = (seq: number) =>
    `018f0000-0000-7000-8000-${era === "a" ? "a" : "b"}${String(seq).padStart(11, "0")}`;

  function add(type: string, target: string | null, body: unknown): Entry {
    const last = log.at(-1);
    const seq = (last?.seq ?? 0) + 1;
    const entry: Entry = {
      id: idOf(seq),
      v: 1,
      channelId: CHANNEL,
      seq,
      ordinal: (last?.ordinal ?? 0) + (type === "message.posted" ? 1 : 0),
      type,
      actor: idOf(0),
      office: "321084",
      role: "检察官",
      at: new Date(Date.UTC(2026, 10, 22) + seq * 1000).toISOString(),
      target,
      prev: last?.hash ?? GENESIS,
      hash: `${era}${seq}`.padStart(64, "0"),
      body,
      withheld: null,
    };
    log.push(entry);
    return entry;
  }

  const recalled = (id: string): boolean =>
    log.some((entry) => entry.type === "message.recalled" && entry.target === id);

  const folded = (entry: Entry): Entry => {
    const gone =
      recalled(entry.id) ||
      (entry.type === "message.edited" && entry.target !== null && recalled(entry.target));
    return gone ? { ...entry, body: null, withheld: "recalled" } : entry;
  };

  const head = () => {
    const last = log.at(-1);
    return { seq: last?.seq ?? 0, hash: last?.hash ?? GENESIS, ordinal: last?.ordinal ?? 0 };
  };

  return {
    log,
    post: (text) => add("message.posted", null, { text, files: [], mentions: [], inReplyTo: null }),
    about(seq, type) {
      const target = log.find((entry) => entry.seq === seq);
      if (target?.type !== "message.posted" || recalled(target.id)) return null;
      return add(type, target.id, type === "message.edited" ? { text: `改 ${seq}` } : {});
    },
    read(where, limit = 50) {
      const page = (entries: Entry[], more: boolean, reset: boolean): EntryPage => {
        const ids = new Set(entries.map((entry) => entry.id));
        const targeting = log.filter(
          (entry) => entry.target !== null && ids.has(entry.target) && !ids.has(entry.id),
        );
        return {
          entries: entries.map(folded),
          targeting: targeting.map(folded),
          head: head(),
          reset,
          more,
        };
      };
      if ("after" in where) {
        const { seq, hash } = where.after;
        const known = seq === 0 ? hash === GENESIS : log[seq - 1]?.hash === hash;
        if (known) {
          const entries = log.slice(seq, seq + limit);
          return page(entries, seq + entries.length < log.length, false);
        }
      }
      const upTo = "before" in where ? where.before - 1 : log.length;
      const from = Math.max(0, upTo - limit);
      return page(log.slice(from, upTo), from > 0, "after" in where);
    },
    head,
    place: ({ id, channelId, seq }) => ({ id, channelId, seq }),
  };
}
