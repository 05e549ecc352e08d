import type { ReactNode } from "react";
import styles from "./workbench.module.css";

/** A titled part of the workbench; the number beside the title is what it holds. */
export function Part({
  title,
  count,
  children,
}: {
  title: string;
  count?: number;
  children: ReactNode;
}) {
  return (
    <section className={styles.part}>
      <h2>
        {title}
        {count !== undefined && count > 0 && <span className={styles.tally}>{count}</span>}
      </h2>
      <div className={styles.partBody}>{children}</div>
    </section>
  );
}
