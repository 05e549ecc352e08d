import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { ActDialog } from "../act-dialog.tsx";
import { FormalFrame } from "./formal-frame.tsx";
import { useTaking, type ActProps } from "./taking.ts";

/** 签收: asks for nothing but the act; what is signed for is named by its check code. */
export function SignDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const me = useMe();
  const nameOf = useOfficeName();
  const taking = useTaking(view);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.sign.title")}
      act={t("exchanges.sign.act")}
      tone="formal"
      hint={t("exchanges.sign.hint")}
      initial={{}}
      schema={exchangeRoutes.sign.body}
      body={(id) => ({ id, digest: view.digest ?? "" })}
      send={(body) => call(exchangeRoutes.sign, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
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
    </ActDialog>
  );
}
