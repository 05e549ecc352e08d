import { PaperClipOutlined } from "@ant-design/icons";
import { Button, Input, Progress } from "antd";
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from "react";
import { useText } from "../app/i18n.ts";
import { cx } from "./cx.ts";
import { problemText, useSay } from "./say.ts";
import { ACCEPTED, sizeText, useUploads, type Uploads } from "./uploads.ts";
import styles from "./files.module.css";

/** Files on their way, each with how far it is and what can be done about it. */
export function UploadList({
  uploads,
  renderTitle,
}: {
  uploads: Uploads;
  /** Beside a kept file: what people will call it. */
  renderTitle?: (file: { fileId: string; name: string }) => ReactNode;
}) {
  const t = useText();
  const say = useSay();
  if (uploads.items.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t("ui.files.list")}>
      {uploads.items.map(({ fileId, name, size, progress, state, problem }) => (
        <li key={fileId} className={styles.item}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className="quiet number">{sizeText(size)}</span>
          {state === "sending" && (
            <Progress
              className={cx(styles.progress)}
              percent={Math.round(progress * 100)}
              size="small"
              aria-label={t("ui.files.progress", { name })}
            />
          )}
          {state === "checking" && <span className="quiet">{t("ui.files.checking")}</span>}
          {state === "kept" && <span className={styles.kept}>{t("ui.files.kept")}</span>}
          {state === "kept" && renderTitle?.({ fileId, name })}
          {state === "failed" && problem && (
            <span className={styles.failed} role="alert">
              {problemText(say, problem)}
            </span>
          )}
          <span className={styles.acts}>
            {state === "failed" && problem?.retry && (
              <Button size="small" type="link" onClick={() => uploads.retry(fileId)}>
                {t("ui.files.goOn")}
              </Button>
            )}
            <Button
              size="small"
              type="text"
              aria-label={t("ui.files.removeOf", { name })}
              onClick={() => uploads.remove(fileId)}
            >
              {t("ui.files.remove")}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A button that opens the file dialog. */
export function AttachButton({
  uploads,
  compact = false,
}: {
  uploads: Uploads;
  compact?: boolean;
}) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        // The parts show file inputs of a form even when they are hidden.
        style={{ display: "none" }}
        accept={ACCEPTED}
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          uploads.add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button
        type={compact ? "text" : "default"}
        icon={<PaperClipOutlined aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {t("ui.files.choose")}
      </Button>
    </>
  );
}

export interface ChosenFile {
  fileId: string;
  title?: string;
}

interface FilesFieldProps {
  /** Ids of kept files, in order; a form's value. */
  value?: ChosenFile[];
  onChange?: (files: ChosenFile[]) => void;
  /** False while something is still going up or has failed: hold the form's button. */
  onSettled?: (settled: boolean) => void;
  /** Lets each file be given the title under which it stands in the 材料清单; without one it is called as the file is. */
  titled?: boolean;
  id?: string;
}

/** Files of a form: chosen, dropped or photographed; they go up while the rest is filled in. */
export function FilesField(props: FilesFieldProps) {
  const { value = [], onChange, onSettled, titled = false, id } = props;
  const t = useText();
  const uploads = useUploads();
  const [titles, setTitles] = useState<Readonly<Record<string, string>>>({});
  const [over, setOver] = useState(false);
  const { items, settled } = uploads;
  const kept = items.flatMap(({ fileId, state }): ChosenFile[] => {
    const title = titles[fileId]?.trim();
    return state === "kept" ? [{ fileId, ...(title ? { title } : {}) }] : [];
  });
  const told = JSON.stringify(kept);
  const heard = useRef(JSON.stringify(value));

  useEffect(() => {
    // A form hears of what somebody did, not that nothing is there yet.
    if (told === heard.current) return;
    heard.current = told;
    onChange?.(kept);
    // oxlint-disable-next-line react/exhaustive-deps -- told is the value; onChange is new at every rendering of a form
  }, [told]);
  useEffect(() => {
    onSettled?.(settled);
    // oxlint-disable-next-line react/exhaustive-deps -- as above
  }, [settled]);

  const drag = (event: DragEvent, inside: boolean) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(inside);
  };
  return (
    <div
      id={id}
      className={cx(styles.field, over && styles.over)}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        uploads.add([...event.dataTransfer.files]);
      }}
    >
      <UploadList
        uploads={uploads}
        {...(titled
          ? {
              renderTitle: ({ fileId, name }) => (
                <Input
                  className={styles.title ?? ""}
                  size="small"
                  maxLength={200}
                  value={titles[fileId] ?? ""}
                  aria-label={t("ui.files.titleOf", { name })}
                  placeholder={t("ui.files.title")}
                  onChange={(event) => setTitles({ ...titles, [fileId]: event.target.value })}
                />
              ),
            }
          : {})}
      />
      <div className={styles.choose}>
        <AttachButton uploads={uploads} />
        <span className="quiet">{t("ui.files.hint")}</span>
      </div>
    </div>
  );
}
