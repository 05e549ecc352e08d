import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { createClient } from "redis";
import { HubError } from "../kernel/faults.ts";

/** One at a time for a name, over all processes that share the locks. */
export interface Locks {
  /**
   * Waits for its turn and answers how to give it back. `wanted` is called when somebody else waits (or the lock was lost): finish
   * soon. Throws `busy` when the holder does not let go in time, or `signal` ended the wait.
   */
  take(
    name: string,
    options?: { wanted?: () => void; signal?: AbortSignal },
  ): Promise<() => Promise<void>>;
}

/** As long as a holder may need to let go of a connection that is dead without knowing it. */
const WAIT_MS = 15_000;
/** A holder that died gives its lock back after this; a living one renews it far more often. */
const LIFE_MS = 6_000;
const BEAT_MS = 1_000;
const POLL_MS = 100;

async function turn(tried: () => Promise<boolean>, signal?: AbortSignal): Promise<void> {
  const until = performance.now() + WAIT_MS;
  while (!(await tried())) {
    if (signal?.aborted || performance.now() > until)
      throw new HubError("busy", { retryAfterSeconds: 2 });
    await pause(POLL_MS);
  }
}

/** Locks of one process alone. */
export function memoryLocks(): Locks {
  const held = new Map<string, (() => void) | undefined>();
  return {
    take: async (name, { wanted, signal } = {}) => {
      await turn(() => {
        if (!held.has(name)) {
          held.set(name, wanted);
          return Promise.resolve(true);
        }
        held.get(name)?.();
        return Promise.resolve(false);
      }, signal);
      return () => {
        held.delete(name);
        return Promise.resolve();
      };
    },
  };
}

/** Renews mine and tells whether somebody waits: -1 it is no longer mine, else 0 or 1. */
const RENEW = `if redis.call("get", KEYS[1]) ~= ARGV[1] then return -1 end
redis.call("pexpire", KEYS[1], ARGV[2]) return redis.call("exists", KEYS[2])`;
const FREE = `if redis.call("get", KEYS[1]) == ARGV[1] then redis.call("del", KEYS[2]) return redis.call("del", KEYS[1]) end return 0`;

/**
 * Locks over Redis, for several nodes. When Redis is emptied or away they may be lost: the holder learns of it within a beat and is
 * told to finish, and what must be exact (an upload's offset, a file's record) is checked where it is written.
 */
export function redisLocks(redis: ReturnType<typeof createClient>): Locks {
  return {
    take: async (name, { wanted, signal } = {}) => {
      const key = `lock:${name}`;
      const asked = `${key}:asked`;
      const mine = randomUUID();
      await turn(async () => {
        const got = await redis.set(key, mine, {
          condition: "NX",
          expiration: { type: "PX", value: LIFE_MS },
        });
        if (got) return true;
        await redis.set(asked, "1", { expiration: { type: "PX", value: LIFE_MS } });
        return false;
      }, signal);
      const beat = setInterval(() => {
        redis.eval(RENEW, { keys: [key, asked], arguments: [mine, String(LIFE_MS)] }).then(
          (said) => {
            if (said !== 0) wanted?.();
          },
          () => wanted?.(),
        );
      }, BEAT_MS);
      beat.unref();
      return async () => {
        clearInterval(beat);
        // A lock that cannot be given back runs out by itself.
        await redis.eval(FREE, { keys: [key, asked], arguments: [mine] }).catch(() => undefined);
      };
    },
  };
}
