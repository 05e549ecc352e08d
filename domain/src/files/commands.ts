import { digestOf, newSalt } from "../journal/chain.ts";
import { HubError } from "../kernel/faults.ts";
import { ensure } from "../kernel/verdict.ts";
import { changeLead, loadLead } from "../leads/register.ts";
import { mayLead } from "../leads/rules.ts";
import type { Tx } from "../journal/journal.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import type { AddMaterials, RegisterFile, RemoveMaterials } from "./contract.ts";
import { digestsOf } from "./digests.ts";
import { attachFiles, detachFiles } from "./links.ts";
import type { FileDoc } from "./model.ts";
import { cleanName, kindOfName, mayKeep, mayUpload, MIME, titleOfName } from "./rules.ts";
import { sniff } from "./sniff.ts";
import { discard, drop, findArrived, freeBytes, isKept, keep, sweepIncoming } from "./storage.ts";

/** Left free for the database and everything else that shares the disk. */
const RESERVE_BYTES = 512 * 1024 * 1024;

/** Throws unless an upload of this name and size may begin: what it is called, how large it is, and room for it (`busy`). */
export async function ensureUpload(
  hub: Hub,
  asked: { name: string; size: number },
): Promise<{ name: string }> {
  const name = cleanName(asked.name);
  ensure(mayUpload({ name, size: asked.size }));
  await ensureRoom(hub, asked.size);
  return { name };
}

/** Throws `busy` when the disk has no room for `bytes` more: the client keeps what it has and tries again later. */
export async function ensureRoom(hub: Hub, bytes: number): Promise<void> {
  if ((await freeBytes(hub.files)) < bytes + RESERVE_BYTES)
    throw new HubError("busy", { reason: "disk_full", retryAfterSeconds: 60 });
}

/**
 * Turns a finished upload into a file: what it is, whether it bears a state-secret mark, both digests, its place by content, its
 * record. Killed at any moment and asked again it goes on from there; asked twice it happens once. What is refused is not kept.
 */
export async function registerFile(ctx: Ctx, asked: RegisterFile): Promise<void> {
  const { files } = ctx.hub;
  if (await isRegistered(ctx, asked)) return;
  const release = await files.locks.take(asked.upload);
  try {
    if (await isRegistered(ctx, asked)) return;
    const arrived = await findArrived(files, asked.upload);
    if (!arrived || arrived.officerId !== ctx.actor.id) throw new HubError("not_found");
    if (arrived.received !== arrived.size)
      throw new HubError("not_now", { reason: "upload_unfinished" });
    const { name, path } = arrived;
    try {
      ensure(mayUpload(arrived));
      const kind = await sniff(path, kindOfName(name));
      ensure(mayKeep(name, kind));
      if (kind === null) throw new HubError("unsupported_type");
      if (await files.workshop.bearsMark(path, kind)) throw new HubError("state_secret");
      await record(ctx, asked, { name, path, kind });
    } catch (thrown) {
      if (thrown instanceof HubError) await drop(files, asked.upload);
      throw thrown;
    }
    await drop(files, asked.upload);
  } finally {
    await release();
  }
}

async function record(
  ctx: Ctx,
  asked: RegisterFile,
  { name, path, kind }: { name: string; path: string; kind: FileDoc["kind"] },
): Promise<void> {
  const { store, files, clock } = ctx.hub;
  const { id: officerId, name: officer, officeId } = ctx.actor;
  const digests = await digestsOf(path);
  await keep(files, path, digests.sha256);
  const file: FileDoc = {
    _id: asked.id,
    uploadId: asked.upload,
    name,
    title: asked.title ?? titleOfName(name),
    kind,
    mime: MIME[kind],
    ...digests,
    uploader: { officerId, name: officer, officeId },
    at: clock.now(),
    linkedAt: null,
  };
  await store.files.insertMany([file], { lean: true });
  // A sweep that looked before the record stood may have taken the same bytes away: the upload still has them.
  if (!(await isKept(files, digests.sha256))) await keep(files, path, digests.sha256);
}

