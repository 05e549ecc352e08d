import { PlusOutlined, DeleteOutlined } from "@ant-design/icons";
import { exchangeRoutes, type GiveFeedback } from "@hub/domain/exchanges/acts-contract";
import { mayFeedBack } from "@hub/domain/exchanges/rules";
import { Alert, Button, Form, Input, InputNumber, Radio } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import { MaterialsChoice } from "./materials-choice.tsx";
import type { ActProps } from "./taking.ts";
import styles from "./feedback.module.css";

const KINDS = ["filed", "not_filed", "progress", "result"] as const;
type Kind = GiveFeedback["kind"];

interface Values {
  kind: Kind;
  text: string;
  number: string;
  figures: { label: string; number: number; unit: string }[];
  files: ChosenFile[];
  materials: string[];
}

/** 反馈: 立案, 不立案, 进展, 结果 with figures. Only a result closes, and the button says so. */
export function FeedbackDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const [settled, setSettled] = useState(true);
  const given = view.feedback.map((one) => one.kind);
  const first: Kind = given.includes("filed") || given.includes("not_filed") ? "progress" : "filed";
  return (
    <ExchangeDialog<typeof exchangeRoutes.feedback.body, Values>
      {...props}
      route={exchangeRoutes.feedback}
      title={t("exchanges.feedback.title")}
      act={({ kind }) =>
        kind === "result" ? t("exchanges.feedback.actResult") : t("exchanges.feedback.act")
      }
      width={640}
      initial={{ kind: first, text: "", number: "", figures: [], files: [], materials: [] }}
      body={(id, values) => ({
        id,
        ...values,
        figures: values.figures.map(({ label, number, unit }) => ({
          label,
          number,
          unit: unit ?? "",
        })),
      })}
      blocked={!settled}
      done={t("exchanges.feedback.done")}
    >
      <Form.Item name="kind" label={t("exchanges.feedback.kind")}>
        <Radio.Group
          optionType="button"
          options={KINDS.map((kind) => ({
            value: kind,
            label: t(`exchanges.feedback.kinds.${kind}`),
            disabled: !mayFeedBack(view, kind).allowed,
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={["kind"]}>
        {({ getFieldValue }) => {
          const kind = getFieldValue("kind") as Kind;
          return (
            <>
              {kind === "result" && (
                <Alert
                  className={styles.note ?? ""}
                  type="info"
                  role="status"
                  showIcon
                  title={t("exchanges.feedback.closes")}
                />
              )}
              <Form.Item
                name="text"
                label={t("exchanges.feedback.text")}
                extra={t(`exchanges.feedback.textHint.${kind}`)}
              >
                <Input.TextArea autoSize={{ minRows: 4, maxRows: 14 }} maxLength={4_000} />
              </Form.Item>
            </>
          );
        }}
      </Form.Item>
      <Form.Item name="number" label={t("exchanges.feedback.number")}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        label={t("exchanges.feedback.figures")}
        extra={t("exchanges.feedback.figureExample")}
      >
        <Figures />
      </Form.Item>
      {view.leadId && (
        <Form.Item name="materials" label={t("exchanges.feedback.materials")}>
          <MaterialsChoice leadId={view.leadId} />
        </Form.Item>
      )}
      <Form.Item name="files" label={t("exchanges.feedback.files")}>
        <FilesField titled onSettled={setSettled} />
      </Form.Item>
    </ExchangeDialog>
  );
}

/** 成效数据: what, how many, in which unit. */
function Figures() {
  const t = useText();
  return (
    <Form.List name="figures">
      {(rows, { add, remove }) => (
        <div className={styles.figures}>
          {rows.map(({ key, name }) => (
            <div key={key} className={styles.figure}>
              <Form.Item name={[name, "label"]} noStyle>
                <Input
                  maxLength={40}
                  aria-label={t("exchanges.feedback.figureLabel")}
                  placeholder={t("exchanges.feedback.figureLabel")}
                />
              </Form.Item>
              <Form.Item name={[name, "number"]} noStyle>
                <InputNumber
                  aria-label={t("exchanges.feedback.figureNumber")}
                  placeholder={t("exchanges.feedback.figureNumber")}
                />
              </Form.Item>
              <Form.Item name={[name, "unit"]} noStyle>
                <Input
                  maxLength={20}
                  aria-label={t("exchanges.feedback.figureUnit")}
                  placeholder={t("exchanges.feedback.figureUnit")}
                />
              </Form.Item>
              <Button
                type="text"
                aria-label={t("exchanges.feedback.figureRemove", { n: name + 1 })}
                icon={<DeleteOutlined aria-hidden="true" />}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          {rows.length < 20 && (
            <Button
              size="small"
              icon={<PlusOutlined aria-hidden="true" />}
              onClick={() => add({ label: "", unit: "" })}
            >
              {t("exchanges.feedback.figureAdd")}
            </Button>
          )}
        </div>
      )}
    </Form.List>
  );
}
