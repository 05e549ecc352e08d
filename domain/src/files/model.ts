import { asIs, define } from "../store/define.ts";
import type { FileKind, MatterRef, Uploader } from "./contract.ts";

/** A file that was checked and kept; its bytes lie under its SHA-256, once, however often they came. */
export interface FileDoc {
  _id: string;
  uploadId: string;
  name: string;
  title: string;
  size: number;
  kind: FileKind;
  mime: string;
  sha256: string;
  sm3: string;
  uploader: Uploader;
  at: Date;
  /** Null while it belongs to nothing: then only its uploader reads it, and after a week it is swept. */
  linkedAt: Date | null;
}

export const files = define<FileDoc>(
  "files",
  {
    uploadId: String,
    name: String,
    title: String,
    size: Number,
    kind: String,
    mime: String,
    sha256: String,
    sm3: String,
    uploader: asIs,
    at: Date,
    linkedAt: Date,
  },
  [[{ sha256: 1 }], [{ linkedAt: 1, at: 1 }]],
);

/** That a file belongs to a matter, or to a message of a channel. Who reads the matter reads the file, by no other way. */
export interface FileLinkDoc {
  /** `${entryId ?? matterId}/${fileId}` */
  _id: string;
  fileId: string;
  kind: MatterRef["kind"];
  matterId: string;
  /** The message, in a channel: the link counts only while it stands there and was not recalled. */
  entryId: string | null;
  /** Its place in the 材料清单, from 1; never given twice. */
  number: number;
  title: string;
  by: Uploader;
  at: Date;
  removedAt: Date | null;
  /** There when it is the office's own paper, such as a form of 线下签批: it is never carried to another matter. */
  inner?: true;
}

export const fileLinks = define<FileLinkDoc>(
  "file_links",
  {
    fileId: String,
    kind: String,
    matterId: String,
    entryId: String,
    number: Number,
    title: String,
    by: asIs,
    at: Date,
    removedAt: Date,
    inner: { type: Boolean, default: undefined },
  },
  [[{ fileId: 1 }], [{ matterId: 1, entryId: 1, number: 1 }, { unique: true }]],
);
