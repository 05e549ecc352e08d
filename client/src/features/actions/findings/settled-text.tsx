import type { SettledView } from "@hub/domain/actions/record-contract";
import { Link } from "react-router";
import { useText } from "../../../app/i18n.ts";
import { useOfficeName } from "../../../ui/names.tsx";

/** What became of a finding, with the way to it where the reader may go there. */
export function SettledText({ settled }: { settled: SettledView }) {
  const t = useText();
  const nameOf = useOfficeName();
  const text = t(`actions.settled.${settled.kind}`, {
    office: settled.officeId ? nameOf(settled.officeId, true) : "",
    number: settled.leadNumber ?? "",
  });
  const path = settled.leadId
    ? `/leads/${settled.leadId}`
    : settled.exchangeId
      ? `/exchanges/${settled.exchangeId}`
      : null;
  return path ? <Link to={path}>{text}</Link> : <span>{text}</span>;
}
