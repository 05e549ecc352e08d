import { useSyncExternalStore } from "react";
import type { Item } from "@hub/domain/channels/fold";

const listeners = new Set<() => void>();
let targets: ReadonlyMap<string, Item> = new Map();

function set(channelId: string, item: Item | null): void {
  const next = new Map(targets);
  if (item) next.set(channelId, item);
  else next.delete(channelId);
  targets = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Which post of a channel the composer answers next: chosen in the timeline, written in the composer. */
export function useReplying() {
  const now = useSyncExternalStore(subscribe, () => targets);
  return { to: (channelId: string) => now.get(channelId) ?? null, set };
}
