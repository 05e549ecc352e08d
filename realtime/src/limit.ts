import { HubError } from "@hub/domain/kernel/faults";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Commands an officer may send in ten seconds, over all sockets of a node: far above what hands can do. */
export const COMMANDS_PER_10_S = 200;

/** Counted in each node, like the HTTP door's: no command waits for Redis. */
export function createLimit(points: number): (officerId: string) => Promise<void> {
  const limiter = new RateLimiterMemory({ points, duration: 10 });
  return async (officerId) => {
    try {
      await limiter.consume(officerId);
    } catch (thrown) {
      if (!(thrown instanceof RateLimiterRes)) throw thrown;
      throw new HubError("too_many", {
        retryAfterSeconds: Math.max(1, Math.ceil(thrown.msBeforeNext / 1000)),
      });
    }
  };
}
