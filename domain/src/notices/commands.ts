import type { ClientSession } from "mongoose";
import type { ActionDoc } from "../actions/model.ts";
import { remindByClock } from "../actions/commands-poll.ts";
import { isAdministrator, token, tokensOf } from "../access/rules.ts";
import type { Told } from "../clocks/escalate.ts";
import type { AgreementDoc, ApprovalDoc } from "../agreements/model.ts";
import { DESK_OF, type Telling } from "../agreements/tells.ts";
import { matterKindOf } from "../channels/matter.ts";
import type { ProposalDoc } from "../proposals/model.ts";
import type { ExchangeDoc } from "../exchanges/model.ts";
import { toEntry } from "../journal/announce.ts";
import type { ChannelDoc, EntryDoc } from "../journal/model.ts";
import { derivedId } from "../kernel/ids.ts";
import type { OccurrenceDoc } from "../obligations/model.ts";
import type { Reminded } from "../obligations/remind.ts";
import type { OfficerDoc } from "../officers/model.ts";
import { signingFacts } from "../signatures/load.ts";
import type { SigningFacts } from "../signatures/rules.ts";
import type { SignerReminded } from "../signatures/remind.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import { transaction, type Store } from "../store/store.ts";
import type { MarkNotices } from "./contract.ts";
import type { NoticeDoc } from "./model.ts";
import { countUnread } from "./queries.ts";
import { noticesOf } from "./rules.ts";

/** The handler's name in an entry's `pending`. */
export const NOTICES = "notices";

const noticeId = (cause: string, officerId: string): string =>
  derivedId(cause, `notice/${officerId}`);

/**
 * Makes the notices of an entry and takes the entry off the list of what is pending, in one commit. Run twice it changes nothing the
 * second time. Answers whom it told.
 */
export async function makeNotices(hub: Hub, entryId: string): Promise<string[]> {
  const outcome = await transaction(hub.store, async (session) => {
    const entry = await hub.store.entries.findById(entryId, null, { session }).lean<EntryDoc>();
    if (!entry?.pending?.includes(NOTICES)) return [];
    const made = await noticesFor(hub.store, entry, session);
    await putOnce(hub.store, made, session);
    const rest = entry.pending.filter((name) => name !== NOTICES);
    await hub.store.entries.updateOne(
      { _id: entryId },
      rest.length > 0 ? { $set: { pending: rest } } : { $unset: { pending: 1 } },
      { session },
    );
    return made.map((notice) => notice.officerId);
  });
  if (!outcome) throw new Error("notices: every try lost its race");
  tell(hub, outcome.done);
  return outcome.done;
}

/** One escalation step's notices, written in the step's own transaction (clocks/escalate.ts). */
export async function tellLate(
  { store, clock }: Pick<Hub, "store" | "clock">,
  session: ClientSession,
  { cause, exchangeId, key, level, officeId, officerIds }: Told,
): Promise<void> {
  const at = clock.now();
  const made = officerIds.map((officerId): NoticeDoc => ({
    ...bare,
    _id: noticeId(cause, officerId),
    officerId,
    kind: "overdue",
    clock: key,
    level,
    matter: { kind: "exchange", id: exchangeId },
    matterId: exchangeId,
    officeId,
    at,
  }));
  await putOnce(store, made, session);
}

/** The same for an obligation that is due, in the step's own transaction (obligations/remind.ts). */
export async function tellDue(
  { store, clock }: Pick<Hub, "store" | "clock">,
  session: ClientSession,
  { cause, occurrenceId, agreementId, level, officeId, officerIds }: Reminded,
): Promise<void> {
  const at = clock.now();
  const made = officerIds.map((officerId): NoticeDoc => ({
    ...bare,
    _id: noticeId(cause, officerId),
    officerId,
    kind: "overdue",
    level,
    matter: { kind: "agreement", id: agreementId },
    matterId: agreementId,
    occurrenceId,
    officeId,
    at,
  }));
  await putOnce(store, made, session);
}

/**
 * A reminder of a signature that is awaited, written in the reminder's own transaction (signatures/remind.ts): to whoever of that office
 * may sign or handle papers. Answers whom it told.
 */
