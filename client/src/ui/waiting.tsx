import { useText } from "../app/i18n.ts";
import styles from "./waiting.module.css";

/** How many things wait for me; nothing where none do. */
export function Waiting({ count }: { count: number }) {
  const t = useText();
  if (count <= 0) return null;
  return (
    <span className={styles.waiting}>
      {count > 99 ? "99+" : count}
      <span className="unseen">{t("ui.waiting")}</span>
    </span>
  );
}
