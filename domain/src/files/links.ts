import type { ClientSession } from "mongoose";
import { HubError } from "../kernel/faults.ts";
import type { Officer } from "../kernel/officer.ts";
import type { Tx } from "../journal/journal.ts";
import type { Ctx } from "../store/hub.ts";
import type { Store } from "../store/store.ts";
import type { AttachFile, Attached, MatterRef, Uploader } from "./contract.ts";
import type { FileDoc, FileLinkDoc } from "./model.ts";

const linkId = (owner: string, fileId: string): string => `${owner}/${fileId}`;

const uploaderOf = (actor: Officer): Uploader => ({
  officerId: actor.id,
  name: actor.name,
  officeId: actor.officeId,
});

export const toAttached = (file: FileDoc, link: FileLinkDoc): Attached => ({
  fileId: file._id,
  number: link.number,
  title: link.title,
  name: file.name,
  size: file.size,
  mime: file.mime,
  sha256: file.sha256,
  sm3: file.sm3,
});

/**
 * Adds the actor's own uploads to a matter's 材料清单 in the caller's commit, numbered on from what was ever there. The caller has
 * checked that the actor may, and bumps the matter's version: that is what keeps two additions from taking one number. `inner`: they
 * stay in this matter for good.
 */
export async function attachFiles(
  tx: Tx,
  actor: Officer,
  to: MatterRef,
  wanted: readonly AttachFile[],
  { inner = false }: { inner?: boolean } = {},
): Promise<Attached[]> {
  const titles = new Map(wanted.map((one) => [one.fileId, one.title]));
  const found = await own(tx.store, tx.session, actor, [...titles.keys()]);
  return number(
    tx,
    actor,
    to,
    found.map((file) => ({ file, title: titles.get(file._id) ?? file.title })),
    inner,
  );
}

/** Takes files off the 材料清单; their numbers stay used. Files that are not on it, or on which an approval rests: not_found. */
export async function detachFiles(
  tx: Tx,
  from: MatterRef,
  fileIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(fileIds)];
  const removed = await tx.store.fileLinks.updateMany(
    {
      _id: { $in: ids.map((id) => linkId(from.id, id)) },
      kind: from.kind,
      removedAt: null,
      inner: { $ne: true },
    },
    { $set: { removedAt: tx.at } },
    { session: tx.session },
  );
  if (removed.matchedCount !== ids.length) throw new HubError("not_found");
}

/**
 * Makes materials of one matter also materials of another, in the caller's commit: those chosen in their given order, or all in the
 * order of their numbers. The caller has checked both matters. Ids that `from` does not hold, or holds for its office alone:
 * not_found.
 */
export async function carryFiles(
  tx: Tx,
  actor: Officer,
  from: MatterRef,
  to: MatterRef,
  fileIds?: readonly string[],
): Promise<Attached[]> {
  const links = await tx.store.fileLinks
    .find(
      { matterId: from.id, kind: from.kind, entryId: null, removedAt: null, inner: { $ne: true } },
      null,
      { session: tx.session },
    )
    .sort({ number: 1 })
    .lean<FileLinkDoc[]>();
  const byFile = new Map(links.map((link) => [link.fileId, link]));
  const chosen = [...new Set(fileIds ?? byFile.keys())].map((id) => byFile.get(id));
  const files = await filesById(tx.store, [...byFile.keys()], tx.session);
  return number(
    tx,
    actor,
    to,
    chosen.map((link) => {
      const file = link && files.get(link.fileId);
      if (!file) throw new HubError("not_found");
      return { file, title: link.title };
    }),
  );
}

/**
 * Lays the actor's own uploads at a message before it is posted. Such a link counts only once the message stands in the channel and
 * while it was not recalled, so nothing has to be undone when the post fails. Doing it again changes nothing.
 */
