import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input, Select } from "antd";
import { call } from "../../../app/call.ts";
import { useLanguage, useText } from "../../../app/i18n.ts";
import { OfficerPicker, OfficersPicker, useOffices } from "../../../ui/names.tsx";
import { ActDialog } from "../act-dialog.tsx";
import { useTaking, type ActProps } from "./taking.ts";

/** To the department that will handle it. */
export function RouteDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const language = useLanguage();
  const offices = useOffices();
  const taking = useTaking(view);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("exchanges.route.title")}
      act={t("exchanges.route.act")}
      initial={{ departmentId: view.departmentId ?? undefined }}
      schema={exchangeRoutes.route.body}
      body={(id, { departmentId }) => ({ id, departmentId: departmentId ?? "" })}
      send={(body) => call(exchangeRoutes.route, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
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
    </ActDialog>
  );
}

interface Values {
  prosecutorId: string | undefined;
  assistantIds: string[];
  clerkId: string | undefined;
  reason: string;
}

/** 分派, or 改派 with its reason: who handles it, who helps, who keeps the record. */
export function AssignDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(view);
  const again = view.assignments.length > 0;
  const present = view.assignments.findLast((one) => one.until === null);
  const officeId = view.toOfficeId;
  return (
    <ActDialog<typeof exchangeRoutes.assign.body, Values, typeof view>
      open={open}
      onClose={onClose}
      title={again ? t("exchanges.assign.again") : t("exchanges.assign.title")}
      act={again ? t("exchanges.assign.actAgain") : t("exchanges.assign.act")}
      hint={t("exchanges.assign.hint")}
      initial={{
        prosecutorId: present?.prosecutor.id,
        assistantIds: present?.assistants.map((one) => one.id) ?? [],
        clerkId: present?.clerk?.id,
        reason: "",
      }}
      schema={exchangeRoutes.assign.body}
      body={(id, { prosecutorId, assistantIds, clerkId, reason }) => ({
        id,
        prosecutorId: prosecutorId ?? "",
        assistantIds,
        clerkId: clerkId ?? null,
        reason,
      })}
      send={(body) => call(exchangeRoutes.assign, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
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
    </ActDialog>
  );
}
