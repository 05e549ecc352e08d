import type { Hub } from "@hub/domain/store/hub";
import type { Log } from "@hub/domain/store/log";
import type { Redis } from "@hub/domain/store/redis";
import { Queue, Worker, type WorkerOptions } from "bullmq";
import { nameOf, perform, SweepName, SWEEPS, Work, type Around } from "./tasks.ts";

export interface JobsOptions {
  hub: Hub;
  redis: Redis;
  log: Log;
  /** How often schedulers are put back, in case Redis was emptied. */
  upsertMs?: number;
  /** How long stop waits for what runs; what is cut off runs again later. */
  stopWithinMs?: number;
  /** For tests: how soon a dead worker's job is taken over, and other intervals of the sweeps. */
  lockMs?: number;
  every?: Partial<Record<keyof typeof SWEEPS, number>>;
}

export interface Jobs {
  /** Puts the schedulers in place now. */
  schedule(): Promise<void>;
  stop(): Promise<void>;
}

const UPSERT_MS = 30_000;
const STOP_WITHIN_MS = 8_000;
const CLOSE_WITHIN_MS = 2_000;
const TRIES = { attempts: 6, backoff: { type: "exponential", delay: 1_000 } };
/** Neither outcome is kept: whether something is done stands in the store, and what failed for good is found by the next sweep. */
const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true };

/** Runs sweeps by the clock and the work they find, over as many processes as there are. Redis is the clock and the muscle, never the record. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { hub, log, upsertMs = UPSERT_MS, every = {} } = options;
  // Hubs that share a Redis keep their queues apart.
  const prefix = `jobs:${hub.store.connection.name}`;
  const stopWithinMs = options.stopWithinMs ?? STOP_WITHIN_MS;
  // Workers wait for Redis for ever; a queue that is added to while it is away must fail at once.
  const patient: Redis = options.redis.duplicate({ disableOfflineQueue: false });
  patient.on("error", () => undefined);
  await patient.connect();

  const sweeps = new Queue("sweeps", { connection: patient, prefix });
  const works = new Queue("works", { connection: patient, prefix });
  const around: Around = {
    hub,
    log,
    async add(work) {
      await works.add(work.task, work, { jobId: nameOf(work), ...TRIES, ...KEEP_NOTHING });
    },
  };
  const common: WorkerOptions = {
    connection: patient,
    prefix,
    ...(options.lockMs ? { lockDuration: options.lockMs, stalledInterval: options.lockMs } : {}),
  };
  const active = new Set<Promise<unknown>>();
  const noted = async <Result>(work: Promise<Result>): Promise<Result> => {
    active.add(work);
    try {
      return await work;
    } catch (cause) {
      // Redis keeps message and stack of what a job throws, in clear, and they may quote what somebody wrote; the cause only goes to the log.
      throw new Error("failed", { cause });
    } finally {
      active.delete(work);
    }
  };
  const workers = [
    new Worker("sweeps", (job) => noted<unknown>(SWEEPS[SweepName.parse(job.name)].run(around)), {
      ...common,
      concurrency: 2,
    }),
    new Worker("works", (job) => noted(perform(around, Work.parse(job.data))), {
      ...common,
      concurrency: 8,
    }),
  ];
  for (const worker of workers) {
    worker.on("failed", (job, error) =>
      log.error(
        {
          err: error,
          queue: worker.name,
          job: job?.name,
          jobId: job?.id,
          attempt: job?.attemptsMade,
        },
        "job failed",
      ),
    );
    worker.on("error", (error) => log.warn({ err: error, queue: worker.name }, "worker"));
  }
  for (const queue of [sweeps, works])
    queue.on("error", (error) => log.warn({ err: error, queue: queue.name }, "queue"));

  async function schedule(): Promise<void> {
    for (const name of SweepName.options) {
      const { when } = SWEEPS[name];
      const repeat = every[name] === undefined ? { ...when } : { every: every[name] };
      await sweeps.upsertJobScheduler(name, repeat, { name, data: {}, opts: KEEP_NOTHING });
    }
  }

  const putBack = async () => {
    try {
      await schedule();
    } catch (thrown) {
      log.warn({ err: thrown }, "schedulers not put back; tried again");
    }
  };
  await putBack();
  const timer = setInterval(() => void putBack(), upsertMs);

  return {
    schedule,
    async stop() {
      clearInterval(timer);
      // A worker's own close waits without limit, and cannot be hurried once it was asked for: so the waiting is done here. What is
      // cut off is taken up by another worker once its lock has run out.
      await Promise.all(workers.map((worker) => worker.pause(true)));
      const force = !(await within(stopWithinMs, active));
      await within(CLOSE_WITHIN_MS, [
        ...workers.map((worker) => worker.close(force)),
        sweeps.close(),
        works.close(),
      ]);
      patient.destroy();
    },
  };
}

/** True when everything settled within the time. */
async function within(ms: number, waited: Iterable<Promise<unknown>>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = await Promise.race([Promise.allSettled(waited).then(() => true), late]);
  clearTimeout(timer);
  return done;
}
