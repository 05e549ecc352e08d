import { Env } from "@hub/domain/store/env";
import { start } from "../src/start.ts";

/** A jobs process of its own, for a test to kill. Settings come in JOBS_ENV. */
await start(Env.parse(JSON.parse(process.env["JOBS_ENV"] ?? "{}")), {
  lockMs: 1_000,
  every: { entries: 200 },
});
process.stdout.write("started\n");
