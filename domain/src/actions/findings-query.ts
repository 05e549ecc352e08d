import { toEntry } from "../journal/announce.ts";
import type { EntryDoc } from "../journal/model.ts";
import { HubError } from "../kernel/faults.ts";
import { cardsOf } from "../officers/queries.ts";
import type { Ctx } from "../store/hub.ts";
import type { FindingDoc, FindingVersionDoc } from "./model.ts";
import { toFindingView } from "./present-finding.ts";
import { filesOf, findAction } from "./queries.ts";
import { readableLeads } from "./readable-leads.ts";
import type { FindingView } from "./record-contract.ts";
import { findingCan } from "./rules.ts";

/** Entries that say who had to do with a finding and its files: the custody log (保管记录), as it stands in the channel. */
const CUSTODY = [
  "action.found",
  "action.finding_amended",
  "action.photos_added",
  "action.finding_printed",
  "action.files_verified",
  "action.finding_settled",
];

/** One finding of an action that this officer may read. */
export async function getFinding(
  ctx: Ctx,
  actionId: string,
  findingId: string,
): Promise<FindingView> {
  const action = await findAction(ctx, actionId);
  const { store } = ctx.hub;
  const finding = await store.findings.findOne({ _id: findingId, actionId }).lean<FindingDoc>();
  if (!finding) throw new HubError("not_found");
  const entries = await store.entries
    .find({ channelId: action.channelId, type: { $in: CUSTODY }, "body.findingId": findingId })
    .sort({ seq: 1 })
    .lean<EntryDoc[]>();
  const [cards, files, leads, past] = await Promise.all([
    cardsOf(ctx.hub, [...finding.recorderIds, ...entries.map((one) => one.actor)]),
    filesOf(ctx.hub, { kind: "finding", id: findingId }),
    readableLeads(ctx, [finding]),
    store.findingVersions.find({ findingId }).lean<FindingVersionDoc[]>(),
  ]);
  return toFindingView(finding, {
    leads,
    cards,
    files,
    past,
    can: findingCan(ctx.actor, { action, finding }),
    custody: entries
      .map((one) => toEntry(one))
      .map(({ id, type, at, actor, role, seq, hash }) => ({
        entryId: id,
        type,
        at,
        by: cards.get(actor) ?? null,
        role,
        seq,
        hash,
      })),
  });
}