export async function tellSigners(
  { store, clock }: Pick<Hub, "store" | "clock">,
  session: ClientSession,
  { cause, agreementId, act, tokens, officeId }: SignerReminded,
): Promise<string[]> {
  const at = clock.now();
  const officers = await holdersOf(store, tokens, session);
  const made = officers.map(({ officer }): NoticeDoc => ({
    ...bare,
    _id: noticeId(cause, officer._id),
    officerId: officer._id,
    kind: "awaited",
    act,
    matter: { kind: "agreement", id: agreementId },
    matterId: agreementId,
    officeId,
    at,
  }));
  await putOnce(store, made, session);
  return made.map((notice) => notice.officerId);
}

/** The reminder of a poll that nears its end, to those whose office is silent (actions/commands-poll.ts). Told again it is the same one. */
export async function remindSilentOffices(hub: Hub, actionId: string): Promise<void> {
  const told = await remindByClock(hub, actionId, async (session, { cause, action, tokens }) => {
    const at = hub.clock.now();
    const officers = await holdersOf(hub.store, tokens, session);
    const made = officers.map(({ officer }): NoticeDoc => ({
      ...bare,
      _id: noticeId(cause, officer._id),
      officerId: officer._id,
      kind: "awaited",
      act: "answer",
      matter: { kind: "action", id: action._id },
      matterId: action._id,
      officeId: action.hostOfficeId,
      at,
    }));
    await putOnce(hub.store, made, session);
    return made.map((one) => one.officerId);
  });
  tell(hub, told);
}

/** Lists of these officers may look different now. */
export function tell(hub: Pick<Hub, "announcer">, officerIds: readonly string[]): void {
  for (const id of new Set(officerIds))
    hub.announcer.changed([token.officer(id)], { feature: "notices", id });
}

const bare = {
  entryType: null,
  act: null,
  clock: null,
  level: null,
  matter: null,
  matterId: null,
  occurrenceId: null,
  channelId: null,
  entryId: null,
  actor: null,
  unread: true,
} as const;

async function putOnce(
  store: Store,
  made: readonly NoticeDoc[],
  session: ClientSession,
): Promise<void> {
  if (made.length === 0) return;
  await store.notices.bulkWrite(
    made.map(({ _id, ...notice }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: notice }, upsert: true },
    })),
    { session },
  );
}

async function noticesFor(
  store: Store,
  entry: EntryDoc,
  session: ClientSession,
): Promise<NoticeDoc[]> {
  if (entry.body === null) return []; // erased meanwhile: nobody is to be led to it
  const channel = await store.channels
    .findById(entry.channelId, null, { session })
    .lean<ChannelDoc>();
  if (!channel) return [];
  const exchange = await exchangeOf(store, entry, session);
  const kind = matterKindOf(channel.kind);
  const matter = exchange
    ? ({ kind: "exchange", id: exchange._id } as const)
    : channel.matterId && kind
      ? { kind, id: channel.matterId }
      : null;
  const agreement =
    matter?.kind === "agreement" ? await agreementOf(store, entry, matter.id, session) : null;
  const action =
    matter?.kind === "action"
      ? await store.actions.findById(matter.id, null, { session }).lean<ActionDoc>()
      : null;
  const wanted = noticesOf(toEntry(entry), exchange, agreement, action);
  const officers = await holdersOf(
    store,
    wanted.flatMap((one) => one.tokens),
    session,
  );
  const readers = exchange ? await readersOf(store, exchange, session) : [];
  const made = new Map<string, NoticeDoc>();
  for (const { kind: why, act, tokens } of wanted)
    for (const { officer, held } of officers) {
      if (officer._id === entry.actor || made.has(officer._id)) continue;
      if (!held.some((one) => tokens.includes(one))) continue;
      const hears = held.some((one) => channel.audience.includes(one));
      if (!hears && !held.some((one) => readers.includes(one))) continue;
      made.set(officer._id, {
        ...bare,
        _id: noticeId(entry._id, officer._id),
        officerId: officer._id,
        kind: why,
        entryType: entry.type,
        act,
        matter,
        matterId: matter?.id ?? null,
        occurrenceId: agreement?.occurrence?._id ?? null,
        channelId: hears ? channel._id : null,
        entryId: hears ? entry._id : null,
        actor: entry.actor,
        officeId: entry.office,
        at: entry.at,
      });
    }
  return [...made.values()];
}

