import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { Button } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { useIsPhone } from "../../ui/panes.tsx";
import { Due, useNow, When } from "../../ui/when.tsx";
import { mainStations, runningClock, stationsOf, type Station } from "./path.ts";
import styles from "./path-line.module.css";

const FORMAL = ["issue", "sign"];

/** Whose word the issue rests on: 李某（受张某委托）, or the leader who signed on paper and who compared it. Never a click he did not make. */
function useIssuerText() {
  const t = useText();
  return ({ key, by }: Station, { issued }: ExchangeView): string | null => {
    if (key !== "issue" || !issued || !by || issued.mode === "own" || issued.principal === null)
      return null;
    const given = { name: by.name, principal: issued.principal };
    return issued.mode === "delegated"
      ? t("exchanges.path.delegated", given)
      : t("exchanges.path.onPaper", given);
  };
}

function StationItem({ station, view }: { station: Station; view: ExchangeView }) {
  const t = useText();
  const now = useNow();
  const clock = runningClock(station, view.clocks);
  const overdue = clock !== null && !clock.held && new Date(clock.due) < now;
  const { status, key } = station;
  const whoOf = useIssuerText();
  const name =
    view.kind === "notice" && (key === "send" || key === "close")
      ? t(`exchanges.noticeStation.${key}`)
      : t(`exchanges.station.${key}`);
  return (
    <li
      className={cx(
        styles.station,
        styles[status],
        overdue && styles.overdue,
        status === "passed" && FORMAL.includes(key) && styles.formal,
      )}
      aria-current={status === "current" ? "step" : undefined}
    >
      <span className={styles.dot} aria-hidden="true" />
      <div>
        <div className={styles.name}>
          {name}
          <span className="unseen">（{t(`exchanges.stationStatus.${status}`)}）</span>
        </div>
        {station.at && (
          <div className={styles.line}>
            <When at={station.at} short />
          </div>
        )}
        {station.by && (
          <div className={styles.line} title={`${station.by.role} ${station.by.name}`}>
            {whoOf(station, view) ?? station.by.name}
          </div>
        )}
        {station.note && (
          <div className={styles.line}>{t(`exchanges.stationNote.${station.note}`)}</div>
        )}
        {status === "current" && (
          <div className={styles.open}>
            {clock?.held ? (
              <span className="quiet">{t("exchanges.clock.held")}</span>
            ) : clock ? (
              <Due at={clock.due} kind="agreed" />
            ) : (
              <span className={styles.now}>{t("exchanges.path.now")}</span>
            )}
          </div>
        )}
      </div>
    </li>
  );
}

/**
 * The exchange as a line of stations, the present one open with its clock running on it. On a phone the five main ones stand in the
 * line; all of them, with people and times, come on tap.
 */
export function PathLine({ view }: { view: ExchangeView }) {
  const t = useText();
  const phone = useIsPhone();
  const [whole, setWhole] = useState(false);
  const all = stationsOf(view);
  const shown = phone && !whole ? mainStations(all) : all;
  return (
    <nav aria-label={t("exchanges.path.label")}>
      <ol className={cx(styles.path, phone && whole && styles.tall)}>
        {shown.map((station) => (
          <StationItem key={station.key} station={station} view={view} />
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
          {whole ? t("exchanges.path.showLess") : t("exchanges.path.showAll")}
        </Button>
      )}
    </nav>
  );
}
