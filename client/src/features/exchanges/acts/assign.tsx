import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input, Select } from "antd";
import { useLanguage, useText } from "../../../app/i18n.ts";
import { OfficerPicker, OfficersPicker, useOffices } from "../../../ui/names.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import type { ActProps } from "./taking.ts";

/** To the department that will handle it. */
export function RouteDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const language = useLanguage();
  const offices = useOffices();
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.route}
      title={t("exchanges.route.title")}
      act={t("exchanges.route.act")}
      initial={{ departmentId: view.departmentId ?? undefined }}
      body={(id, { departmentId }) => ({ id, departmentId: departmentId ?? "" })}
      done={t("exchanges.route.done")}
    >
      <Form.Item
        name="departmentId"
        label={t("exchanges.route.department")}
        rules={[{ required: true, message: t("ui.required") }]}
      >
        <Select
          placeholder={t("leads.form.pick")}
          options={offices.departmentsOf(view.toOfficeId).map(({ id, name, nameEn }) => ({
            value: id,
            label: language === "en" ? nameEn : name,
          }))}
        />
      </Form.Item>
    </ExchangeDialog>
  );
}

interface Values {
  prosecutorId: string | undefined;
  assistantIds: string[];
  clerkId: string | undefined;
  reason: string;
}

/** 分派, or 改派 with its reason: who handles it, who helps, who keeps the record. */
export function AssignDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const again = view.assignments.length > 0;
  const present = view.assignments.findLast((one) => one.until === null);
  const officeId = view.toOfficeId;
  return (
    <ExchangeDialog<typeof exchangeRoutes.assign.body, Values>
      {...props}
      route={exchangeRoutes.assign}
      title={again ? t("exchanges.assign.again") : t("exchanges.assign.title")}
      act={again ? t("exchanges.assign.actAgain") : t("exchanges.assign.act")}
      hint={t("exchanges.assign.hint")}
      initial={{
        prosecutorId: present?.prosecutor.id,
        assistantIds: present?.assistants.map((one) => one.id) ?? [],
        clerkId: present?.clerk?.id,
        reason: "",
      }}
      body={(id, { prosecutorId, assistantIds, clerkId, reason }) => ({
        id,
        prosecutorId: prosecutorId ?? "",
        assistantIds,
        clerkId: clerkId ?? null,
        reason,
      })}
      done={t("exchanges.assign.done")}
    >
      <Form.Item
        name="prosecutorId"
        label={t("exchanges.assign.prosecutor")}
        rules={[{ required: true, message: t("ui.required") }]}
      >
        <OfficerPicker officeId={officeId} posts={["prosecutor", "dept_head", "dept_deputy"]} />
      </Form.Item>
      <Form.Item name="assistantIds" label={t("exchanges.assign.assistants")}>
        <OfficersPicker officeId={officeId} posts={["assistant", "prosecutor"]} />
      </Form.Item>
      <Form.Item name="clerkId" label={t("exchanges.assign.clerk")}>
        <OfficerPicker officeId={officeId} posts={["clerk"]} allowClear />
      </Form.Item>
      {again && (
        <Form.Item
          name="reason"
          label={t("exchanges.assign.reason")}
          rules={[
            { required: true, whitespace: true, message: t("exchanges.assign.reasonNeeded") },
          ]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
      )}
    </ExchangeDialog>
  );
}