/** Who may read what is left of it: of one that was taken back the other side has its tombstone, and is told that it came to that. */
async function readersOf(
  store: Store,
  exchange: ExchangeDoc,
  session: ClientSession,
): Promise<string[]> {
  if (exchange.state !== "withdrawn") return exchange.audience;
  const left = await store.tombstones
    .findById(exchange._id, { audience: 1 }, { session })
    .lean<{ audience: string[] } | null>();
  return [...exchange.audience, ...(left?.audience ?? [])];
}

/**
 * The agreement, and what of it an entry speaks of: an occurrence of an obligation, or on whose desk the proposal or an office's own
 * 院内审批 lies.
 */
async function agreementOf(
  store: Store,
  entry: EntryDoc,
  agreementId: string,
  session: ClientSession,
): Promise<{
  record: AgreementDoc;
  desk: Telling | null;
  signing: SigningFacts | null;
  occurrence: OccurrenceDoc | null;
} | null> {
  const record = await store.agreements
    .findById(agreementId, null, { session })
    .lean<AgreementDoc>();
  if (!record) return null;
  const signing = await signingFacts({ store, session }, record);
  const occurrenceId = idIn(entry.body, "occurrenceId");
  const occurrence = occurrenceId
    ? await store.occurrences.findById(occurrenceId, null, { session }).lean<OccurrenceDoc>()
    : null;
  if (occurrence) return { record, desk: null, signing, occurrence };
  const proposalId = idIn(entry.body, "proposalId");
  const proposal = proposalId
    ? await store.proposals.findById(proposalId, null, { session }).lean<ProposalDoc>()
    : null;
  if (proposal) {
    const act = DESK_OF[proposal.state];
    const desk = act ? { act, tokens: proposal.waiting } : null;
    return { record, desk, signing, occurrence };
  }
  const approvals = await store.agreementApprovals
    .find({ agreementId, number: record.inHand ?? 0 }, null, { session })
    .lean<ApprovalDoc[]>();
  // A step tells the next desk of its own office; the settled text all first desks.
  const asked =
    entry.type === "agreement.settled"
      ? approvals
      : approvals.filter((one) => one.officeId === entry.office);
  const desk: Telling = { act: "approve", tokens: asked.flatMap((one) => one.waiting) };
  return { record, desk, signing, occurrence };
}

function idIn(body: unknown, name: "exchangeId" | "proposalId" | "occurrenceId"): string | null {
  if (typeof body !== "object" || body === null || !(name in body)) return null;
  const id: unknown = (body as Record<string, unknown>)[name];
  return typeof id === "string" ? id : null;
}

async function exchangeOf(
  store: Store,
  entry: EntryDoc,
  session: ClientSession,
): Promise<ExchangeDoc | null> {
  const id = idIn(entry.body, "exchangeId");
  if (id === null) return null;
  return store.exchanges.findById(id, null, { session }).lean<ExchangeDoc>();
}

/** Active officers who hold one of these tokens now, with all they hold. */
async function holdersOf(
  store: Store,
  tokens: readonly string[],
  session: ClientSession,
): Promise<{ officer: OfficerDoc; held: string[] }[]> {
  const after = (prefix: string) =>
    tokens.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
  const officeIds = ["office:", "leaders:", "liaison:", "intake:", "superior:"].flatMap(after);
  const either = [
    { _id: { $in: after("officer:") } },
    { officeId: { $in: officeIds } },
    { departmentId: { $in: after("head:") } },
  ];
  if (tokens.length === 0) return [];
  const officers = await store.officers
    .find({ active: true, $or: either }, null, { session })
    .lean<OfficerDoc[]>();
  return officers
    .filter((officer) => !isAdministrator(officer.posts))
    .map((officer) => ({ officer, held: tokensOf({ ...officer, id: officer._id }) }))
    .filter(({ held }) => held.some((one) => tokens.includes(one)));
}

/** Marks this officer's notices read; answers how many are still unread. */
export async function markNotices(ctx: Ctx, mark: MarkNotices): Promise<number> {
  const { store } = ctx.hub;
  const which = mark.ids
    ? { _id: { $in: mark.ids } }
    : mark.matterId
      ? { matterId: mark.matterId }
      : { at: { $lte: new Date(mark.upTo ?? 0) } };
  const marked = await store.notices.updateMany(
    { officerId: ctx.actor.id, unread: true, ...which },
    { $unset: { unread: 1 } },
  );
  if (marked.modifiedCount > 0) tell(ctx.hub, [ctx.actor.id]);
  return countUnread(ctx);
}
