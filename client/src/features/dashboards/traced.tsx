import type { Traced, YearView } from "@hub/domain/dashboards/contract";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { usePeriodText } from "../obligations/period.ts";
import { behindOf } from "./behind.ts";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./traced.module.css";

/** A figure of the year; pressed, it says on what it rests: lines to open, and the entries in their channels by number. */
export function TracedFigure({ one, view }: { one: Traced; view: YearView }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const name = t(`dashboards.figure.${one.key}`);
  if (one.entryIds.length === 0) return <span className="number">{one.n}</span>;
  return (
    <>
      <button
        type="button"
        className={styles.figure}
        aria-label={t("dashboards.year.behind", { name, n: one.n })}
        onClick={() => setOpen(true)}
      >
        {one.n}
      </button>
      <Dialog
        open={open}
        title={`${name} ${one.n}`}
        footer={null}
        width={640}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <Lines one={one} view={view} />
      </Dialog>
    </>
  );
}

function Lines({ one, view }: { one: Traced; view: YearView }) {
  const t = useText();
  const periodText = usePeriodText();
  const lines = useMemo(() => behindOf(view, one), [view, one]);
  return (
    <>
      <p className="quiet">{t("dashboards.year.behindHint")}</p>
      <ul className={styles.lines}>
        {lines.map((line) => (
          <li key={line.key}>
            <Link to={line.to}>{line.title}</Link>{" "}
            <span className="quiet">{periodText(line.when)}</span>
            <p className={styles.entries}>
              {t("dashboards.year.entries")} {line.entryIds.join(" ")}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
