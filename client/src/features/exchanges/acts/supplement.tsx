import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { ActDialog } from "../act-dialog.tsx";
import { MaterialsChoice } from "./materials-choice.tsx";
import { useTaking, type ActProps } from "./taking.ts";

const KINDS = ["supplement", "correction"] as const;

interface Values {
  kind: (typeof KINDS)[number];
  text: string;
  files: ChosenFile[];
  materials: string[];
  requestId: string | undefined;
}

/** 补充材料 and 更正: stand beside what was issued, which never changes. */
export function SupplementDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  const [settled, setSettled] = useState(true);
  const asked = view.requests.filter((one) => !one.answered);
  return (
    <ActDialog<typeof exchangeRoutes.supplement.body, Values, typeof view>
      open={open}
      onClose={onClose}
      title={t("exchanges.supplement.title")}
      act={t("exchanges.supplement.act")}
      hint={t("exchanges.supplement.hint")}
      width={640}
      initial={{ kind: "supplement", text: "", files: [], materials: [], requestId: asked[0]?.id }}
      schema={exchangeRoutes.supplement.body}
      body={(id, { requestId, ...values }) => ({ id, ...values, requestId: requestId ?? null })}
      send={(body) => call(exchangeRoutes.supplement, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
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
    </ActDialog>
  );
}
