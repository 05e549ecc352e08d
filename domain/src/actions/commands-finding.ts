import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import { attachFiles, filesById } from "../files/links.ts";
import type { Ctx } from "../store/hub.ts";
import { changeAction, onAction, told } from "./change.ts";
import { receivedAt, underWay } from "./commands-field.ts";
import { ensureAssignees } from "./commands-life.ts";
import { digestedFinding, withShots } from "./findings.ts";
import type { ActionDoc, FindingDoc } from "./model.ts";
import type { AddFinding, AddPhotos, AmendFinding, ImportPhotos, Shot } from "./record-contract.ts";
import { mayFinding } from "./rules.ts";

/** The finding of this action in this transaction, or not_found. */
export async function loadFinding(tx: Tx, x: ActionDoc, findingId: string): Promise<FindingDoc> {
  const found = await tx.store.findings
    .findById(findingId, null, { session: tx.session })
    .lean<FindingDoc>();
  if (found?.actionId !== x._id) throw new HubError("not_found");
  return found;
}

/**
 * A finding as a phone recorded it, under the phone's own id: sent again it is the same one. Photos whose bytes are here are attached;
 * the others are named with what was taken, and attached when they come (addPhotos).
 */
export async function addFinding(ctx: Ctx, actionId: string, { id, ...input }: AddFinding) {
  await onAction(ctx, actionId, {
    id,
    input: { addFinding: actionId, ...input },
    run: async (tx, x) => {
      const { action, written } = await underWay(ctx, tx, x);
      const { findingId, photos, withIds, ...content } = input;
      await ensureAssignees(tx, action, withIds, "withIds");
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const shots = withShots([], photos, by, await arrivals(ctx, tx, findingId, photos), tx.at);
      const facts = {
        ...content,
        recorderIds: [...new Set([ctx.actor.id, ...withIds])],
        shots,
      };
      const digest = sm3(canonical(digestedFinding(facts)));
      const number = action.findingSerial + 1;
      await tx.store.findings.insertMany(
        [
          {
            _id: findingId,
            actionId,
            version: 1,
            number,
            ...facts,
            settled: null,
            digest,
            by,
            at: tx.at,
          },
        ],
        { session: tx.session, lean: true },
      );
      await changeAction(tx, action, {
        findingSerial: number,
        openFindings: action.openFindings + 1,
      });
      return [
        told(action, "action.found", {
          actionId,
          findingId,
          number,
          photos: photos.length,
          digest,
        }),
        ...written,
      ];
    },
  });
  return receivedAt(ctx, id);
}

/** Attaches those of the photos whose bytes are here, the actor's own uploads; answers their digests. */
async function arrivals(
  ctx: Ctx,
  tx: Tx,
  findingId: string,
  photos: readonly Shot[],
): Promise<Map<string, { sha256: string; sm3: string }>> {
  const found = await filesById(
    tx.store,
    photos.map((one) => one.fileId),
    tx.session,
  );
  const here = photos.filter((one) => found.get(one.fileId)?.uploader.officerId === ctx.actor.id);
  const attached = await attachFiles(
    tx,
    ctx.actor,
    { kind: "finding", id: findingId },
    here.map(({ fileId }) => ({ fileId })),
  );
  return new Map(attached.map(({ fileId, sha256, sm3 }) => [fileId, { sha256, sm3 }]));
}

/** Photos of a finding once their bytes are here, or more of them. Each is compared with what was taken. */
export const addPhotos = (
  ctx: Ctx,
  actionId: string,
  findingId: string,
  { id, photos }: AddPhotos,
) =>
  onAction(ctx, actionId, {
    id,
    input: { addPhotos: findingId, photos },
    run: async (tx, x) => {
      const finding = await loadFinding(tx, x, findingId);
      ensure(mayFinding(ctx.actor, "add_photos", { action: x, finding }));
      return [await photosAdded(ctx, tx, x, finding, photos)];
    },
  });

async function photosAdded(
  ctx: Ctx,
  tx: Tx,
  x: ActionDoc,
  finding: FindingDoc,
  photos: readonly Shot[],
) {
  const by = stampOf(ctx.actor, ctx.role, tx.at);
  const arrived = await arrivals(ctx, tx, finding._id, photos);
  if (arrived.size < photos.length) throw new HubError("not_found");
  const shots = withShots(finding.shots, photos, by, arrived, tx.at);
  const digest = sm3(canonical(digestedFinding({ ...finding, shots })));
  await tx.store.findings.updateOne(
    { _id: finding._id },
    { $set: { shots, digest }, $inc: { version: 1 } },
    { session: tx.session },
  );
  tx.changed(x.audience, { feature: "actions", id: x._id });
  return told(x, "action.photos_added", {
    actionId: x._id,
    findingId: finding._id,
    fileIds: photos.map((one) => one.fileId),
    digest,
  });
}

/** Photos of cameras and drones, all at once; time and place are what the device says of itself. */
export async function importPhotos(
  ctx: Ctx,
  actionId: string,
  { id, findingId, photos: given }: ImportPhotos,
) {
  const photos = given.map((shot) => ({ ...shot, stated: "file" as const }));
  await onAction(ctx, actionId, {
    id,
    input: { importPhotos: actionId, findingId, photos },
    run: async (tx, x) => {
      const { action, written } = await underWay(ctx, tx, x);
      if (findingId !== null) {
        const finding = await loadFinding(tx, action, findingId);
        ensure(mayFinding(ctx.actor, "add_photos", { action, finding }));
        return [await photosAdded(ctx, tx, action, finding, photos), ...written];
      }
      await attachFiles(
        tx,
        ctx.actor,
        { kind: "action", id: actionId },
        photos.map(({ fileId }) => ({ fileId })),
      );
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeAction(tx, action, {
        imports: [...action.imports, { id, photos, by }],
      });
      const fileIds = photos.map((one) => one.fileId);
      return [
        told(action, "action.photos_imported", {
          actionId,
          fileIds,
          digest: sm3(canonical(photos)),
        }),
        ...written,
      ];
    },
  });
  return receivedAt(ctx, id);
}

/** Corrects what was written, with the reason; what it said before is kept. */
export const amendFinding = (
  ctx: Ctx,
  actionId: string,
  findingId: string,
  { id, expects, reason, withIds, ...content }: AmendFinding,
) =>
  onAction(ctx, actionId, {
    id,
    input: { amendFinding: findingId, expects, reason, withIds, ...content },
    run: async (tx, x) => {
      const finding = await loadFinding(tx, x, findingId);
      ensure(mayFinding(ctx.actor, "amend", { action: x, finding }));
      if (finding.version !== expects) throw new HubError("stale");
      await ensureAssignees(tx, x, withIds, "withIds");
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const facts = {
        ...content,
        recorderIds: [...new Set([finding.by.officerId, ...withIds])],
      };
      const digest = sm3(canonical(digestedFinding({ ...finding, ...facts })));
      await tx.store.findingVersions.insertMany(
        [
          {
            _id: `${findingId}/${finding.version}`,
            findingId,
            before: digestedFinding(finding),
            reason,
            by,
          },
        ],
        { session: tx.session, lean: true },
      );
      await tx.store.findings.updateOne(
        { _id: findingId },
        { $set: { ...facts, digest }, $inc: { version: 1 } },
        { session: tx.session },
      );
      tx.changed(x.audience, { feature: "actions", id: actionId });
      return [told(x, "action.finding_amended", { actionId, findingId, digest })];
    },
  });
