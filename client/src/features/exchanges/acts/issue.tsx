import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { FrozenSheet } from "../frozen-sheet.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import { FormalFrame } from "./formal-frame.tsx";
import { ProofField, type ProofValue } from "./proof-field.tsx";
import type { ActProps } from "./taking.ts";

/** 签发: freezes what is shown here and sends it; asks for the second factor in the very act. */
export function IssueDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const me = useMe();
  const nameOf = useOfficeName();
  const office = nameOf(view.toOfficeId);
  const act =
    view.kind === "notice"
      ? t("exchanges.act.issueNotice", { office })
      : t("exchanges.act.issueTo", { office });
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.issue}
      title={t("exchanges.issue.title")}
      act={act}
      tone="formal"
      width={720}
      hint={t("exchanges.issue.hint", { office })}
      initial={{ proof: {} as ProofValue }}
      body={(id, values) => ({ id, expects: view.version, proof: values.proof })}
      blocked={me.proof === "enrolment"}
      done={t("exchanges.issue.done", { office })}
    >
      {view.content && <FrozenSheet content={view.content} />}
      <FormalFrame
        name={t("exchanges.issue.frame")}
        lines={[
          [t("exchanges.issue.unit"), nameOf(me.officer.officeId)],
          [t("exchanges.issue.who"), `${me.officer.title} ${me.officer.name}`],
        ]}
      />
      <ProofField />
    </ExchangeDialog>
  );
}
