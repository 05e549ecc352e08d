import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { HubError } from "../kernel/faults.ts";

/** Counts one request or command against a key; throws too_many with the seconds to wait. */
export type Limiter = (key: string) => Promise<void>;

/**
 * At most `points` a `seconds`, for each key. Counted in each process: with n processes the ceiling is n times as high, which is what a
 * ceiling against floods may be, and nothing waits for Redis. Guessing is bounded elsewhere and exactly (sessions/attempts.ts).
 */
export function createLimiter(points: number, seconds: number): Limiter {
  const limiter = new RateLimiterMemory({ points, duration: seconds });
  return async (key) => {
    try {
      await limiter.consume(key);
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw thrown;
      throw new HubError("too_many", {
        retryAfterSeconds: Math.max(1, Math.ceil(thrown.msBeforeNext / 1000)),
      });
    }
  };
}
