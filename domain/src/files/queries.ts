import { z } from "zod";
import { mayRead } from "../access/rules.ts";
import { HubError } from "../kernel/faults.ts";
import type { EntryDoc } from "../journal/model.ts";
import { getChannel } from "../journal/read.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import type { FileView, Material, MatterRef } from "./contract.ts";
import { filesById } from "./links.ts";
import type { FileDoc, FileLinkDoc } from "./model.ts";
import { toFileView, toMaterial } from "./present.ts";

/** A file that this officer may read, and the matter through which. */
export interface Readable {
  file: FileDoc;
  /** Under the title it has there. */
  title: string;
  /** Null for an upload of one's own that belongs to nothing yet. */
  through: MatterRef | null;
}

/** The file, when one of the matters it belongs to is this officer's to read; else not_found. */
export async function getFile(ctx: Ctx, fileId: string): Promise<Readable> {
  const { store } = ctx.hub;
  const file = await store.files.findById(fileId).lean<FileDoc>();
  if (!file) throw new HubError("not_found");
  if (file.linkedAt === null && file.uploader.officerId === ctx.actor.id)
    return { file, title: file.title, through: null };
  const links = await store.fileLinks
    .find({ fileId, removedAt: null })
    .sort({ at: 1, _id: 1 })
    .lean<FileLinkDoc[]>();
  for (const link of links)
    if (await isReadable(ctx, link))
      return { file, title: link.title, through: { kind: link.kind, id: link.matterId } };
  throw new HubError("not_found");
}

/** The one predicate of reading, asked of the matter that a link names. */
async function isReadable(ctx: Ctx, link: FileLinkDoc): Promise<boolean> {
  const matter = await audienceOf(ctx.hub, { kind: link.kind, id: link.matterId });
  if (!matter || !mayRead(ctx.actor, matter).allowed) return false;
  if (link.entryId === null) return link.kind !== "channel";
  return (await standing(ctx.hub, link.matterId, [link])).has(link._id);
}

async function audienceOf(
  { store }: Hub,
  { kind, id }: MatterRef,
): Promise<{ audience: string[] } | null> {
  // Evidence is read with the agreement whose occurrence it proves, and a finding with its action.
  if (kind === "occurrence") {
    const one = await store.occurrences.findById(id, { agreementId: 1 }).lean();
    return one && store.agreements.findById(one.agreementId, { audience: 1 }).lean();
  }
  if (kind === "finding") {
    const one = await store.findings.findById(id, { actionId: 1 }).lean();
    return one && store.actions.findById(one.actionId, { audience: 1 }).lean();
  }
  const model = {
    lead: store.leads,
    exchange: store.exchanges,
    agreement: store.agreements,
    action: store.actions,
    channel: store.channels,
  }[kind];
  const found = await (model as Pick<typeof store.leads, "findById">)
    .findById(id, { audience: 1 })
    .lean<{ audience: string[] } | null>();
  return found;
}

const WithFiles = z.object({ files: z.array(z.string()) });

/**
 * Which of these links to messages count: the message stands in the channel with its body, names the file, is by whoever laid the file
 * there, and was not recalled.
 */
async function standing(
  { store }: Hub,
  channelId: string,
  links: readonly FileLinkDoc[],
): Promise<Set<string>> {
  const ids = [...new Set(links.map((link) => link.entryId))].filter((id) => id !== null);
  const [found, recalls] = await Promise.all([
    store.entries.find({ _id: { $in: ids }, channelId }).lean<EntryDoc[]>(),
    store.entries
      .find({ channelId, target: { $in: ids }, type: "message.recalled" })
      .lean<EntryDoc[]>(),
  ]);
  const recalled = new Set(recalls.map((entry) => entry.target));
  const messages = new Map(found.map((entry) => [entry._id, entry]));
  const counts = (link: FileLinkDoc) => {
    const message = link.entryId !== null && messages.get(link.entryId);
    if (!message || recalled.has(message._id) || message.actor !== link.by.officerId) return false;
    const body = WithFiles.safeParse(message.body);
    return body.success && body.data.files.includes(link.fileId);
  };
  return new Set(links.filter(counts).map((link) => link._id));
}

export async function viewFile(ctx: Ctx, fileId: string): Promise<FileView> {
  const { file, title } = await getFile(ctx, fileId);
  return toFileView({ ...file, title });
}

/** The numbered 材料清单 of a matter that the caller has checked already. */
export async function materialsOf(hub: Hub, matter: MatterRef): Promise<Material[]> {
  const links = await hub.store.fileLinks
    .find({ matterId: matter.id, kind: matter.kind, entryId: null, removedAt: null })
    .sort({ number: 1 })
    .lean<FileLinkDoc[]>();
  const files = await filesById(
    hub.store,
    links.map((link) => link.fileId),
  );
  return links.flatMap((link) => {
    const file = files.get(link.fileId);
    return file ? [toMaterial(file, link)] : [];
  });
}

/** The same for an officer who asks: not_found unless the matter is theirs to read. */
export async function listMaterials(ctx: Ctx, matter: MatterRef): Promise<Material[]> {
  const found = await audienceOf(ctx.hub, matter);
  if (!found || !mayRead(ctx.actor, found).allowed) throw new HubError("not_found");
  return materialsOf(ctx.hub, matter);
}

/** Files on these messages of a channel that the caller has checked already, by message. */
export async function materialsOfEntries(
  hub: Hub,
  channelId: string,
  entryIds: readonly string[],
): Promise<Map<string, Material[]>> {
  const found = new Map<string, Material[]>();
  if (entryIds.length === 0) return found;
  const links = await hub.store.fileLinks
    .find({ matterId: channelId, entryId: { $in: [...entryIds] }, removedAt: null })
    .sort({ entryId: 1, number: 1 })
    .lean<FileLinkDoc[]>();
  const [live, files] = await Promise.all([
    standing(hub, channelId, links),
    filesById(
      hub.store,
      links.map((link) => link.fileId),
    ),
  ]);
  for (const link of links) {
    const file = files.get(link.fileId);
    if (!file || !link.entryId || !live.has(link._id)) continue;
    found.set(link.entryId, [...(found.get(link.entryId) ?? []), toMaterial(file, link)]);
  }
  return found;
}

/** The same for an officer who asks, as one list. */
export async function listChannelFiles(
  ctx: Ctx,
  channelId: string,
  entryIds: readonly string[],
): Promise<(Material & { entryId: string })[]> {
  await getChannel(ctx.hub.store, channelId, ctx.actor.tokens);
  const found = await materialsOfEntries(ctx.hub, channelId, entryIds);
  return [...found].flatMap(([entryId, files]) => files.map((file) => ({ ...file, entryId })));
}
