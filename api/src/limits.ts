import { HubError } from "@hub/domain/kernel/faults";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** How many requests a minute; a whole office sits behind one address, so an address gets far more than an account. */
export interface Limits {
  account: number;
  address: number;
  /** Tries to sign in, each of which costs an argon2. */
  signIn: number;
}

export const LIMITS: Limits = { account: 1_200, address: 30_000, signIn: 300 };

/** Counts one request against a key; throws too_many with the seconds to wait. */
export type Limiter = (key: string) => Promise<void>;

/**
 * Counted in each process: with n processes the ceiling is n times as high, which is what a ceiling against floods may be, and no
 * request waits for Redis. Guessing is bounded elsewhere and exactly (sessions/attempts.ts).
 */
export function createLimiter(perMinute: number): Limiter {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
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
