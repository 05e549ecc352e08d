import { MongoFault } from "./errors.ts";
import type { Doc } from "./values.ts";
import { isDoc, isNumeric, toNumber } from "./values.ts";

/** Ends the connection in place of an answer. */
export class Hangup extends Error {}

/** Codes a driver may run a write again for: https://github.com/mongodb/specifications, retryable writes. */
const retryable = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** The server's `failCommand`, for tests of drivers; there only when the engine is started with `testCommands`. */
export class FailPoint {
  private commands = new Set<string>();
  private data: Doc = {};
  private left = 0;

  configure(body: Doc): Doc {
    if (body["configureFailPoint"] !== "failCommand")
      throw new MongoFault(2, "only failCommand is there");
    const { mode, data } = body;
    if (isDoc(data)) {
      this.data = data;
      this.commands = new Set(
        Array.isArray(data["failCommands"]) ? data["failCommands"].map(String) : [],
      );
    }
    this.left =
      mode === "alwaysOn"
        ? Infinity
        : isDoc(mode) && isNumeric(mode["times"])
          ? toNumber(mode["times"])
          : 0;
    return { ok: 1 };
  }

  /** Runs a command under the fail point. */
  async around(name: string, body: Doc, run: () => Promise<Doc>): Promise<Doc> {
    if (this.left <= 0 || !this.commands.has(name)) return run();
    this.left--;
    const {
      errorCode,
      closeConnection,
      blockConnection,
      blockTimeMS,
      errorLabels,
      writeConcernError,
    } = this.data;
    if (blockConnection === true)
      await new Promise((resolve) => setTimeout(resolve, toNumber(blockTimeMS as number)));
    if (closeConnection === true) throw new Hangup();
    const ending = name === "commitTransaction" || name === "abortTransaction";
    const isWrite = (body["txnNumber"] !== undefined && body["autocommit"] === undefined) || ending;
    const labels = (code: number): Doc => {
      if (Array.isArray(errorLabels)) return { errorLabels };
      if (isWrite && retryable.has(code)) return { errorLabels: ["RetryableWriteError"] };
      const transient =
        body["autocommit"] === false &&
        (code === 251 || (!ending && (retryable.has(code) || [24, 112, 246].includes(code))));
      return transient ? { errorLabels: ["TransientTransactionError"] } : {};
    };
    if (isNumeric(errorCode)) {
      const code = toNumber(errorCode);
      return {
        ...new MongoFault(code, "Failing command via 'failCommand' failpoint").reply(),
        ...labels(code),
      };
    }
    const reply = await run();
    if (!isDoc(writeConcernError)) return reply;
    return {
      ...reply,
      writeConcernError,
      ...(isWrite ? labels(toNumber(writeConcernError["code"] as number)) : {}),
    };
  }
}
