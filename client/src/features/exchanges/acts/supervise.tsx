import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { useText } from "../../../app/i18n.ts";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import type { ActProps } from "./taking.ts";
import { TextDialog } from "./text-dialog.tsx";

/** 督办 by an office above: both sides see it, and 双方 is open to that office while it holds. */
export function SuperviseDialog(props: ActProps) {
  const t = useText();
  return (
    <TextDialog
      {...props}
      route={exchangeRoutes.supervise}
      title={t("exchanges.supervise.title")}
      act={t("exchanges.act.supervise")}
      hint={t("exchanges.supervise.hint")}
      label={t("exchanges.supervise.text")}
      done={t("exchanges.supervise.done")}
    />
  );
}

export function EndSupervisionDialog(props: ActProps) {
  const t = useText();
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.endSupervision}
      title={t("exchanges.act.end_supervision")}
      act={t("exchanges.act.end_supervision")}
      hint={t("exchanges.supervise.endHint")}
      initial={{}}
      body={(id) => ({ id })}
      done={t("exchanges.supervise.ended")}
    />
  );
}
