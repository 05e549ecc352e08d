import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { FindingView, Settlement } from "@hub/domain/actions/record-contract";
import { newId } from "@hub/domain/kernel/ids";
import { LeadGrade } from "@hub/domain/leads/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Form, Input, Radio, Select } from "antd";
import { useState } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { OfficePicker, useOffices } from "../../../ui/names.tsx";
import { ActDialog } from "../../exchanges/act-dialog.tsx";
import { findingQuery } from "../queries.ts";
import { usePeopleOptions } from "../tasks-part.tsx";

interface Values {
  kind: Settlement["kind"];
  grade: LeadGrade;
  basis: string;
  departmentId: string | null;
  toOfficeId: string | null;
  title: string;
  assigneeIds: string[];
  reason: string;
}

interface SettleProps {
  view: ActionView;
  finding: FindingView;
  onClose: () => void;
}

/**
 * What becomes of a finding: 由有管辖权的院当场登记, 移送 where that office was not there, a task, or nothing with the reason. The map
 * decides no jurisdiction: whoever registers says on what it rests.
 */
export function SettleDialog({ view, finding, onClose }: SettleProps) {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const client = useQueryClient();
  const people = usePeopleOptions(view);
  // Made once per intent, so that a second try makes no second lead.
  const [ids] = useState(() => ({ leadId: newId(), exchangeId: newId(), taskId: newId() }));
  const departments = offices.departmentsOf(me.officer.officeId);
  const kinds: Settlement["kind"][] = [
    ...(finding.can.includes("settle_register") ? (["register", "transfer"] as const) : []),
    ...(finding.can.includes("settle") ? (["task", "none"] as const) : []),
  ];

  const settlementOf = (values: Values): Settlement => {
    const { kind, grade, basis, departmentId } = values;
    const { leadId, exchangeId, taskId } = ids;
    if (kind === "register") return { kind, leadId, grade, departmentId, basis };
    if (kind === "transfer") {
      const toOfficeId = values.toOfficeId ?? "";
      return { kind, leadId, exchangeId, toOfficeId, grade, departmentId, basis };
    }
    if (kind === "task") {
      const { title, assigneeIds } = values;
      return { kind, taskId, title, assigneeIds, dueAt: null };
    }
    return { kind, reason: values.reason };
  };

  return (
    <ActDialog<typeof actionRoutes.settle.body, Values, FindingView>
      open
      onClose={onClose}
      title={t("actions.findings.settle")}
      act={({ kind }) => (kind ? t(`actions.settle.act.${kind}`) : t("actions.findings.settle"))}
      width={600}
      initial={{
        kind: kinds[0] ?? "none",
        grade: "ordinary",
        basis: "",
        departmentId: me.officer.departmentId,
        toOfficeId: null,
        title: finding.title,
        assigneeIds: [],
        reason: "",
      }}
      schema={actionRoutes.settle.body}
      body={(id, values) => ({ id, settlement: settlementOf(values) })}
      send={(body) =>
        call(actionRoutes.settle, {
          params: { actionId: view.id, findingId: finding.id },
          body,
        })
      }
      onDone={(next) => {
        for (const feature of ["actions", "leads", "workbench"])
          void client.invalidateQueries({ queryKey: [feature] });
        client.setQueryData(findingQuery(view.id, finding.id).queryKey, next);
      }}
      done={t("actions.settle.done")}
    >
      {(form) => (
        <>
          <Form.Item name="kind">
            <Radio.Group
              options={kinds.map((value) => ({ value, label: t(`actions.settle.kind.${value}`) }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["kind"]}>
            {() => {
              const kind = form.getFieldValue("kind") as Settlement["kind"];
              const makesLead = kind === "register" || kind === "transfer";
              return (
                <>
                  {makesLead && (
                    <Alert
                      type="info"
                      role="status"
                      showIcon
                      style={{ marginBottom: 12 }}
                      title={t(`actions.settle.hint.${kind}`)}
                    />
                  )}
                  {kind === "transfer" && (
                    <Form.Item name="toOfficeId" label={t("actions.settle.to")}>
                      <OfficePicker />
                    </Form.Item>
                  )}
                  {makesLead && (
                    <>
                      <Form.Item name="grade" label={t("leads.form.grade")}>
                        <Radio.Group
                          optionType="button"
                          options={LeadGrade.options.map((value) => ({
                            value,
                            label: t(`leads.grade.${value}`),
                          }))}
                        />
                      </Form.Item>
                      <Form.Item name="departmentId" label={t("actions.settle.department")}>
                        <Select
                          allowClear
                          options={departments.map(({ id, name }) => ({ value: id, label: name }))}
                        />
                      </Form.Item>
                      <Form.Item
                        name="basis"
                        label={t("actions.settle.basis")}
                        extra={t("actions.settle.basisHint")}
                      >
                        <Input maxLength={500} />
                      </Form.Item>
                    </>
                  )}
                  {kind === "task" && (
                    <>
                      <Form.Item name="title" label={t("actions.tasks.what")}>
                        <Input maxLength={200} />
                      </Form.Item>
                      <Form.Item name="assigneeIds" label={t("actions.tasks.who")}>
                        <Select mode="multiple" options={people} />
                      </Form.Item>
                    </>
                  )}
                  {kind === "none" && (
                    <Form.Item name="reason" label={t("actions.settle.reason")}>
                      <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
                    </Form.Item>
                  )}
                </>
              );
            }}
          </Form.Item>
        </>
      )}
    </ActDialog>
  );
}
