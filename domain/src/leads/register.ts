import { sm3 } from "../journal/chain.ts";
import type { NewEntry } from "../journal/number.ts";
import type { Tx } from "../journal/journal.ts";
import { superiorIdsOf } from "../disputes/rules.ts";
import { canonical } from "../kernel/canonical.ts";
import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import type { Stamp } from "../kernel/signature.ts";
import { allow, refuse, type Verdict } from "../kernel/verdict.ts";
import { officeTree } from "../offices/queries.ts";
import { handlesContent } from "../access/rules.ts";
import { LostRace } from "../store/store.ts";
import type { LeadValues, TeamMember } from "./contract.ts";
import type { LeadDoc } from "./model.ts";
import { audienceInside, audienceOfLead, leadWaitsFor, registerNumber } from "./rules.ts";
import { relationKeys, searchTokens } from "./search.ts";

export interface NewLead {
  leadId: string;
  officeId: string;
  departmentId: string | null;
  values: LeadValues;
  team: readonly TeamMember[];
  by: Stamp;
  originExchangeId: string | null;
}

/** The turn that every act takes which gives a number of this office's register. */
export const registerTurn = (officeId: string): string => `register/${officeId}`;

/** The next number of an office's register in `at`'s year. Moved in the transaction that uses it, so that no number is left out. */
async function nextSerial(tx: Tx, officeId: string, year: number): Promise<number> {
  const moved = await tx.store.registers.findOneAndUpdate(
    { _id: `${officeId}/${year}` },
    { $inc: { serial: 1 } },
    { session: tx.session, upsert: true, returnDocument: "after", lean: true },
  );
  if (!moved) throw new LostRace();
  return moved.serial;
}

/**
 * Writes a lead into its office's register, opens its own channel (本院) and keeps its first version: for 登记 by hand and for the
 * acceptance of a transfer. Returns the lead and the entry that says so.
 */
export async function enterLead(
  tx: Tx,
  given: NewLead,
): Promise<{ lead: LeadDoc; entry: Omit<NewEntry, "id"> }> {
  const tree = await officeTree(tx, tx.session);
  const office = tree.get(given.officeId);
  if (!office) throw new HubError("not_found");
  await ensureTeam(tx, given.officeId, given.team, "team");
  const year = Number(dayOf(tx.at).slice(0, 4));
  const serial = await nextSerial(tx, given.officeId, year);
  const superiorIds = superiorIdsOf(tree, given.officeId);
  const channelId = derivedId(given.leadId, "channel");
  const facts = {
    officeId: given.officeId,
    departmentId: given.departmentId,
    values: given.values,
    state: "registered" as const,
    team: given.team.map((one) => ({ ...one, since: tx.at })),
    recordedUp: null,
    superiorId: superiorIds[0] ?? null,
    superiorIds,
  };
  const number = registerNumber(office.shortName, year, serial);
  const audience = audienceOfLead(facts);
  const lead: LeadDoc = {
    ...facts,
    _id: given.leadId,
    version: 1,
    number,
    registered: given.by,
    registeredAt: tx.at,
    changedAt: tx.at,
    steps: [],
    originExchangeId: given.originExchangeId,
    sent: false,
    channelId,
    audience,
    waiting: leadWaitsFor({ ...facts, audience }),
    search: searchTokens({ number, values: given.values }),
    keys: relationKeys(given.values),
  };
  await tx.store.leads.insertMany([lead], { session: tx.session, lean: true });
  const digest = await keepVersion(tx, lead, { by: given.by, reason: "" });
  await tx.open({
    _id: channelId,
    kind: "lead",
    matterId: lead._id,
    officeIds: [given.officeId],
    title: null,
    members: [],
    audience: audienceInside(facts),
  });
  await tx.follow(channelId, [given.by.officerId, ...given.team.map((one) => one.officerId)]);
  tx.changed(audience, { feature: "leads", id: lead._id });
  return {
    lead,
    entry: { channelId, type: "lead.registered", body: { leadId: lead._id, digest } },
  };
}

/** Keeps what is written at the lead's present version; returns its digest for the entry. */
export async function keepVersion(
  tx: Tx,
  lead: Pick<LeadDoc, "_id" | "version" | "values">,
  why: { by: Stamp; reason: string },
): Promise<string> {
  const digest = sm3(canonical(lead.values));
  await tx.store.leadVersions.insertMany(
    [
      {
        _id: `${lead._id}/${lead.version}`,
        leadId: lead._id,
        version: lead.version,
        values: lead.values,
        digest,
        ...why,
      },
    ],
    { session: tx.session, lean: true },
  );
  return digest;
}

/** People of a team are active officers of the office who may see content; the first who is not is named by path. */
export async function ensureTeam(
  tx: Tx,
  officeId: string,
  team: readonly { officerId: string }[],
  path: string,
): Promise<void> {
  if (team.length === 0) return;
  const known = await tx.store.officers
    .find({ _id: { $in: team.map((one) => one.officerId) } }, null, { session: tx.session })
    .lean();
  const issues = team.flatMap(({ officerId }, index) => {
    const officer = known.find((one) => one._id === officerId);
    const fits =
      officer?.active && officer.officeId === officeId && handlesContent(officer.posts).allowed;
    return fits ? [] : [{ path: `${path}.${index}.officerId`, code: "not_of_this_office" }];
  });
  if (issues.length > 0) throw new HubError("bad_input", { issues });
}

/** The lead in this transaction, or not_found. */
export async function loadLead(tx: Tx, leadId: string): Promise<LeadDoc> {
  const lead = await tx.store.leads.findById(leadId, null, { session: tx.session }).lean<LeadDoc>();
  if (!lead) throw new HubError("not_found");
  return lead;
}

/** A lead that one office has been asked to take is not decided here meanwhile, nor sent to another: it has one handling office. */
export async function notInTransfer(tx: Tx, leadId: string): Promise<Verdict> {
  const out = await tx.store.exchanges
    .findOne(
      { leadId, kind: "transfer", open: true, sentAt: { $ne: null } },
      { _id: 1 },
      { session: tx.session },
    )
    .lean();
  return out ? refuse("not_now", "in_transfer") : allow;
}

/**
 * Changes a lead from the version that was read: everything that follows from its facts (audience, desk, search) is written in the
 * same update, and its channel is regranted when its readers change. A lost race runs the command again.
 */
export async function changeLead(
  tx: Tx,
  before: LeadDoc,
  change: Partial<LeadDoc>,
): Promise<LeadDoc> {
  const next: LeadDoc = { ...before, ...change, version: before.version + 1, changedAt: tx.at };
  const audience = audienceOfLead(next);
  const derived: Partial<LeadDoc> = {
    audience,
    waiting: leadWaitsFor({ ...next, audience }),
    changedAt: tx.at,
    ...(change.values ? { search: searchTokens(next), keys: relationKeys(next.values) } : {}),
  };
  const moved = await tx.store.leads.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, ...derived }, $inc: { version: 1 } },
    { session: tx.session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
  if (audience.join() !== before.audience.join())
    await tx.regrant(before.channelId, { audience: audienceInside(next) });
  tx.changed([...new Set([...before.audience, ...audience])], {
    feature: "leads",
    id: before._id,
  });
  return { ...next, ...derived };
}
