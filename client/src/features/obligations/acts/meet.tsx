import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import type { EvidenceKind } from "@hub/domain/obligations/contract";
import { Form, Input, Radio } from "antd";
import { useState } from "react";
import { dayOf } from "@hub/domain/kernel/clock";
import { useText } from "../../../app/i18n.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { useNow } from "../../../ui/when.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { LinkField } from "./link-field.tsx";
import { OccurrenceDialog, type OccurrenceActProps } from "./occurrence-dialog.tsx";

interface Values {
  kind: EvidenceKind;
  ref: string | null;
  text: string;
  on: string | null;
  files: ChosenFile[];
}

/** 落实: by what happened in the hub, linked to it, or by a record in words with files. */
export function MeetDialog(props: OccurrenceActProps) {
  const { view } = props;
  const t = useText();
  const today = dayOf(useNow());
  const [settled, setSettled] = useState(true);
  const kinds = view.accepts;
  return (
    <OccurrenceDialog<typeof obligationRoutes.meet.body, Values>
      {...props}
      route={obligationRoutes.meet}
      title={t("obligations.meet.title")}
      keptAs={`occurrences/${view.id}/meet`}
      act={t("obligations.act.meet")}
      width={620}
      hint={
        view.times > 1
          ? t("obligations.meet.hintTimes", { times: view.times, done: view.done })
          : t("obligations.meet.hint")
      }
      initial={{
        kind: kinds.includes("record") ? "record" : (kinds[0] ?? "record"),
        ref: null,
        text: "",
        on: today,
        files: [],
      }}
      body={(id, { kind, ref, text, on, files }) => ({
        id,
        ref: kind !== "record" && ref ? { kind, id: ref } : null,
        text,
        on: on ?? "",
        files: kind === "record" ? files : [],
      })}
      blocked={!settled}
      done={t("obligations.meet.done")}
    >
      {(form) => (
        <>
          <Form.Item name="kind" label={t("obligations.meet.how")}>
            <Radio.Group
              optionType="button"
              // What was chosen of one kind is nothing of another.
              onChange={() => form.setFieldValue("ref", null)}
              options={kinds.map((value) => ({
                value,
                label: t(`obligations.evidenceKind.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["kind"]}>
            {({ getFieldValue }) => {
              const kind = getFieldValue("kind") as EvidenceKind;
              return kind === "record" ? null : (
                <Form.Item
                  name="ref"
                  label={t("obligations.meet.ref")}
                  extra={t("obligations.meet.refHint")}
                  rules={[{ required: true, message: t("ui.required") }]}
                >
                  <LinkField
                    kind={kind}
                    occurrenceId={view.id}
                    onChosen={({ on }) => form.setFieldValue("on", on)}
                  />
                </Form.Item>
              );
            }}
          </Form.Item>
          <Form.Item name="on" label={t("obligations.meet.on")}>
            <DayField past />
          </Form.Item>
          <Form.Item noStyle dependencies={["kind"]}>
            {({ getFieldValue }) => {
              const isRecord = getFieldValue("kind") === "record";
              return (
                <>
                  <Form.Item
                    name="text"
                    label={t(isRecord ? "obligations.meet.text" : "obligations.meet.note")}
                  >
                    <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={2_000} />
                  </Form.Item>
                  {isRecord && (
                    <Form.Item name="files" label={t("obligations.meet.files")}>
                      <FilesField titled onSettled={setSettled} />
                    </Form.Item>
                  )}
                </>
              );
            }}
          </Form.Item>
        </>
      )}
    </OccurrenceDialog>
  );
}