export async function attachToEntry(
  ctx: Ctx,
  channelId: string,
  entryId: string,
  fileIds: readonly string[],
): Promise<void> {
  if (fileIds.length === 0) return;
  const { store, clock } = ctx.hub;
  const at = clock.now();
  const ids = [...new Set(fileIds)];
  const standing = await store.fileLinks.countDocuments({
    _id: { $in: ids.map((id) => linkId(entryId, id)) },
    matterId: channelId,
    "by.officerId": ctx.actor.id,
  });
  if (standing === ids.length) return;
  const found = await own(store, null, ctx.actor, ids);
  await store.files.updateMany({ _id: { $in: ids }, linkedAt: null }, { $set: { linkedAt: at } });
  await store.fileLinks.bulkWrite(
    found.map((file, index) => ({
      updateOne: {
        filter: { _id: linkId(entryId, file._id) },
        update: {
          $setOnInsert: {
            fileId: file._id,
            kind: "channel",
            matterId: channelId,
            entryId,
            number: index + 1,
            title: file.title,
            by: uploaderOf(ctx.actor),
            at,
            removedAt: null,
          },
        },
        upsert: true,
      },
    })),
  );
}

/**
 * Takes files off a message that is erased, in that very commit. What belongs to nothing else is as if it had just been uploaded: its
 * uploader's alone, and swept with its bytes.
 */
export async function releaseFiles(tx: Tx, channelId: string, entryId: string): Promise<void> {
  const { store, session, at } = tx;
  const ofMessage = { matterId: channelId, entryId, removedAt: null };
  const links = await store.fileLinks.find(ofMessage, null, { session }).lean<FileLinkDoc[]>();
  if (links.length === 0) return;
  const ids = links.map((link) => link.fileId);
  await store.fileLinks.updateMany(ofMessage, { $set: { removedAt: at } }, { session });
  const elsewhere = await store.fileLinks
    .find({ fileId: { $in: ids }, removedAt: null }, { fileId: 1 }, { session })
    .lean();
  const used = new Set(elsewhere.map((link) => link.fileId));
  const free = ids.filter((id) => !used.has(id));
  await store.files.updateMany({ _id: { $in: free } }, { $set: { linkedAt: null } }, { session });
}

/** The actor's own uploads in the asked order; one that is missing or somebody else's is not_found. */
async function own(
  store: Store,
  session: ClientSession | null,
  actor: Officer,
  ids: readonly string[],
): Promise<FileDoc[]> {
  const files = await filesById(store, ids, session);
  return ids.map((id) => {
    const file = files.get(id);
    if (file?.uploader.officerId !== actor.id) throw new HubError("not_found");
    return file;
  });
}

export async function filesById(
  store: Store,
  ids: readonly string[],
  session: ClientSession | null = null,
): Promise<Map<string, FileDoc>> {
  const found = await store.files
    .find({ _id: { $in: [...ids] } }, null, { session })
    .lean<FileDoc[]>();
  return new Map(found.map((file) => [file._id, file]));
}

async function number(
  tx: Tx,
  actor: Officer,
  to: MatterRef,
  wanted: readonly { file: FileDoc; title: string }[],
  inner = false,
): Promise<Attached[]> {
  if (wanted.length === 0) return [];
  const { store, session, at } = tx;
  const before = await store.fileLinks
    .find({ matterId: to.id, entryId: null }, null, { session })
    .lean<FileLinkDoc[]>();
  const known = new Map(before.map((link) => [link.fileId, link]));
  let last = Math.max(0, ...before.map((link) => link.number));
  const fresh: FileLinkDoc[] = [];
  const again: string[] = [];
  const attached = wanted.map(({ file, title }) => {
    const link = known.get(file._id);
    if (link) {
      if (link.removedAt || (inner && !link.inner)) again.push(link._id);
      return toAttached(file, link);
    }
    last += 1;
    const made: FileLinkDoc = {
      _id: linkId(to.id, file._id),
      fileId: file._id,
      kind: to.kind,
      matterId: to.id,
      entryId: null,
      number: last,
      title,
      by: uploaderOf(actor),
      at,
      removedAt: null,
      ...(inner ? { inner } : {}),
    };
    fresh.push(made);
    return toAttached(file, made);
  });
  const ids = wanted.map(({ file }) => file._id);
  await store.files.updateMany(
    { _id: { $in: ids }, linkedAt: null },
    { $set: { linkedAt: at } },
    { session },
  );
  if (again.length > 0)
    await store.fileLinks.updateMany(
      { _id: { $in: again } },
      { $set: { removedAt: null, ...(inner ? { inner } : {}) } },
      { session },
    );
  if (fresh.length > 0) await store.fileLinks.insertMany(fresh, { session, lean: true });
  return attached;
}
