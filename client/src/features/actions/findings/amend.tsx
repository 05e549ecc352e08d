import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { Evidence, FindingView, Handling } from "@hub/domain/actions/record-contract";
import { LeadField } from "@hub/domain/leads/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, Radio, Select } from "antd";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { findingQuery } from "../queries.ts";
import { usePeopleOptions } from "../tasks-part.tsx";
import styles from "../actions.module.css";

interface Values {
  title: string;
  text: string;
  field: LeadField;
  withIds: string[];
  handling: Handling;
  evidence: Evidence;
  reason: string;
}

interface AmendProps {
  view: ActionView;
  finding: FindingView;
  onClose: () => void;
}

const TEXTS = ["whyCopy", "source", "made", "kept", "holder", "witness"] as const;

/** Corrects a finding, and fills in what art 39 asks for; what it said before stays on record. */
export function AmendDialog({ view, finding, onClose }: AmendProps) {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const people = usePeopleOptions(view);
  const { Item } = Form;
  return (
    <ActDialog<typeof actionRoutes.amendFinding.body, Values, FindingView>
      open
      onClose={onClose}
      title={t("actions.findings.amend")}
      act={t("actions.findings.amendAct")}
      width={680}
      initial={{
        title: finding.title,
        text: finding.text,
        field: finding.field,
        withIds: finding.recorders.map((one) => one.id).filter((id) => id !== me.officer.id),
        handling: finding.handling,
        evidence: finding.evidence,
        reason: "",
      }}
      schema={actionRoutes.amendFinding.body}
      body={(id, values) => ({
        id,
        expects: finding.version,
        stopId: finding.stopId,
        place: finding.place,
        ...values,
      })}
      send={(body) =>
        call(actionRoutes.amendFinding, {
          params: { actionId: view.id, findingId: finding.id },
          body,
        })
      }
      onDone={(next) => {
        void client.invalidateQueries({ queryKey: ["actions"] });
        client.setQueryData(findingQuery(view.id, finding.id).queryKey, next);
      }}
      done={t("actions.findings.amended")}
    >
      <Item name="title" label={t("actions.findings.name")}>
        <Input maxLength={120} />
      </Item>
      <Item name="text" label={t("actions.findings.text")}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} maxLength={4_000} />
      </Item>
      <div className={styles.two}>
        <Item name="field" label={t("leads.form.field")}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={LeadField.options.map((value) => ({
              value,
              label: t(`leads.field.${value}`),
            }))}
          />
        </Item>
        <Item name="withIds" label={t("actions.findings.with")}>
          <Select mode="multiple" options={people} />
        </Item>
      </div>
      {(["text", "unit", "basis"] as const).map((name) => (
        <Item key={name} name={["handling", name]} label={t(`actions.handling.${name}`)}>
          <Input maxLength={name === "text" ? 2_000 : 120} />
        </Item>
      ))}
      <Item name={["evidence", "medium"]} label={t("actions.evidence.medium")}>
        <Radio.Group
          optionType="button"
          options={(["original", "copy"] as const).map((value) => ({
            value,
            label: t(`actions.evidence.of.${value}`),
          }))}
        />
      </Item>
      <div className={styles.two}>
        {TEXTS.map((name) => (
          <Item key={name} name={["evidence", name]} label={t(`actions.evidence.${name}`)}>
            <Input maxLength={name === "made" ? 1_000 : 120} />
          </Item>
        ))}
      </div>
      <Item name="reason" label={t("actions.findings.amendReason")}>
        <Input maxLength={500} />
      </Item>
    </ActDialog>
  );
}
