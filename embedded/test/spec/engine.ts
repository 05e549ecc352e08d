/**
 * An engine that drivers are tested with: `--dir FOLDER --port N`. It has the server's fail points besides. Prints one line,
 * {"ready": uri}; ends when its stdin closes, or on SIGTERM.
 */
import { parseArgs } from "node:util";
import { runCommand } from "../../src/mongo/commands.ts";
import { startEngine } from "../../src/mongo/server.ts";
import { FailPoints } from "./fail-points.ts";

const { values } = parseArgs({ options: { dir: { type: "string" }, port: { type: "string" } } });
if (!values.dir || !values.port) throw new Error("usage: engine.ts --dir FOLDER --port N");

const failPoints = new FailPoints();
const engine = await startEngine({
  dir: values.dir,
  listen: { port: Number(values.port) },
  run: async (state, body) => {
    const name = Object.keys(body)[0] ?? "";
    if (name === "configureFailPoint") return failPoints.configure(body);
    const isKnown = (): boolean => state.sessions.outcome(body) !== undefined;
    return failPoints.around(name, body, isKnown, () => runCommand(state, body));
  },
});
const end = (): void => void engine.stop();
process.on("SIGTERM", end);
process.stdin.on("end", end).on("close", end).resume();
// oxlint-disable-next-line no-console -- the one line that its parent waits for
console.log(JSON.stringify({ ready: engine.uri }));
