import type { AgreementView } from "@hub/domain/agreements/contract";
import { OVER } from "@hub/domain/agreements/flow";
import { useText } from "../../app/i18n.ts";
import { Stations, type StationShown } from "../../ui/stations.tsx";
import { When } from "../../ui/when.tsx";
import { usePartyName } from "./names.tsx";
import { MAIN, stationsOf, waitedFor, type Station } from "./stations.ts";

/** A day as it is, an instant to the minute. */
const At = ({ at }: { at: string }) =>
  at.length > 10 ? (
    <When at={at} short />
  ) : (
    <time className="number" dateTime={at}>
      {at}
    </time>
  );

/** 起草 · 征求意见 · 院内审批 · 报上级院 · 会签 · 用印 · 印发 · 施行. */
export function PathLine({ view }: { view: AgreementView }) {
  const t = useText();
  const all = stationsOf(view);
  if (all.length === 0) return null;
  const shown = ({ key, status, at, by }: Station): StationShown => ({
    key,
    name: t(`agreements.station.${key}`),
    status,
    formal: key === "sign",
    lines: [
      ...(at ? [{ key: "at", text: <At at={at} /> }] : []),
      ...(by ? [{ key: "by", text: by }] : []),
    ],
  });
  const main = all.filter((one) => MAIN.includes(one.key) || one.status === "current");
  return (
    <Stations
      label={t("agreements.reader.path")}
      stations={all.map(shown)}
      main={main.map(shown)}
    />
  );
}

/** Whom the text waits for, in one sentence. */
export function WaitLine({ view }: { view: AgreementView }) {
  const t = useText();
  const nameOf = usePartyName();
  const names = waitedFor(view)
    .flatMap((index) => view.parties.find((one) => one.index === index) ?? [])
    .map((party) => nameOf(party, true))
    .join(t("ui.list.comma"));
  const words = (): string => {
    switch (view.state) {
      case "drafting":
        return t("agreements.wait.drafting", { names });
      case "consulting":
        return view.openProposals > 0
          ? t("agreements.wait.deciding", { count: view.openProposals })
          : t("agreements.wait.consulting");
      case "approving":
        return names === ""
          ? t(view.reports ? "agreements.wait.report" : "agreements.wait.freeze")
          : t("agreements.wait.approving", { names });
      case "reporting":
        return t(
          view.parties.some((one) => one.consent)
            ? "agreements.wait.freeze"
            : "agreements.wait.reporting",
        );
      case "signing":
        return t("agreements.wait.signing");
      case "sealing":
        return names === ""
          ? t("agreements.wait.numbering")
          : t("agreements.wait.sealing", { names });
      case "issued":
        return t("agreements.wait.issued");
      default:
        return "";
    }
  };
  const said = OVER.includes(view.state) ? "" : words();
  return said === "" ? null : <p>{said}</p>;
}
