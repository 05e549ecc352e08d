import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import styles from "./matter-page.module.css";

interface MatterHeadProps {
  title: string;
  /** Number, state, marking and whose it is, on one line. */
  marks: ReactNode;
  /** What may be done; not on paper. */
  acts: ReactNode;
  /** Where it stands. */
  children: ReactNode;
}

/** The head of the page of one matter. */
export function MatterHead({ title, marks, acts, children }: MatterHeadProps) {
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <div className={styles.what}>
          <h1>{title}</h1>
          <div className={styles.marks}>{marks}</div>
        </div>
        <div className={cx(styles.acts, "screen-only")}>{acts}</div>
      </div>
      {children}
    </header>
  );
}
