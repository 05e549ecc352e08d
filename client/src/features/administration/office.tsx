import { App, Button, Form, Input } from "antd";
import { useState } from "react";
import { newId } from "@hub/domain/kernel/ids";
import {
  addDepartmentRoute,
  changeOfficeRoute,
  renameDepartmentRoute,
  type Department,
} from "@hub/domain/offices/contract";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useAct } from "../../app/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { useFormIssues } from "../../ui/form-issues.ts";
import { OfficeName, useOffices } from "../../ui/names.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import account from "../account/account.module.css";

/** The telephone that partners see, and the departments. */
export function OfficePage() {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const [editing, setEditing] = useState<Department | "new" | null>(null);
  const office = offices.get(me.officer.officeId);
  return (
    <Page
      title={t("administration.office.title")}
      aside={<OfficeName id={me.officer.officeId} />}
      width="text"
    >
      <Section title={t("administration.office.telephone")}>
        {office && <Telephone key={office.telephone} officeId={office.id} now={office.telephone} />}
      </Section>
      <Section
        title={t("administration.office.departments")}
        aside={
          <Button size="small" onClick={() => setEditing("new")}>
            {t("administration.office.add")}
          </Button>
        }
      >
        <ul className={account.lines}>
          {offices.departmentsOf(me.officer.officeId).map((one) => (
            <li key={one.id}>
              <div>
                {one.name}
                <div className="quiet">{one.nameEn}</div>
              </div>
              <Button size="small" onClick={() => setEditing(one)}>
                {t("administration.office.rename")}
              </Button>
            </li>
          ))}
        </ul>
      </Section>
      {editing && (
        <DepartmentDialog
          officeId={me.officer.officeId}
          department={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

function Telephone({ officeId, now }: { officeId: string; now: string }) {
  const t = useText();
  const { message } = App.useApp();
  const placeIssues = useFormIssues();
  const [thrown, setThrown] = useState<unknown>(null);
  const [form] = Form.useForm<{ telephone: string }>();
  const change = useAct(changeOfficeRoute, ["offices"]);
  return (
    <Form
      form={form}
      layout="inline"
      initialValues={{ telephone: now }}
      onFinish={({ telephone }) => {
        setThrown(null);
        change.mutate(
          { params: { officeId }, body: { id: newId(), telephone } },
          {
            onSuccess: () => void message.success(t("account.saved")),
            onError: (error) => setThrown(placeIssues(form, error)),
          },
        );
      }}
    >
      <Form.Item name="telephone">
        <Input maxLength={30} inputMode="tel" aria-label={t("administration.office.telephone")} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t("ui.save")}
      </Button>
      <ProblemNote thrown={thrown} />
    </Form>
  );
}

interface DepartmentDialogProps {
  officeId: string;
  department: Department | null;
  onClose: () => void;
}

function DepartmentDialog({ officeId, department, onClose }: DepartmentDialogProps) {
  const t = useText();
  const [ids] = useState(() => ({ command: newId(), department: newId() }));
  const add = useAct(addDepartmentRoute, ["offices"]);
  const rename = useAct(renameDepartmentRoute, ["offices"]);
  const needed = [{ required: true, message: t("ui.required") }];
  return (
    <FormDialog<{ name: string; nameEn: string }>
      title={department ? t("administration.office.rename") : t("administration.office.add")}
      act={t("ui.save")}
      initial={department ?? {}}
      pending={add.isPending || rename.isPending}
      onClose={onClose}
      send={({ name, nameEn }, then) => {
        const id = ids.command;
        if (department)
          rename.mutate(
            { params: { officeId, departmentId: department.id }, body: { id, name, nameEn } },
            then,
          );
        else
          add.mutate(
            { params: { officeId }, body: { id, departmentId: ids.department, name, nameEn } },
            then,
          );
      }}
    >
      <Form.Item name="name" label={t("administration.office.name")} rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="nameEn" label={t("administration.office.nameEn")} rules={needed}>
        <Input maxLength={80} />
      </Form.Item>
    </FormDialog>
  );
}
