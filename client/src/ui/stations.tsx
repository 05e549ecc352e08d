import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useText } from "../app/i18n.ts";
import { cx } from "./cx.ts";
import { useIsPhone } from "./panes.tsx";
import styles from "./stations.module.css";

/** One station of the path that a matter takes. */
export interface StationShown {
  key: string;
  name: string;
  status: "passed" | "current" | "ahead" | "skipped";
  /** A formal act: 签发, 签收, 会签. */
  formal?: boolean;
  overdue?: boolean;
  /** When, by whom, and what else is to be said under its name. */
  lines: readonly { key: string; text: ReactNode; title?: string }[];
  /** On the present one: the clock that runs on it, or whom it waits for. */
  open?: ReactNode;
}

interface StationsProps {
  label: string;
  stations: readonly StationShown[];
  /** What a phone shows first; all of them come on tap. */
  main: readonly StationShown[];
}

/** A matter's path as a line of stations, the present one open. On a phone the main ones stand in the line. */
export function Stations({ label, stations, main }: StationsProps) {
  const t = useText();
  const phone = useIsPhone();
  const [whole, setWhole] = useState(false);
  const shown = phone && !whole ? main : stations;
  return (
    <nav aria-label={label}>
      <ol className={cx(styles.path, phone && whole && styles.tall)}>
        {shown.map((station) => (
          <StationItem key={station.key} station={station} />
        ))}
      </ol>
      {phone && (
        <Button
          className={cx(styles.more, "screen-only")}
          type="link"
          size="small"
          aria-expanded={whole}
          onClick={() => setWhole(!whole)}
        >
          {whole ? t("ui.stations.showLess") : t("ui.stations.showAll")}
        </Button>
      )}
    </nav>
  );
}

function StationItem({ station }: { station: StationShown }) {
  const t = useText();
  const { name, status, formal = false, overdue = false, lines, open } = station;
  return (
    <li
      className={cx(
        styles.station,
        styles[status],
        overdue && styles.overdue,
        status === "passed" && formal && styles.formal,
      )}
      aria-current={status === "current" ? "step" : undefined}
    >
      <span className={styles.dot} aria-hidden="true" />
      <div>
        <div className={styles.name}>
          {name}
          <span className="unseen">（{t(`ui.stations.status.${status}`)}）</span>
        </div>
        {lines.map((line) => (
          <div key={line.key} className={styles.line} title={line.title}>
            {line.text}
          </div>
        ))}
        {status === "current" && (
          <div className={styles.open}>
            {open ?? <span className={styles.now}>{t("ui.stations.now")}</span>}
          </div>
        )}
      </div>
    </li>
  );
}
