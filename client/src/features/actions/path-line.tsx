import type { ActionView } from "@hub/domain/actions/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useIsPhone } from "../../ui/panes.tsx";
import { When } from "../../ui/when.tsx";
import styles from "../exchanges/path-line.module.css";
import { useStateText } from "./marks.tsx";
import { stationsOf } from "./path.ts";

/** The action as a line of stations; on a phone the ones around the present one. */
export function ActionPath({ view }: { view: ActionView }) {
  const t = useText();
  const phone = useIsPhone();
  const textOf = useStateText();
  const all = stationsOf(view);
  const here = all.findIndex((one) => one.status === "current");
  const from = Math.max(0, Math.min(here - 1, all.length - 4));
  const shown = phone ? all.slice(from, from + 4) : all;
  return (
    <nav aria-label={t("actions.page.path")}>
      <ol className={styles.path}>
        {shown.map(({ key, status, at, by }) => (
          <li
            key={key}
            className={cx(styles.station, styles[status])}
            aria-current={status === "current" ? "step" : undefined}
          >
            <span className={styles.dot} aria-hidden="true" />
            <div>
              <div className={styles.name}>
                {textOf(view.kind, key)}
                <span className="unseen">（{t(`exchanges.stationStatus.${status}`)}）</span>
              </div>
              {at && (
                <div className={styles.line}>
                  <When at={at} short />
                </div>
              )}
              {by && <div className={styles.line}>{by}</div>}
            </div>
          </li>
        ))}
      </ol>
    </nav>
  );
}
