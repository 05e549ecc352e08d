import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { useText } from "../../app/i18n.ts";
import { Stations, type StationShown } from "../../ui/stations.tsx";
import { Due, useNow, When } from "../../ui/when.tsx";
import { mainStations, runningClock, stationsOf, type Station } from "./path.ts";

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

/** The exchange as a line of stations, the present one open with its clock running on it; on a phone the five main ones. */
export function PathLine({ view }: { view: ExchangeView }) {
  const t = useText();
  const now = useNow();
  const whoOf = useIssuerText();
  const all = stationsOf(view);
  const shown = (station: Station): StationShown => {
    const { key, status, at, by, note } = station;
    const clock = runningClock(station, view.clocks);
    return {
      key,
      name:
        view.kind === "notice" && (key === "send" || key === "close")
          ? t(`exchanges.noticeStation.${key}`)
          : t(`exchanges.station.${key}`),
      status,
      formal: FORMAL.includes(key),
      overdue: clock !== null && !clock.held && new Date(clock.due) < now,
      lines: [
        ...(at ? [{ key: "at", text: <When at={at} short /> }] : []),
        ...(by
          ? [{ key: "by", text: whoOf(station, view) ?? by.name, title: `${by.role} ${by.name}` }]
          : []),
        ...(note ? [{ key: "note", text: t(`exchanges.stationNote.${note}`) }] : []),
      ],
      open: clock?.held ? (
        <span className="quiet">{t("exchanges.clock.held")}</span>
      ) : clock ? (
        <Due at={clock.due} kind="agreed" />
      ) : undefined,
    };
  };
  return (
    <Stations
      label={t("exchanges.path.label")}
      stations={all.map(shown)}
      main={mainStations(all).map(shown)}
    />
  );
}
