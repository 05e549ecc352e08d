import { Worker } from "node:worker_threads";
import { z } from "zod";
import type { FileKind } from "./contract.ts";

/** What is asked of the workshop's thread. */
export type Task =
  | { do: "search"; path: string; kind: FileKind }
  | { do: "stamp"; path: string; tile: Uint8Array };

/** A thread in which strangers' documents are opened: it may be ended in the middle, and its memory is its own. */
export interface Workshop {
  /**
   * True when the document's text bears a state-secret mark. A document that cannot be read, or not in time, counts as without:
   * the check finds marks, it does not prove their absence.
   */
  bearsMark(path: string, kind: FileKind): Promise<boolean>;
  /** The PDF with `tile` (PNG) across every page; null when it cannot be taken apart, in time, or at all (encrypted). */
  stamp(path: string, tile: Uint8Array): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

const TIME_LIMIT_MS = 20_000;
const IDLE_MS = 60_000;
const MEMORY_MB = 768;

/** Every answer carries the number of its task, so that a late one is never taken for the next. */
const Answer = z.object({ n: z.number(), answer: z.unknown() });

export function openWorkshop(): Workshop {
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let n = 0;
  let closed = false;
  /** False until a thread answered once: one that cannot start is a defect, and must not pass for "no mark". */
  let works = false;

  const end = async () => {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };

  function started(): Worker {
    if (worker) return worker;
    const made = new Worker(new URL("./workshop-thread.mjs", import.meta.url), {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      stdout: true,
      stderr: true,
    });
    made.unref();
    made.on("error", () => undefined); // told to whoever waits, by "exit"
    worker = made;
    return made;
  }

  /** One task's answer, or null when the thread did not survive it. Throws when no thread can be started. */
  function run(task: Task): Promise<unknown> {
    const thread = started();
    n += 1;
    const mine = n;
    return new Promise((resolve, reject) => {
      const done = (answer: unknown) => {
        clearTimeout(timer);
        thread.off("message", onMessage);
        thread.off("exit", onExit);
        thread.unref();
        resolve(answer);
      };
      const onMessage = (message: unknown) => {
        const parsed = Answer.safeParse(message);
        if (!parsed.success || parsed.data.n !== mine) return;
        works = true;
        done(parsed.data.answer);
      };
      const onExit = () => {
        if (worker === thread) worker = null;
        if (!works && !late && !closed) reject(new Error("the workshop cannot start"));
        done(null);
      };
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        void thread.terminate();
      }, TIME_LIMIT_MS);
      thread.on("message", onMessage);
      thread.on("exit", onExit);
      thread.ref();
      thread.postMessage({ n: mine, task });
    });
  }

  /** One after another: a second thread would not make two cores more. */
  function queued(task: Task): Promise<unknown> {
    clearTimeout(idle);
    const mine = last.then(() => (closed ? null : run(task)));
    const rest = () => {
      idle = setTimeout(() => void end(), IDLE_MS);
      idle.unref();
    };
    last = mine.then(rest, rest);
    return mine;
  }

  return {
    bearsMark: async (path, kind) => (await queued({ do: "search", path, kind })) === true,
    stamp: async (path, tile) => {
      const bytes = await queued({ do: "stamp", path, tile });
      return bytes instanceof Uint8Array ? bytes : null;
    },
    close: async () => {
      closed = true;
      clearTimeout(idle);
      await end();
      await last;
      clearTimeout(idle);
    },
  };
}
