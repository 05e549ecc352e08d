import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import { FormalFrame } from "./formal-frame.tsx";
import type { ActProps } from "./taking.ts";

/** 签收: asks for nothing but the act; what is signed for is named by its check code. */
export function SignDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const me = useMe();
  const nameOf = useOfficeName();
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.sign}
      title={t("exchanges.sign.title")}
      act={t("exchanges.sign.act")}
      tone="formal"
      hint={t("exchanges.sign.hint")}
      initial={{}}
      body={(id) => ({ id, digest: view.digest ?? "" })}
      done={t("exchanges.sign.done")}
    >
      <FormalFrame
        name={t("exchanges.sign.frame")}
        lines={[
          [t("leads.form.title"), view.title],
          [t("exchanges.preview.from"), nameOf(view.fromOfficeId)],
          [t("exchanges.sign.unit"), nameOf(me.officer.officeId)],
          [t("exchanges.sign.by"), `${me.officer.title} ${me.officer.name}`],
          [t("exchanges.sign.at"), t("exchanges.sign.atServer")],
        ]}
        digest={view.digest}
        note={t("exchanges.sign.note")}
      />
    </ExchangeDialog>
  );
}
