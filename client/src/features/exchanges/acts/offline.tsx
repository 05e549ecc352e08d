import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { downloadOf } from "../../../ui/materials.tsx";
import { OfficerPicker } from "../../../ui/names.tsx";
import { minuteTime } from "../../../ui/time.ts";
import { DayField } from "../../leads/day-field.tsx";
import { FrozenSheet } from "../frozen-sheet.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import { ProofField, type ProofValue } from "./proof-field.tsx";
import type { ActProps } from "./taking.ts";

interface Upload {
  file: ChosenFile[];
  signedBy: string;
  signedOn: string;
}

/** 线下签批: one person uploads the signed approval form. It is shown as what it is, never as the leader's own click. */
export function UploadApprovalDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const [settled, setSettled] = useState(true);
  return (
    <ExchangeDialog<typeof exchangeRoutes.uploadApproval.body, Upload>
      {...props}
      route={exchangeRoutes.uploadApproval}
      title={t("exchanges.offline.uploadTitle")}
      act={t("exchanges.offline.upload")}
      hint={t("exchanges.offline.uploadHint")}
      initial={{ file: [], signedBy: "", signedOn: "" }}
      body={(id, { file, signedBy, signedOn }) => ({
        id,
        expects: view.version,
        fileId: file[0]?.fileId ?? "",
        signedBy,
        signedOn,
      })}
      blocked={!settled}
      done={t("exchanges.offline.uploaded")}
    >
      <Form.Item
        name="file"
        label={t("exchanges.offline.file")}
        rules={[{ required: true, type: "array", min: 1, max: 1, message: t("ui.required") }]}
      >
        <FilesField onSettled={setSettled} />
      </Form.Item>
      <Form.Item
        name="signedBy"
        label={t("exchanges.offline.signedBy")}
        rules={[{ required: true, message: t("ui.required") }]}
      >
        <OfficerPicker
          officeId={view.fromOfficeId}
          posts={["chief", "deputy_chief", "dept_head"]}
        />
      </Form.Item>
      <Form.Item
        name="signedOn"
        label={t("exchanges.offline.signedOn")}
        rules={[{ required: true, message: t("ui.required") }]}
      >
        <DayField past />
      </Form.Item>
    </ExchangeDialog>
  );
}

/** The second person compares the scan with what will be sent; that issues it. */
export function ConfirmApprovalDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const me = useMe();
  const { offlineApproval: offline } = view;
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.confirmApproval}
      title={t("exchanges.offline.confirmTitle")}
      act={t("exchanges.offline.confirm")}
      tone="formal"
      width={720}
      hint={t("exchanges.offline.confirmHint")}
      initial={{ proof: {} as ProofValue }}
      body={(id, values) => ({ id, expects: view.version, proof: values.proof })}
      blocked={me.proof === "enrolment"}
      done={t("exchanges.offline.confirmed")}
    >
      {offline && (
        <p>
          {t("exchanges.offline.waiting", {
            who: offline.uploaded.name,
            when: minuteTime(offline.uploaded.at),
            leader: offline.signedBy.name,
            date: offline.signedOn,
          })}{" "}
          <a href={downloadOf(offline.fileId)} download>
            {t("exchanges.offline.view")}
          </a>
        </p>
      )}
      {view.content && <FrozenSheet content={view.content} />}
      <ProofField />
    </ExchangeDialog>
  );
}
