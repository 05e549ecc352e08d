import type { DisputeResult } from "@hub/domain/disputes/contract";
import { mayConclude, resultsOf } from "@hub/domain/disputes/rules";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input, Radio } from "antd";
import { useState } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { OfficePicker, useOfficeName, useOffices } from "../../../ui/names.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { ActDialog } from "../act-dialog.tsx";
import { useTaking, type ActProps } from "./taking.ts";

interface Raise {
  reason: string;
  believedOfficeId: string | undefined;
  securesOfficeId: string;
  securesNote: string;
}

/** 认为不属于本院管辖: neither a refusal nor a return, but the way by one's superiors to a decision. */
export function DisputeDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const nameOf = useOfficeName();
  const offices = useOffices();
  const taking = useTaking(view);
  return (
    <ActDialog<typeof exchangeRoutes.dispute.body, Raise, typeof view>
      open={open}
      onClose={onClose}
      title={t("exchanges.dispute.title")}
      act={t("exchanges.dispute.act")}
      hint={t("exchanges.dispute.hint")}
      width={640}
      initial={{
        reason: "",
        believedOfficeId: undefined,
        securesOfficeId: view.toOfficeId,
        securesNote: "",
      }}
      schema={exchangeRoutes.dispute.body}
      body={(id, { believedOfficeId, ...values }) => ({
        id,
        ...values,
        believedOfficeId: believedOfficeId ?? null,
      })}
      send={(body) => call(exchangeRoutes.dispute, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.dispute.done")}
    >
      <Form.Item name="reason" label={t("exchanges.dispute.reason")}>
        <Input.TextArea autoSize={{ minRows: 4 }} maxLength={2_000} />
      </Form.Item>
      <Form.Item name="believedOfficeId" label={t("exchanges.dispute.believed")}>
        <OfficePicker options={offices.list.map((one) => one.id)} />
      </Form.Item>
      <Form.Item name="securesOfficeId" label={t("exchanges.dispute.secures")}>
        <Radio.Group
          options={[view.toOfficeId, view.fromOfficeId].map((id) => ({
            value: id,
            label: nameOf(id),
          }))}
        />
      </Form.Item>
      <Form.Item name="securesNote" label={t("exchanges.dispute.securesNote")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </ActDialog>
  );
}

interface Step {
  result: DisputeResult;
  designatedOfficeId: string | undefined;
  note: string;
  paper: { title: string; number: string; date: string | null; file: ChosenFile[] };
}

/** One step on that way. The step of an office without accounts is recorded from its paper: title, number, date, scan. */
export function DisputeStepDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const taking = useTaking(view);
  const [settled, setSettled] = useState(true);
  const { dispute } = view;
  const step = dispute?.steps.find((one) => one.result === null);
  if (!dispute || !step) return null;
  const results = resultsOf(step.stage).filter(
    (result) => mayConclude(me.officer, view, step.stage, result).allowed,
  );
  const fromPaper =
    !step.officeIds.includes(me.officer.officeId) &&
    step.officeIds.some((id) => offices.get(id)?.connected === false);
  return (
    <ActDialog<typeof exchangeRoutes.disputeStep.body, Step, typeof view>
      open={open}
      onClose={onClose}
      title={t("exchanges.dispute.stepTitle", {
        stage: t(`exchanges.dispute.stage.${step.stage}`),
      })}
      act={t("exchanges.dispute.stepAct")}
      width={640}
      {...(fromPaper ? { hint: t("exchanges.dispute.paperHint") } : {})}
      initial={{
        result: results[0] ?? "passed",
        designatedOfficeId: undefined,
        note: "",
        paper: { title: "", number: "", date: null, file: [] },
      }}
      schema={exchangeRoutes.disputeStep.body}
      body={(id, { result, designatedOfficeId, note, paper }) => ({
        id,
        index: step.index,
        result,
        designatedOfficeId: result === "designate" ? (designatedOfficeId ?? null) : null,
        note,
        paper:
          fromPaper || paper.title.trim()
            ? {
                title: paper.title,
                number: paper.number,
                date: paper.date ?? "",
                fileId: paper.file[0]?.fileId ?? null,
              }
            : null,
      })}
      send={(body) => call(exchangeRoutes.disputeStep, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      blocked={!settled}
      done={t("exchanges.dispute.stepDone")}
    >
      <Form.Item name="result" label={t("exchanges.dispute.stepResult")}>
        <Radio.Group
          options={results.map((result) => ({
            value: result,
            label:
              step.stage === "report"
                ? t("exchanges.dispute.resultReport")
                : t(`exchanges.dispute.result.${result}`),
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={["result"]}>
        {({ getFieldValue }) =>
          getFieldValue("result") === "designate" && (
            <Form.Item
              name="designatedOfficeId"
              label={t("exchanges.dispute.designated")}
              rules={[{ required: true, message: t("ui.required") }]}
            >
              <OfficePicker options={offices.list.map((one) => one.id)} />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item name="note" label={t("exchanges.dispute.stepNote")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
      <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
        <legend style={{ fontWeight: 600, marginBottom: 8 }}>{t("exchanges.dispute.paper")}</legend>
        <Form.Item
          name={["paper", "title"]}
          label={t("exchanges.dispute.paperTitle")}
          rules={[{ required: fromPaper, whitespace: true, message: t("ui.required") }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name={["paper", "number"]} label={t("exchanges.dispute.paperNumber")}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item
          name={["paper", "date"]}
          label={t("exchanges.dispute.paperDate")}
          rules={[{ required: fromPaper, message: t("ui.required") }]}
        >
          <DayField past />
        </Form.Item>
        <Form.Item name={["paper", "file"]} label={t("exchanges.dispute.paperFile")}>
          <FilesField onSettled={setSettled} />
        </Form.Item>
      </fieldset>
    </ActDialog>
  );
}
