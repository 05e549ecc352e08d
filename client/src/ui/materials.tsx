import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { fileRoutes, type Material } from "@hub/domain/files/contract";
import { addressOf } from "../app/call.ts";
import { useText } from "../app/i18n.ts";
import { Dialog } from "./dialog.tsx";
import { PageSkeleton } from "./page-skeleton.tsx";
import { sizeText } from "./uploads.ts";
import { When } from "./when.tsx";
import styles from "./files.module.css";

const Preview = lazy(async () => ({ default: (await import("./preview.tsx")).Preview }));

/** Kinds that the hub shows on the page, watermarked; others are downloaded. */
const SHOWN = new Set(["jpg", "png", "pdf"]);

export const downloadOf = (fileId: string): string => addressOf(fileRoutes.content, { fileId });

type Shown = Pick<Material, "fileId" | "title" | "name" | "size" | "kind"> & Partial<Material>;

/** One file to open: its title previews it or downloads it. */
export function FileLink({ file }: { file: Shown }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const label = file.title || file.name;
  if (!SHOWN.has(file.kind))
    return (
      <a href={downloadOf(file.fileId)} download>
        {label}
      </a>
    );
  return (
    <>
      <a
        href={downloadOf(file.fileId)}
        onClick={(event) => {
          event.preventDefault();
          setOpen(true);
        }}
      >
        {label}
      </a>
      <Dialog
        open={open}
        title={label}
        width={960}
        onCancel={() => setOpen(false)}
        destroyOnHidden
        footer={
          <Button href={downloadOf(file.fileId)} download>
            {t("ui.files.download")}
          </Button>
        }
      >
        <Suspense fallback={<PageSkeleton />}>
          <Preview file={file} />
        </Suspense>
        {file.sha256 && (
          <dl className={styles.meta}>
            <dt>SHA-256</dt>
            <dd>{file.sha256}</dd>
            <dt>SM3</dt>
            <dd>{file.sm3}</dd>
          </dl>
        )}
      </Dialog>
    </>
  );
}

interface MaterialListProps {
  materials: readonly Material[];
  /** Beside each line: take it off, choose it. */
  renderAct?: (material: Material) => React.ReactNode;
}

/** 材料清单: numbered, with size, who brought it and when. */
export function MaterialList({ materials, renderAct }: MaterialListProps) {
  const t = useText();
  if (materials.length === 0) return <p className="quiet">{t("ui.files.none")}</p>;
  return (
    <ol>
      {materials.map((material) => (
        <li key={material.fileId} className={styles.item}>
          <span className={styles.number}>{material.number}</span>
          <span className={styles.name}>
            <FileLink file={material} />
          </span>
          <span className="quiet number">
            {material.kind.toUpperCase()} {sizeText(material.size)}
          </span>
          <span className="quiet">
            {material.uploader.name} <When at={material.at} short />
          </span>
          <span className={`${styles.acts} screen-only`}>
            {renderAct?.(material)}
            <a href={downloadOf(material.fileId)} download>
              {t("ui.files.download")}
              <span className="unseen">{material.title}</span>
            </a>
          </span>
        </li>
      ))}
    </ol>
  );
}
