import { z } from "zod";
import { Env } from "./env.ts";
import { createLog } from "./log.ts";
import { CannotStart, reachRedis, toCannotStart } from "./reach.ts";

export interface Running {
  /** Finishes what is under way, takes nothing new, closes what was opened. */
  stop(): Promise<void>;
  /** Settles with a sentence when it cannot go on, e.g. because its database ended. */
  lost?: Promise<string>;
}

/** How long a process may take to finish what it has before it ends anyway. Shorter than compose's stop_grace_period. */
const STOP_LIMIT_MS = 20_000;

/** A defect of ours at start is told whole: nobody's content is in play yet. */
const stackOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** All wrong settings in one line. */
export function parseEnv(from: Record<string, string | undefined>): Env {
  // An empty variable is an unset one: that is how compose and shells hand over what nobody filled in.
  const given = Object.fromEntries(Object.entries(from).filter(([, value]) => value !== ""));
  const parsed = Env.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue: z.core.$ZodIssue) =>
    given[issue.path.join(".")] === undefined
      ? `${issue.path.join(".")} is missing`
      : `${issue.path.join(".")}: ${issue.message}`,
  );
  throw new CannotStart(`Settings: ${wrong.join("; ")}. See .env.example.`);
}

/** The settings of a process that runs by itself, once Redis has answered; the store is asked when it is opened. */
export async function settings(): Promise<Env> {
  const env = parseEnv(process.env);
  await reachRedis(env.REDIS_URL);
  return env;
}

/**
 * The life of one process: start, then stop on SIGTERM or SIGINT within a limit. What keeps it from starting is one line on stderr
 * and exit code 1.
 */
export async function run(name: string, start: () => Promise<Running>): Promise<void> {
  const log = createLog({ process: name });
  let running: Running | undefined;
  let stopping = false;

  const stop = (signal: string, code = 0) => {
    if (stopping) process.exit(130); // asked twice: at once
    stopping = true;
    if (!running) process.exit(130);
    setTimeout(() => {
      log.error({ signal }, "not finished within the limit");
      process.exit(1);
    }, STOP_LIMIT_MS).unref();
    running.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log.error({ err: error, signal }, "could not stop cleanly");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));

  try {
    running = await start();
    void running.lost?.then((how) => {
      if (stopping) return;
      process.stderr.write(`${name}: ${how}. Stopping; start it again.\n`);
      stop("lost", 1);
    });
  } catch (thrown) {
    process.stderr.write(`${name}: ${toCannotStart(thrown)?.message ?? stackOf(thrown)}\n`);
    process.exit(1);
  }
}
