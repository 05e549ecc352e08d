import { proposeByClock } from "@hub/domain/actions/commands-series";
import { audienceDrift } from "@hub/domain/access/drift";
import { runDue } from "@hub/domain/agreements/due";
import { stepClock } from "@hub/domain/clocks/escalate";
import { replanAll } from "@hub/domain/exchanges/plan";
import { sweepFiles } from "@hub/domain/files/commands";
import { Id } from "@hub/domain/kernel/ids";
import {
  makeNotices,
  NOTICES,
  remindSilentOffices,
  tell,
  tellDue,
  tellLate,
  tellSigners,
} from "@hub/domain/notices/commands";
import { extendObligation, shortObligations } from "@hub/domain/obligations/extend";
import { stepOccurrence } from "@hub/domain/obligations/remind";
import { remindSigners, sweepChallenges } from "@hub/domain/signatures/remind";
import type { Hub } from "@hub/domain/store/hub";
import type { Log } from "@hub/domain/store/log";
import { z } from "zod";

/** What runs for an entry that names it in `pending`. Each clears its name in its own commit, so running twice changes nothing. */
export const HANDLERS: Record<string, (hub: Hub, entryId: string) => Promise<unknown>> = {
  [NOTICES]: makeNotices,
};

/** One piece of work: which, and with what ids; never content, for Redis keeps it in clear. */
export const Work = z.discriminatedUnion("task", [
  z.strictObject({ task: z.literal("handle"), handler: z.string(), entryId: Id }),
  z.strictObject({ task: z.literal("step"), exchangeId: Id }),
  z.strictObject({ task: z.literal("agreement"), agreementId: Id }),
  z.strictObject({ task: z.literal("remind"), occurrenceId: Id }),
  z.strictObject({ task: z.literal("extend"), obligationId: Id }),
  z.strictObject({ task: z.literal("signers"), agreementId: Id, number: z.int() }),
  z.strictObject({ task: z.literal("remind_silent"), actionId: Id }),
  z.strictObject({ task: z.literal("propose"), seriesId: Id }),
]);
export type Work = z.infer<typeof Work>;

/** The name under which the same work is in the queue at most once. */
export function nameOf(work: Work): string {
  switch (work.task) {
    case "handle":
      return `${work.handler}_${work.entryId}`;
    case "step":
      return `step_${work.exchangeId}`;
    case "agreement":
      return `agreement_${work.agreementId}`;
    case "signers":
      return `signers_${work.agreementId}_${work.number}`;
    case "remind":
      return `remind_${work.occurrenceId}`;
    case "remind_silent":
      return `remind_silent_${work.actionId}`;
    case "propose":
      return `propose_${work.seriesId}`;
    default:
      return `extend_${work.obligationId}`;
  }
}

export interface Around {
  hub: Hub;
  log: Log;
  /** Puts work into the queue, unless it is there already. */
  add: (work: Work) => Promise<void>;
}

/** Does one piece of work. It looks again at everything: what the job was made for may be done or gone. */
export async function perform({ hub }: Pick<Around, "hub">, work: Work): Promise<void> {
  if (work.task === "handle") {
    await HANDLERS[work.handler]?.(hub, work.entryId);
    return;
  }
  if (work.task === "signers") {
    const told = await remindSigners(hub, work, (session, reminded) =>
      tellSigners(hub, session, reminded),
    );
    tell(hub, told);
    return;
  }
  if (work.task === "agreement") {
    for (let again = true; again;) again = await runDue(hub, work.agreementId);
    return;
  }
  if (work.task === "extend") return extendObligation(hub, work.obligationId);
  if (work.task === "remind") return remind(hub, work.occurrenceId);
  if (work.task === "remind_silent") return remindSilentOffices(hub, work.actionId);
  if (work.task === "propose") return proposeByClock(hub, work.seriesId);
  for (let again = true; again;) {
    const step = await stepClock(hub, work.exchangeId, (session, told) =>
      tellLate(hub, session, told),
    );
    if (step.told) tell(hub, step.told.officerIds);
    again = step.again;
  }
}

async function remind(hub: Hub, occurrenceId: string): Promise<void> {
  for (let again = true; again;) {
    const step = await stepOccurrence(hub, occurrenceId, (session, reminded) =>
      tellDue(hub, session, reminded),
    );
    if (step.reminded) tell(hub, step.reminded.officerIds);
    again = step.again;
  }
}

/** More than this at one sweep waits for the next. */
const SWEEP_MAX = 2_000;

/** Finds entries whose handlers have not run, whatever became of the jobs that were made for them. */
async function sweepEntries({ hub, log, add }: Around): Promise<void> {
  const found = hub.store.entries
    .find({ pending: { $exists: true } }, { pending: 1 })
    .sort({ pending: 1, at: 1 })
    .limit(SWEEP_MAX)
    .lean<{ _id: string; pending?: string[] }[]>()
    .cursor();
  for await (const { _id: entryId, pending = [] } of found)
    for (const handler of pending)
      if (handler in HANDLERS) await add({ task: "handle", handler, entryId });
      else log.error({ entryId, type: handler }, "no such handler");
}

