import { run, settings } from "@hub/domain/store/run";
import { start } from "../src/start.ts";

await run("jobs", async () => start(await settings()));
