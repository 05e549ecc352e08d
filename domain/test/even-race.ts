import { setTimeout } from "node:timers/promises";

/**
 * Runs two acts against each other, again and again, and holds back whichever was ahead a little longer the next time: so that on any
 * machine and under any load each wins now and then. `stepMs` by how much longer; `didOneWin` reads it from the first act's outcome.
 */
export function evenRace<One>(stepMs: number, didOneWin: (outcome: One) => boolean) {
  /** Above zero the first is held back, below zero the second. */
  let holdMs = 0;
  const held = async <T>(ms: number, act: () => Promise<T>): Promise<T> => {
    if (ms > 0) await setTimeout(Math.random() * 2 * ms);
    return act();
  };
  return async <Other>(one: () => Promise<One>, other: () => Promise<Other>) => {
    const outcomes = await Promise.all([held(holdMs, one), held(-holdMs, other)]);
    holdMs += didOneWin(outcomes[0]) ? stepMs : -stepMs;
    return outcomes;
  };
}
