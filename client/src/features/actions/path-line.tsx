import type { ActionView } from "@hub/domain/actions/contract";
import { useText } from "../../app/i18n.ts";
import { Stations, type StationShown } from "../../ui/stations.tsx";
import { When } from "../../ui/when.tsx";
import { useStateText } from "./marks.tsx";
import { stationsOf } from "./path.ts";

/** How many stations a phone shows: those around the present one. */
const ON_PHONE = 4;

/** The action as a line of stations; on a phone the ones around the present one. */
export function ActionPath({ view }: { view: ActionView }) {
  const t = useText();
  const textOf = useStateText();
  const all = stationsOf(view);
  const here = all.findIndex((one) => one.status === "current");
  const from = Math.max(0, Math.min(here - 1, all.length - ON_PHONE));
  const shown = all.map(({ key, status, at, by }): StationShown => ({
    key,
    name: textOf(view.kind, key),
    status,
    lines: [
      ...(at ? [{ key: "at", text: <When at={at} short /> }] : []),
      ...(by ? [{ key: "by", text: by }] : []),
    ],
  }));
  return (
    <Stations
      label={t("actions.page.path")}
      stations={shown}
      main={shown.slice(from, from + ON_PHONE)}
    />
  );
}
