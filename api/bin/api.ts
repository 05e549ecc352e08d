import { run, settings } from "@hub/domain/store/run";
import { start } from "../src/start.ts";

await run("api", async () => start(await settings()));
