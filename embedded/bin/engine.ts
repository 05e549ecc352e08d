/**
 * The engine as a child process: `--dir FOLDER` and `--port N [--host H]` or `--socket PATH`. Prints one line,
 * {"ready": uri}; ends when its stdin (the pipe to its parent) closes, or on SIGTERM or SIGINT.
 */
import { parseArgs } from "node:util";
import { dataFile, lastWords } from "../src/mongo/data-file.ts";
import { startEngine } from "../src/mongo/server.ts";

const { values } = parseArgs({
  options: {
    dir: { type: "string" },
    port: { type: "string" },
    host: { type: "string" },
    socket: { type: "string" },
  },
});
if (!values.dir || (values.socket === undefined) === (values.port === undefined)) {
  console.error("usage: engine.ts --dir FOLDER (--port N [--host H] | --socket PATH)");
  process.exit(2);
}
const file = dataFile(values.dir);
/** What is in memory cannot be brought to the disk, or what is on the disk not be read: who asks is told no more. */
const fail = (error: unknown): never => {
  console.error(lastWords(error, file));
  process.exit(1);
};
process.on("unhandledRejection", fail).on("uncaughtException", fail);
try {
  const listen =
    values.socket !== undefined
      ? { path: values.socket }
      : { port: Number(values.port), ...(values.host === undefined ? {} : { host: values.host }) };
  const engine = await startEngine({ dir: values.dir, listen });
  void engine.failed.then(fail);
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    engine.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  process.stdin.on("end", end).on("close", end).on("error", end).resume();
  console.log(JSON.stringify({ ready: engine.uri }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
