import { useEffect, type ReactNode } from "react";
import { useText } from "../app/i18n.ts";
import { cx } from "./cx.ts";
import { Printed } from "./printed.tsx";
import styles from "./page.module.css";

interface PageProps {
  title: string;
  /** Beside the title: a state, a number. */
  aside?: ReactNode;
  /** What I can do here; at the right, below the title on a phone. */
  actions?: ReactNode;
  /** `text`: at most as wide as one reads well; `full`: the whole sheet. */
  width?: "text" | "full";
  /** On one page of A4, whatever it holds. */
  onePage?: boolean;
  /** What it is called on paper, where another head (ui/printed.tsx) stands in place of the title. */
  paper?: string;
  children: ReactNode;
}

/** A screen: its title, what can be done, and its sheet. Names the document too. */
export function Page(props: PageProps) {
  const { title, aside, actions, width = "full", onePage = false, paper, children } = props;
  const t = useText();
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  return (
    <div className={cx(styles.page, width === "text" && styles.text, onePage && "one-page")}>
      <Printed title={paper ?? title} />
      <header className={cx(styles.head, "screen-only")}>
        <h1>{title}</h1>
        {aside}
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a heading, parted from the next by a hairline; not a card. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
