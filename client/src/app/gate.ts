/**
 * Whether the session is open. When it locks or ends in the middle of work, requests wait here instead of failing: the
 * page stays as it is behind the lock or sign-in sheet, and they go on once the same officer is back.
 */
export type GateState = "unknown" | "open" | "locked" | "signed_out";

type Listener = () => void;

export interface Gate {
  state: () => GateState;
  subscribe: (listener: Listener) => () => void;
  set: (state: GateState) => void;
  /** Resolves when the gate is open again; rejects when the signal aborts. */
  reopened: (signal?: AbortSignal) => Promise<void>;
}

export function createGate(): Gate {
  let now: GateState = "unknown";
  const listeners = new Set<Listener>();
  const subscribe = (listener: Listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    state: () => now,
    subscribe,
    set(state) {
      if (state === now) return;
      now = state;
      for (const listener of listeners) listener();
    },
    reopened: (signal) =>
      new Promise((resolve, reject) => {
        if (now === "open") return resolve();
        const stop = subscribe(() => {
          if (now !== "open") return;
          stop();
          resolve();
        });
        signal?.addEventListener("abort", () => {
          stop();
          reject(new DOMException("aborted", "AbortError"));
        });
      }),
  };
}

export const gate = createGate();
