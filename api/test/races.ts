import { GENESIS } from "@hub/domain/journal/chain";
import { createJournal } from "@hub/domain/journal/journal";
import type { ChannelDoc } from "@hub/domain/journal/model";
import { verifyJournal } from "@hub/domain/journal/verify";
import { HubError } from "@hub/domain/kernel/faults";
import type { Ctx, Hub } from "@hub/domain/store/hub";
import { connectStore } from "@hub/domain/store/store";
import { expect } from "chai";
import type { TestHub } from "./hub-client.ts";

/** A second process of the hub: with its own connection, nothing but the store decides between the two. */
export interface SecondProcess {
  hub: Hub;
  /** The officer there. */
  at(ctx: Ctx): Ctx;
  stop(): Promise<void>;
}

export async function aSecondProcess(test: TestHub): Promise<SecondProcess> {
  const store = await connectStore(test.env.MONGODB_URI);
  const { clock, announcer } = test.hub;
  const hub: Hub = { ...test.hub, store, journal: createJournal(store, clock, announcer) };
  return { hub, at: (ctx) => ({ ...ctx, hub }), stop: () => store.close() };
}

/** How an act ended: `done`, or the code of the refusal. Anything else is the test's to know. */
export const outcome = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    (thrown: unknown) => {
      if (thrown instanceof HubError) return thrown.code;
      throw thrown;
    },
  );

/** Runs a race about each of these, so many beside each other. */
export async function inLanes<One>(
  found: readonly One[],
  race: (one: One) => Promise<void>,
  lanes = 8,
): Promise<void> {
  const waiting = [...found];
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await race(next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** The head of a channel in which nothing was said yet: of one that was copied from a pattern. */
export const freshHead = (): ChannelDoc["head"] => ({
  seq: 0,
  ordinal: 0,
  hash: GENESIS,
  at: new Date(0),
  rights: 0,
});

/** No number was given twice or left out, and every hash follows from the one before. */
export async function expectWholeChains({ hub }: TestHub): Promise<void> {
  expect((await verifyJournal(hub.store)).findings).to.deep.equal([]);
}
