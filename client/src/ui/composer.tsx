import { Button, Mentions } from "antd";
import { useEffect, useRef, useState, type ClipboardEvent } from "react";
import { fileRoutes } from "@hub/domain/files/contract";
import { useText } from "../app/i18n.ts";
import { call } from "../app/call.ts";
import type { Outgoing } from "../app/live/outbox.ts";
import { useThread } from "../app/threads.ts";
import { useMe } from "../app/me.ts";
import { cx } from "./cx.ts";
import { AttachButton, UploadList } from "./files-field.tsx";
import { draftOf, keepDraft } from "./drafts.ts";
import { OfficerName } from "./names.tsx";
import { useReplying } from "./replying.ts";
import { useUploads } from "./uploads.ts";
import styles from "./composer.module.css";
import { useMentionable } from "./mentionable.ts";

interface ComposerProps {
  channelId: string;
  /** Whose side reads it; the ground says it before the first word is written. */
  tone?: "both" | "own";
  /** Who reads it, in words. */
  hint?: string;
}

const MAX = 4_000;

/** Where one writes: Enter sends, Shift+Enter breaks the line; what is unfinished is kept for this officer on this device. */
export function Composer({ channelId, tone = "both", hint }: ComposerProps) {
  const t = useText();
  const me = useMe();
  const thread = useThread(channelId);
  const officerId = me.officer.id;
  const [text, setText] = useState(() => draftOf(officerId, channelId));
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const uploads = useUploads();
  const replying = useReplying();
  const replied = replying.to(channelId);
  const field = useRef<HTMLDivElement>(null);
  const people = useMentionable(thread);
  /** The text at which the list of names was sent away with Escape. */
  const dismissed = useRef<string | null>(null);

  useEffect(() => keepDraft(officerId, channelId, text), [officerId, channelId, text]);

  // A post that is taken back stands in the field again, with its files.
  const takenBack = useRef((_back: Outgoing) => {});
  useEffect(() => {
    takenBack.current = ({ message }) => {
      setText((now) => (now ? `${message.text}\n${now}` : message.text));
      for (const fileId of message.files ?? [])
        call(fileRoutes.get, { params: { fileId } }).then(uploads.adopt, () => {});
      field.current?.querySelector("textarea")?.focus();
    };
  });
  const { onTakenBack } = thread;
  useEffect(() => onTakenBack((back) => takenBack.current(back)), [onTakenBack]);

  useEffect(() => {
    if (replied) field.current?.querySelector("textarea")?.focus();
  }, [replied]);

  const beforeCaret = (): string =>
    text.slice(0, field.current?.querySelector("textarea")?.selectionStart ?? text.length);

  const filled = text.trim().length > 0 || uploads.items.length > 0;
  const ready = filled && uploads.settled && text.length <= MAX;

  const send = () => {
    if (!ready) return;
    const mentions = [...chosen].filter(([name]) => text.includes(`@${name}`)).map(([, id]) => id);
    thread.post({
      text: text.trim(),
      files: uploads.items.map((one) => one.fileId),
      mentions: [...new Set(mentions)],
      inReplyTo: replied?.entry.id ?? null,
    });
    setText("");
    setChosen(new Map());
    uploads.clear();
    replying.set(channelId, null);
  };

  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    uploads.add(files);
  };

  // Until the channel is known nobody is told that he may not.
  if (thread.channel && !thread.canPost)
    return <p className={styles.closed}>{t("ui.composer.closed")}</p>;
  return (
    <div ref={field} className={cx(styles.composer, "screen-only")} data-tone={tone}>
      {hint && <p className={styles.hint}>{hint}</p>}
      {replied && (
        <p className={styles.reply}>
          <span>
            {t("ui.composer.replying")} <OfficerName id={replied.entry.actor} />
            {t("ui.list.colon")}
            {replied.text}
          </span>
          <Button size="small" type="text" onClick={() => replying.set(channelId, null)}>
            {t("ui.cancel")}
          </Button>
        </p>
      )}
      <UploadList uploads={uploads} />
      <Mentions
        value={text}
        onChange={setText}
        onSelect={(option) => {
          const id = people.idOf(option.value ?? "");
          if (id) setChosen((now) => new Map(now).set(option.value ?? "", id));
        }}
        onSearch={people.ask}
        onPaste={paste}
        options={people.options}
        filterOption={(_, { value = "" }) => people.isOffered(beforeCaret(), value)}
        autoSize={{ minRows: 2, maxRows: 10 }}
        placement="top"
        placeholder={t(tone === "own" ? "ui.composer.placeholderOwn" : "ui.composer.placeholder")}
        aria-label={t("ui.composer.label")}
        notFoundContent={t("ui.people.nobody")}
        onKeyDown={(event) => {
          if (event.key === "Escape") dismissed.current = text;
          // 229: an input method is still choosing characters.
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          if (event.keyCode === 229) return;
          if (dismissed.current !== text && people.isChoosing(beforeCaret())) return;
          event.preventDefault();
          send();
        }}
      />
      <div className={styles.bar}>
        <AttachButton uploads={uploads} compact />
        <span className={styles.keys}>{t("ui.composer.keys")}</span>
        {text.length > MAX - 400 && (
          <span className={text.length > MAX ? styles.over : "quiet"} role="status">
            {text.length} / {MAX}
          </span>
        )}
        <Button type="primary" disabled={!ready} onClick={send}>
          {t("ui.composer.send")}
        </Button>
      </div>
    </div>
  );
}
