import type { Usage } from "./said.ts";

/** Answers the measuring process what this one has used. */
export function answerUsage(): void {
  process.on("message", (asked) => {
    if (asked !== "usage") return;
    globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    const usage: Usage = {
      cpuMs: (user + system) / 1_000,
      rssBytes: rss,
      heapBytes: heapUsed + external,
    };
    process.send?.({ usage });
  });
}
