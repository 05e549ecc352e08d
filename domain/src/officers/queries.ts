import type { ClientSession } from "mongoose";
import type { OfficerCard } from "../kernel/officer.ts";
import { cardOf } from "../sessions/queries.ts";
import type { Hub } from "../store/hub.ts";
import type { OfficerDoc } from "./model.ts";

/** Cards of these officers by id, also of those who have left: their names stay beside what they did. */
export async function cardsOf(
  hub: Pick<Hub, "store">,
  ids: readonly string[],
  { session }: { session: ClientSession | null } = { session: null },
): Promise<Map<string, OfficerCard>> {
  if (ids.length === 0) return new Map();
  const docs = await hub.store.officers
    .find({ _id: { $in: [...new Set(ids)] } }, null, { session })
    .lean<OfficerDoc[]>();
  return new Map(docs.map((doc) => [doc._id, cardOf(doc)]));
}
