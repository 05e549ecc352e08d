import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import { MaterialsChoice } from "./materials-choice.tsx";
import type { ActProps } from "./taking.ts";

const KINDS = ["supplement", "correction"] as const;

interface Values {
  kind: (typeof KINDS)[number];
  text: string;
  files: ChosenFile[];
  materials: string[];
  requestId: string | undefined;
}

/** 补充材料 and 更正: stand beside what was issued, which never changes. */
export function SupplementDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const [settled, setSettled] = useState(true);
  const asked = view.requests.filter((one) => !one.answered);
  return (
    <ExchangeDialog<typeof exchangeRoutes.supplement.body, Values>
      {...props}
      route={exchangeRoutes.supplement}
      title={t("exchanges.supplement.title")}
      act={t("exchanges.supplement.act")}
      hint={t("exchanges.supplement.hint")}
      width={640}
      initial={{ kind: "supplement", text: "", files: [], materials: [], requestId: asked[0]?.id }}
      body={(id, { requestId, ...values }) => ({ id, ...values, requestId: requestId ?? null })}
      blocked={!settled}
      done={t("exchanges.supplement.done")}
    >
      <Form.Item name="kind" label={t("exchanges.supplement.kind")}>
        <Radio.Group
          optionType="button"
          options={KINDS.map((kind) => ({
            value: kind,
            label: t(`exchanges.supplement.kinds.${kind}`),
          }))}
        />
      </Form.Item>
      {asked.length > 0 && (
        <Form.Item name="requestId" label={t("exchanges.supplement.answers")}>
          <Select
            allowClear
            placeholder={t("exchanges.supplement.answersNone")}
            options={asked.map((one) => ({ value: one.id, label: one.text }))}
          />
        </Form.Item>
      )}
      <Form.Item name="text" label={t("exchanges.supplement.text")}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 14 }} maxLength={4_000} />
      </Form.Item>
      {view.leadId && (
        <Form.Item name="materials" label={t("exchanges.supplement.materials")}>
          <MaterialsChoice leadId={view.leadId} />
        </Form.Item>
      )}
      <Form.Item name="files" label={t("exchanges.supplement.files")}>
        <FilesField titled onSettled={setSettled} />
      </Form.Item>
    </ExchangeDialog>
  );
}
