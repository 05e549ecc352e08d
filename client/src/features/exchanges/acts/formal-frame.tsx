import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { useText } from "../../../app/i18n.ts";
import styles from "./formal-frame.module.css";

interface FormalFrameProps {
  /** The act: 平台签收, 签发. */
  name: string;
  lines: readonly (readonly [string, ReactNode])[];
  digest?: string | null;
  note?: string;
}

/** Sixteen signs are enough to compare two papers by eye; the whole digest is one hover or focus away. */
export const shortDigest = (digest: string): string =>
  (digest.slice(0, 16).match(/.{4}/g) ?? [digest]).join(" ").toUpperCase();

export function CheckCode({ digest }: { digest: string }) {
  const t = useText();
  return (
    <Tooltip title={t("exchanges.sign.codeHint", { digest })} trigger={["hover", "focus"]}>
      <span
        className={styles.code}
        // The whole digest is shown on focus too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {shortDigest(digest)}
      </span>
    </Tooltip>
  );
}

/** A formal act as it is recorded: a vermilion frame with office, person, time and check code. Never the picture of a seal. */
export function FormalFrame({ name, lines, digest, note }: FormalFrameProps) {
  const t = useText();
  return (
    <section className={`${styles.frame} keep-together`} aria-label={name}>
      <div className={styles.name}>{name}</div>
      <dl className={styles.lines}>
        {lines.map(([what, value]) => (
          <FrameLine key={what} what={what} value={value} />
        ))}
        {digest && (
          <>
            <dt>{t("exchanges.sign.code")}</dt>
            <dd>
              <CheckCode digest={digest} />
            </dd>
          </>
        )}
      </dl>
      {note && <p className={styles.note}>{note}</p>}
    </section>
  );
}

function FrameLine({ what, value }: { what: string; value: ReactNode }) {
  return (
    <>
      <dt>{what}</dt>
      <dd>{value}</dd>
    </>
  );
}
