import type { FileView, Material } from "./contract.ts";

type File = Omit<FileView, "id" | "at"> & { _id: string; at: Date };

export const toFileView = (file: File): FileView => ({
  id: file._id,
  name: file.name,
  title: file.title,
  size: file.size,
  kind: file.kind,
  mime: file.mime,
  sha256: file.sha256,
  sm3: file.sm3,
  uploader: file.uploader,
  at: file.at.toISOString(),
});

/** A file as a line of a 材料清单: number, title and time are those of the list, the uploader is the file's. */
export const toMaterial = (
  file: File,
  link: { number: number; title: string; at: Date; inner?: true },
): Material => ({
  fileId: file._id,
  number: link.number,
  title: link.title,
  name: file.name,
  size: file.size,
  kind: file.kind,
  mime: file.mime,
  sha256: file.sha256,
  sm3: file.sm3,
  uploader: file.uploader,
  at: link.at.toISOString(),
  inner: link.inner === true,
});
