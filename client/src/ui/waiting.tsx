import { useText } from "../app/i18n.ts";
import styles from "./waiting.module.css";

/** How many things wait for me, said to a screen reader as what they are; nothing where none do. */
export function Waiting({
  count,
  of = "todo",
}: {
  count: number;
  of?: "todo" | "unread" | "conversations";
}) {
  const t = useText();
  if (count <= 0) return null;
  return (
    <span className={styles.waiting}>
      {count > 99 ? "99+" : count}
      <span className="unseen">{t(`ui.waiting.${of}`)}</span>
    </span>
  );
}
