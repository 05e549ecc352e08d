import { MongoFault } from "../../src/mongo/errors.ts";
import type { Doc } from "../../src/mongo/values.ts";
import { isDoc, isNumeric, toNumber } from "../../src/mongo/values.ts";

/** Ends the connection in place of an answer. */
export class Hangup extends Error {}

/** Codes a driver may run a write again for: https://github.com/mongodb/specifications, retryable writes. */
const retryable = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** One fail point: what it does, and how often it still does it. */
class Point {
  data: Doc = {};
  private skips = 0;
  private left = 0;

  set(mode: unknown, data: unknown): void {
    if (isDoc(data)) this.data = data;
    const of = (name: string): number =>
      isDoc(mode) && isNumeric(mode[name]) ? toNumber(mode[name]) : 0;
    this.skips = of("skip");
    this.left = mode === "alwaysOn" || this.skips > 0 ? Infinity : of("times");
  }

  /** Whether it strikes a command of so many statements: one that is to be passed over counts for each of them. */
  strikes(statements = 1): boolean {
    if (this.left <= 0) return false;
    this.skips -= statements;
    if (this.skips >= 0) return false;
    this.left--;
    return true;
  }
}

/**
 * The server's `failCommand` and `onPrimaryTransactionalWrite`, for tests of drivers.
 */
export class FailPoints {
  private readonly points = {
    failCommand: new Point(),
    onPrimaryTransactionalWrite: new Point(),
  };

  configure(body: Doc): Doc {
    const name = body["configureFailPoint"];
    if (name !== "failCommand" && name !== "onPrimaryTransactionalWrite")
      return new MongoFault(2, `there is no fail point ${String(name)}`).reply();
    this.points[name].set(body["mode"], body["data"]);
    return { ok: 1 };
  }

  /**
   * Runs a command under the fail points; `isKnown` tells of a retryable write that it was answered before and writes nothing now.
   * Throws `Hangup` where the connection is to be ended.
   */
  async around(
    name: string,
    body: Doc,
    isKnown: () => boolean,
    run: () => Promise<Doc>,
  ): Promise<Doc> {
    const { failCommand, onPrimaryTransactionalWrite } = this.points;
    const commands = failCommand.data["failCommands"];
    if (Array.isArray(commands) && commands.includes(name) && failCommand.strikes())
      return failed(name, body, failCommand.data, run);
    if (isRetryable(body) && !isKnown() && onPrimaryTransactionalWrite.strikes(statementsOf(body)))
      return cutOff(onPrimaryTransactionalWrite.data, run);
    return run();
  }
}

const isRetryable = (body: Doc): boolean =>
  body["txnNumber"] !== undefined && body["autocommit"] === undefined;

const statementsOf = (body: Doc): number => {
  const list = body["documents"] ?? body["updates"] ?? body["deletes"];
  return Array.isArray(list) ? list.length : 1;
};

/** A retryable write whose answer is lost, or which is rolled back when it is about to be committed. */
async function cutOff(data: Doc, run: () => Promise<Doc>): Promise<Doc> {
  const code = data["failBeforeCommitExceptionCode"];
  const reply = isNumeric(code)
    ? new MongoFault(toNumber(code), "Failing write via 'onPrimaryTransactionalWrite'").reply()
    : await run();
  if (data["closeConnection"] === false) return reply;
  throw new Hangup();
}

async function failed(name: string, body: Doc, data: Doc, run: () => Promise<Doc>): Promise<Doc> {
  const {
    errorCode,
    closeConnection,
    blockConnection,
    blockTimeMS,
    errorLabels,
    writeConcernError,
  } = data;
  if (blockConnection === true)
    await new Promise((resolve) => setTimeout(resolve, toNumber(blockTimeMS as number)));
  if (closeConnection === true) throw new Hangup();
  const ending = name === "commitTransaction" || name === "abortTransaction";
  const isWrite = isRetryable(body) || ending;
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
