import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { ReportView } from "@hub/domain/actions/report-contract";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { FormalFrame } from "../../exchanges/acts/formal-frame.tsx";
import { reportQuery } from "../queries.ts";

type Open = "submit" | "confirm" | "return" | null;

/** Sends the report round, confirms it for the own office, or sends it back. */
export function ReportActs({ view, report }: { view: ActionView; report: ReportView }) {
  const t = useText();
  const me = useMe();
  const nameOf = useOfficeName();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const params = { actionId: view.id };
  const can = (act: ActionView["can"][number]) => view.can.includes(act);
  const common = {
    open: true,
    onClose: () => setOpen(null),
    onDone: (next: ReportView) => {
      for (const feature of ["actions", "workbench", "agreements", "obligations", "dashboards"])
        void client.invalidateQueries({ queryKey: [feature] });
      client.setQueryData(reportQuery(view.id).queryKey, next);
    },
    onRefused: () => void client.invalidateQueries({ queryKey: ["actions"] }),
  };
  const digested = (id: string) => ({ id, digest: report.digest });
  return (
    <>
      {can("submit_report") && report.version > 0 && (
        <Button type="primary" disabled={report.outdated} onClick={() => setOpen("submit")}>
          {t("actions.act.submit_report")}
        </Button>
      )}
      {can("return_report") && (
        <Button onClick={() => setOpen("return")}>{t("actions.round.return")}</Button>
      )}
      {can("confirm_report") && (
        <Button type="primary" onClick={() => setOpen("confirm")}>
          {t("actions.act.confirm_report")}
        </Button>
      )}
      {open === "submit" && (
        <ActDialog
          {...common}
          title={t("actions.act.submit_report")}
          act={t("actions.act.submit_report")}
          hint={t("actions.round.submitHint")}
          initial={{}}
          schema={actionRoutes.submitReport.body}
          body={digested}
          send={(body) => call(actionRoutes.submitReport, { params, body })}
          done={t("actions.round.submitted")}
        />
      )}
      {open === "confirm" && (
        <ActDialog
          {...common}
          title={t("actions.act.confirm_report")}
          act={t("actions.act.confirm_report")}
          tone="formal"
          initial={{}}
          schema={actionRoutes.confirmReport.body}
          body={digested}
          send={(body) => call(actionRoutes.confirmReport, { params, body })}
          done={t("actions.round.agreed")}
        >
          <FormalFrame
            name={t("actions.act.confirm_report")}
            lines={[
              [t("actions.propose.name"), report.text.title],
              [t("actions.round.version"), String(report.version)],
              [t("exchanges.sign.unit"), nameOf(me.officer.officeId)],
              [t("exchanges.sign.by"), `${me.officer.title} ${me.officer.name}`],
              [t("exchanges.sign.at"), t("exchanges.sign.atServer")],
            ]}
            digest={report.digest}
          />
        </ActDialog>
      )}
      {open === "return" && (
        <ActDialog
          {...common}
          title={t("actions.round.return")}
          act={t("actions.round.return")}
          initial={{ reason: "" }}
          schema={actionRoutes.returnReport.body}
          body={(id, { reason }) => ({ ...digested(id), reason })}
          send={(body) => call(actionRoutes.returnReport, { params, body })}
          done={t("actions.round.returned")}
        >
          <Form.Item name="reason" label={t("actions.reason")}>
            <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
          </Form.Item>
        </ActDialog>
      )}
    </>
  );
}
