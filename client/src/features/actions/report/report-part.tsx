import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { Button } from "antd";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { Section } from "../../../ui/page.tsx";
import { RoundWords } from "../round-words.tsx";
import styles from "../actions.module.css";
import { GoButton } from "../go-button.tsx";

/** 行动报告: where it stands; it is read, written and confirmed on a page of its own. */
export function ReportPart({ view }: { view: ActionView }) {
  const t = useText();
  const may = view.can.includes("write_report");
  if (!view.report && !may) return null;
  return (
    <Section title={t("actions.report.title")}>
      {view.report ? (
        <RoundWords round={view.report} />
      ) : (
        <p className="quiet">{t("actions.report.none")}</p>
      )}
      <div className={`${styles.acts} screen-only`}>
        <GoButton to={`/actions/${view.id}/report`}>
          {view.report ? t("actions.report.open") : t("actions.act.write_report")}
        </GoButton>
        {view.report && (
          <>
            <Button href={addressOf(actionPaperRoutes.report, { actionId: view.id })} download>
              PDF
            </Button>
            <Button href={addressOf(actionPaperRoutes.reportDocx, { actionId: view.id })} download>
              .docx
            </Button>
          </>
        )}
      </div>
    </Section>
  );
}
