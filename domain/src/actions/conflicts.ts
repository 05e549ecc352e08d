import type { ClientSession } from "mongoose";
import type { Officer } from "../kernel/officer.ts";
import type { Store } from "../store/store.ts";
import { TAKING_TIME } from "./flow.ts";
import type { ActionDoc } from "./model.ts";
import type { Time } from "./record.ts";

export interface BusyPerson {
  officerId: string;
  officeId: string;
  action: Time & { id: string; title: string; readable: boolean };
}

/** Other actions of the people who go, that touch this time. `viewer`: whose rights decide which titles are told. */
export async function busyOf(
  store: Store,
  x: Pick<ActionDoc, "_id" | "people">,
  span: Pick<Time, "startAt" | "endAt">,
  session: ClientSession | null = null,
  viewer?: Pick<Officer, "tokens">,
): Promise<BusyPerson[]> {
  if (x.people.length === 0) return [];
  const ids = x.people.map((one) => one.officerId);
  const others = await store.actions
    .find(
      {
        "people.officerId": { $in: ids },
        startAt: { $lt: span.endAt },
        endAt: { $gt: span.startAt },
        state: { $in: [...TAKING_TIME] },
        _id: { $ne: x._id },
      },
      { title: 1, startAt: 1, endAt: 1, allDay: 1, people: 1, audience: 1 },
      { session },
    )
    .limit(500)
    .lean<ActionDoc[]>();
  return others.flatMap((other) => {
    const { startAt, endAt } = other;
    if (!startAt || !endAt) return [];
    const readable = viewer?.tokens.some((one) => other.audience.includes(one)) ?? false;
    const action = {
      id: other._id,
      title: other.title,
      startAt,
      endAt,
      allDay: other.allDay,
      readable,
    };
    return other.people
      .filter((one) => ids.includes(one.officerId))
      .map((one) => ({ ...one, action }));
  });
}
