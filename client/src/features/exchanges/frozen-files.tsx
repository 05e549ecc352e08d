import type { Frozen } from "@hub/domain/exchanges/contract";
import { FileKind } from "@hub/domain/files/contract";
import { FileLink } from "../../ui/materials.tsx";
import { sizeText } from "../../ui/uploads.ts";
import styles from "./frozen-sheet.module.css";

export type FrozenFile = Frozen["files"][number];

const BY_MIME: Record<string, FileKind> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "application/pdf": "pdf",
};

/** The kind of a frozen file: by its type where the page can show it, else by the ending of its name. */
export function kindOf(file: Pick<FrozenFile, "mime" | "name">): FileKind {
  const ending = FileKind.safeParse(file.name.split(".").pop()?.toLowerCase());
  return BY_MIME[file.mime] ?? (ending.success ? ending.data : "doc");
}

export const FrozenFileLink = ({ file }: { file: FrozenFile }) => (
  <FileLink file={{ ...file, kind: kindOf(file) }} />
);

/** Files of a feedback or a supplement, under the text they came with. */
export function FrozenFiles({ files }: { files: readonly FrozenFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul className={styles.files}>
      {files.map((file) => (
        <li key={file.fileId} className={styles.file}>
          <FrozenFileLink file={file} />
          <span className="quiet number">{sizeText(file.size)}</span>
        </li>
      ))}
    </ul>
  );
}