type Timed = "exchanges" | "agreements" | "occurrences" | "actions" | "series";

/** Ids of those whose next moment has come. */
const struck = ({ store, clock }: Hub, collection: Timed) =>
  (store[collection] as Pick<Hub["store"]["exchanges"], "find">)
    // The type is what the index is limited to; MongoDB uses it for questions that say so.
    .find({ nextAt: { $lte: clock.now(), $type: "date" } }, { _id: 1 })
    .sort({ nextAt: 1 })
    .limit(SWEEP_MAX)
    .lean<{ _id: string }[]>()
    .cursor();

/** Finds exchanges one of whose clocks has struck. */
async function sweepClocks({ hub, add }: Around): Promise<void> {
  for await (const { _id: exchangeId } of struck(hub, "exchanges"))
    await add({ task: "step", exchangeId });
}

/** Finds agreements about which the calendar brings something. */
async function sweepAgreements({ hub, add }: Around): Promise<void> {
  for await (const { _id: agreementId } of struck(hub, "agreements"))
    await add({ task: "agreement", agreementId });
}

/** Finds occurrences of obligations whose reminder or escalation is due. */
async function sweepOccurrences({ hub, add }: Around): Promise<void> {
  for await (const { _id: occurrenceId } of struck(hub, "occurrences"))
    await add({ task: "remind", occurrenceId });
}

/** Finds obligations whose occurrences have to be made further ahead. */
async function sweepObligations({ hub, add }: Around): Promise<void> {
  const found = shortObligations(hub).limit(SWEEP_MAX).cursor();
  for await (const { _id: obligationId } of found) await add({ task: "extend", obligationId });
}

/** Finds co-signings of which a party has to be reminded. */
async function sweepSignings({ hub, add }: Around): Promise<void> {
  const found = hub.store.signings
    .find({ nextAt: { $lte: hub.clock.now(), $type: "date" } }, { agreementId: 1, number: 1 })
    .sort({ nextAt: 1 })
    .limit(SWEEP_MAX)
    .lean<{ agreementId: string; number: number }[]>()
    .cursor();
  for await (const { agreementId, number } of found)
    await add({ task: "signers", agreementId, number });
}

/** Finds polls that near their end while an office is silent. */
async function sweepPolls({ hub, add }: Around): Promise<void> {
  for await (const { _id: actionId } of struck(hub, "actions"))
    await add({ task: "remind_silent", actionId });
}

/** Finds series whose next action is to be proposed. */
async function sweepSeries({ hub, add }: Around): Promise<void> {
  for await (const { _id: seriesId } of struck(hub, "series"))
    await add({ task: "propose", seriesId });
}

async function checkAudience({ hub, log }: Around): Promise<void> {
  let count = 0;
  for await (const { feature, id } of audienceDrift(hub.store)) {
    count += 1;
    log.error({ type: feature, matterId: id }, "stored readers differ from computed ones");
  }
  log.info({ count }, "readers compared");
}

interface Sweep {
  /** When: every so many milliseconds, or by a cron pattern in Asia/Shanghai. */
  when: { every: number } | { pattern: string; tz: string };
  run(around: Around): Promise<unknown>;
}

const NIGHTLY = { pattern: "17 3 * * *", tz: "Asia/Shanghai" };

/** What happens by the clock. BullMQ only says when; what is due is asked of the store each time. */
export const SWEEPS = {
  entries: { when: { every: 2_000 }, run: sweepEntries },
  clocks: { when: { every: 20_000 }, run: sweepClocks },
  agreements: { when: { every: 60_000 }, run: sweepAgreements },
  occurrences: { when: { every: 60_000 }, run: sweepOccurrences },
  obligations: { when: { every: 600_000 }, run: sweepObligations },
  signings: { when: { every: 60_000 }, run: sweepSignings },
  challenges: { when: { every: 3_600_000 }, run: ({ hub }) => sweepChallenges(hub) },
  polls: { when: { every: 60_000 }, run: sweepPolls },
  series: { when: { every: 600_000 }, run: sweepSeries },
  // A delegation begins and ends with its day, when nobody commands anything.
  plans: { when: { every: 600_000 }, run: ({ hub }) => replanAll(hub) },
  files: { when: { every: 3_600_000 }, run: ({ hub }) => sweepFiles(hub) },
  audience: { when: NIGHTLY, run: checkAudience },
} as const satisfies Record<string, Sweep>;

export const SweepName = z.enum([
  "entries",
  "clocks",
  "agreements",
  "occurrences",
  "obligations",
  "signings",
  "challenges",
  "polls",
  "series",
  "plans",
  "files",
  "audience",
]);