/** True when this very upload is this file already; the id or the upload used for anything else is `duplicate`. */
async function isRegistered(ctx: Ctx, { id, upload }: RegisterFile): Promise<boolean> {
  const known = await ctx.hub.store.files.findById(id).lean<FileDoc>();
  if (!known) return false;
  if (known.uploader.officerId !== ctx.actor.id || known.uploadId !== upload)
    throw new HubError("duplicate");
  return true;
}

/** Adds the actor's uploads to the 材料清单 of a lead. */
export async function addMaterials(
  ctx: Ctx,
  leadId: string,
  { id, files }: AddMaterials,
): Promise<void> {
  await onLead(ctx, leadId, { id, input: { addMaterials: leadId, files } }, async (tx) => {
    const attached = await attachFiles(tx, ctx.actor, { kind: "lead", id: leadId }, files);
    return { type: "materials.added", fileIds: attached.map((one) => one.fileId), of: attached };
  });
}

/** Takes files off the 材料清单 of a lead, with the reason. */
export async function removeMaterials(
  ctx: Ctx,
  leadId: string,
  { id, fileIds, reason }: RemoveMaterials,
): Promise<void> {
  const input = { removeMaterials: leadId, fileIds, reason };
  await onLead(ctx, leadId, { id, input }, async (tx) => {
    await detachFiles(tx, { kind: "lead", id: leadId }, fileIds);
    return { type: "materials.removed", fileIds, of: fileIds, reason };
  });
}

type Happened =
  | { type: "materials.added"; fileIds: string[]; of: unknown }
  | { type: "materials.removed"; fileIds: string[]; of: unknown; reason: string };

async function onLead(
  ctx: Ctx,
  leadId: string,
  command: { id: string; input: unknown },
  change: (tx: Tx) => Promise<Happened>,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    ...command,
    run: async (tx) => {
      const lead = await loadLead(tx, leadId);
      ensure(mayLead(ctx.actor, "edit", lead));
      const { type, of, ...body } = await change(tx);
      await changeLead(tx, lead, {});
      tx.changed(lead.audience, { feature: "leads", id: leadId });
      return [
        {
          channelId: lead.channelId,
          type,
          body: { leadId, ...body, digest: digestOf(newSalt(), of) },
        },
      ];
    },
  });
}

const HOUR_MS = 3_600_000;
/** An upload that nobody went on with is gone after two days; a file that was never attached, after a week. */
const UPLOAD_LIFE_MS = 48 * HOUR_MS;
const UNLINKED_LIFE_MS = 7 * 24 * HOUR_MS;
/** Bytes that came within a day are left alone, whatever the records say: one may just be on its way. */
const BLOB_REST_MS = 24 * HOUR_MS;
const SWEEP = 500;

/** For the jobs process, every hour: removes what was abandoned. May run anywhere, any time, twice at once. */
export async function sweepFiles(hub: Hub): Promise<{ uploads: number; files: number }> {
  const { store, files, clock } = hub;
  const now = clock.now().getTime();
  const uploads = await sweepIncoming(files, new Date(now - UPLOAD_LIFE_MS));
  const unlinked = { linkedAt: null, at: { $lt: new Date(now - UNLINKED_LIFE_MS) } };
  const stale = await store.files.find(unlinked).limit(SWEEP).lean<FileDoc[]>();
  let removed = 0;
  for (const file of stale) {
    // Only while it still belongs to nothing: whoever attaches it in this moment wins.
    const gone = await store.files.deleteOne({ ...unlinked, _id: file._id });
    removed += gone.deletedCount;
    const others = await store.files.countDocuments({ sha256: file.sha256 });
    if (gone.deletedCount > 0 && others === 0)
      await discard(files, file.sha256, new Date(now - BLOB_REST_MS));
  }
  return { uploads, files: removed };
}
