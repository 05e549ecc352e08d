import type { Segment } from "@hub/domain/clauses/contract";
import { useText } from "../../app/i18n.ts";
import styles from "./redline.module.css";

/** 修订痕迹: what was added is underlined, what was removed is struck; a screen reader hears which is which. */
export function Redline({ segments }: { segments: readonly Segment[] }) {
  const t = useText();
  return (
    <>
      {segments.map(({ kind, text }, index) => {
        const key = `${index}.${kind}`;
        if (kind === "same") return <span key={key}>{text}</span>;
        return kind === "added" ? (
          <ins key={key} className={styles.added}>
            <span className="unseen">{t("agreements.redline.added")}</span>
            {text}
          </ins>
        ) : (
          <del key={key} className={styles.removed}>
            <span className="unseen">{t("agreements.redline.removed")}</span>
            {text}
          </del>
        );
      })}
    </>
  );
}
