import { Segmented } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { useText } from "../app/i18n.ts";
import { cx } from "./cx.ts";
import { useIsPhone } from "./panes.tsx";
import { Printed } from "./printed.tsx";
import styles from "./matter-page.module.css";

const PARTS = ["main", "timeline", "side"] as const;
type Part = (typeof PARTS)[number];

interface MatterPageProps {
  title: string;
  number: string | null;
  head: ReactNode;
  /** What the three parts are called where they are shown one at a time. */
  labels: Record<Part, string>;
  /** Which of them a phone shows first. */
  start?: Part;
  /** The way through what is written, at the left of a wide desk. */
  list?: ReactNode;
  /** What is written, and the class that gives it its width. */
  main: ReactNode;
  mainClass: string | undefined;
  mainLabel: string;
  bodyClass?: string | undefined;
  talk: ReactNode;
  side: ReactNode;
}

/** One matter as one page: its head, what is written, what is said, and everything about it. */
export function MatterPage(props: MatterPageProps) {
  const { title, labels, start = "main" } = props;
  const t = useText();
  const phone = useIsPhone();
  const [part, setPart] = useState(start);
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  const away = (one: Part) => phone && part !== one && styles.away;
  return (
    <div className={styles.page}>
      <Printed title={title} number={props.number} />
      {props.head}
      {phone && (
        <div className={cx(styles.switch, "screen-only")}>
          <Segmented<Part>
            block
            value={part}
            aria-label={t("leads.page.parts.label")}
            onChange={setPart}
            options={PARTS.map((value) => ({ value, label: labels[value] }))}
          />
        </div>
      )}
      <div className={cx(styles.body, props.bodyClass)}>
        {props.list}
        <div
          className={cx(styles.column, props.mainClass, away("main"))}
          // A region that scrolls can be reached and scrolled by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          role="region"
          aria-label={props.mainLabel}
        >
          {props.main}
        </div>
        {/* Unmounted on a phone while another part is looked at: what is not seen must not count as read. */}
        {!away("timeline") && props.talk}
        <aside
          className={cx(styles.column, styles.side, away("side"))}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
          tabIndex={0}
          aria-label={labels.side}
        >
          {props.side}
        </aside>
      </div>
    </div>
  );
}
