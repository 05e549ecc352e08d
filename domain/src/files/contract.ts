import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { line } from "../kernel/text.ts";

/** What may be kept, named as its own extension is; nothing else is, whatever its name says. */
export const FileKind = z.enum([
  "jpg",
  "png",
  "pdf",
  "ofd",
  "docx",
  "doc",
  "wps",
  "xlsx",
  "et",
  "mp4",
]);
export type FileKind = z.infer<typeof FileKind>;

/** 200 MB each. */
export const MAX_FILE_BYTES = 200 * 1024 * 1024;

/** Where the bytes of an upload go (tus 1.0.0), under the hub's own origin. Metadata: `name`. */
export const UPLOADS_PATH = "/api/uploads";

export const Uploader = z.object({ officerId: Id, name: z.string(), officeId: OfficeId });
export type Uploader = z.infer<typeof Uploader>;

export const FileView = z.object({
  id: Id,
  /** As it was called on the uploader's machine, with its extension. */
  name: z.string(),
  /** What people call it. */
  title: z.string(),
  /** Bytes. */
  size: z.int(),
  kind: FileKind,
  mime: z.string(),
  /** Both hexadecimal, over the bytes as they arrived. */
  sha256: z.string(),
  sm3: z.string(),
  uploader: Uploader,
  at: z.iso.datetime(),
});
export type FileView = z.infer<typeof FileView>;

/** What a file may belong to. It is read by exactly those who may read that. */
export const MatterRef = z.object({
  kind: z.enum(["lead", "exchange", "agreement", "occurrence", "action", "finding", "channel"]),
  id: Id,
});
export type MatterRef = z.infer<typeof MatterRef>;

/** A file to attach; without a title it keeps its own. */
export const AttachFile = z.object({ fileId: Id, title: line(200).optional() }).strict();
export type AttachFile = z.infer<typeof AttachFile>;

/** What stands of an attached file in whatever is frozen: its number in the 材料清单 and both digests. */
export const Attached = z.object({
  fileId: Id,
  number: z.int(),
  title: z.string(),
  name: z.string(),
  size: z.int(),
  mime: z.string(),
  sha256: z.string(),
  sm3: z.string(),
});
export type Attached = z.infer<typeof Attached>;

/** One line of a matter's 材料清单. */
export const Material = Attached.extend({
  kind: FileKind,
  uploader: Uploader,
  /** When it came to this matter. */
  at: z.iso.datetime(),
  /** The office's own paper: no other office is ever given it. */
  inner: z.boolean(),
});
export type Material = z.infer<typeof Material>;

export const RegisterFile = z
  .object({
    /** The file's id from now on. */
    id: Id,
    /** The last part of the upload's address. */
    upload: Id,
    /** Defaults to the name without its extension. */
    title: line(200).optional(),
  })
  .strict();
export type RegisterFile = z.infer<typeof RegisterFile>;

export const AddMaterials = z
  .object({ id: Id, files: z.array(AttachFile).min(1).max(100) })
  .strict();
export type AddMaterials = z.infer<typeof AddMaterials>;
export const RemoveMaterials = z
  .object({ id: Id, fileIds: z.array(Id).min(1).max(100), reason: line(500) })
  .strict();
export type RemoveMaterials = z.infer<typeof RemoveMaterials>;

const ofLead = z.object({ leadId: Id, fileIds: z.array(Id), digest: z.string() });
/** In the lead's own channel: ids and a digest; titles stand in the 材料清单. */
export const fileEntries = {
  "materials.added": { counts: true, body: ofLead },
  "materials.removed": { counts: true, body: ofLead.extend({ reason: z.string() }) },
} as const;

const Materials = z.object({ materials: z.array(Material) });
const params = z.object({ fileId: Id });

export const fileRoutes = {
  register: route({
    name: "files.register",
    method: "post",
    path: "/files",
    summary: "Turns a finished upload into a file: checked, hashed and kept",
    status: 201,
    body: RegisterFile,
    reply: FileView,
    refuses: [
      "not_found",
      "not_now",
      "duplicate",
      "unsupported_type",
      "state_secret",
      "too_large",
      "busy",
    ],
  }),
  get: route({
    name: "files.get",
    method: "get",
    path: "/files/:fileId",
    summary: "What is known of a file",
    params,
    reply: FileView,
    refuses: ["not_found"],
  }),
  content: route({
    name: "files.content",
    method: "get",
    path: "/files/:fileId/content",
    summary: "The bytes as they arrived, as an attachment under the title; ranges are answered",
    params,
    binary: "application/octet-stream",
    refuses: ["not_found", "gone"],
  }),
  preview: route({
    name: "files.preview",
    method: "get",
    path: "/files/:fileId/preview",
    summary:
      "A picture (JPEG, without its EXIF) or a PDF with the reader, office and time across it; the header `watermark` says `overlay` when the page must draw it itself",
    params,
    binary: "application/octet-stream",
    refuses: ["not_found", "gone", "unsupported_type"],
  }),
  ofLead: route({
    name: "files.ofLead",
    method: "get",
    path: "/leads/:leadId/materials",
    summary: "材料清单 of a lead",
    params: z.object({ leadId: Id }),
    reply: Materials,
    refuses: ["not_found"],
  }),
  ofExchange: route({
    name: "files.ofExchange",
    method: "get",
    path: "/exchanges/:exchangeId/materials",
    summary: "材料清单 of an exchange",
    params: z.object({ exchangeId: Id }),
    reply: Materials,
    refuses: ["not_found"],
  }),
  ofChannel: route({
    name: "files.ofChannel",
    method: "get",
    path: "/channels/:channelId/files",
    summary: "Files on messages of a channel: of these entries",
    params: z.object({ channelId: Id }),
    query: z.object({ entries: z.array(Id).min(1).max(200) }),
    reply: z.object({ files: z.array(Material.extend({ entryId: Id })) }),
    refuses: ["not_found"],
  }),
  add: route({
    name: "files.add",
    method: "post",
    path: "/leads/:leadId/materials",
    summary: "Adds files to a lead's 材料清单",
    params: z.object({ leadId: Id }),
    body: AddMaterials,
    reply: Materials,
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
  remove: route({
    name: "files.remove",
    method: "post",
    path: "/leads/:leadId/materials/remove",
    summary: "Takes files off a lead's 材料清单; their numbers stay used",
    params: z.object({ leadId: Id }),
    body: RemoveMaterials,
    reply: Materials,
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
} as const;
