import { useInfiniteQuery } from "@tanstack/react-query";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import { RelationKind, type PartyInput } from "@hub/domain/agreements/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { useLanguage, useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { OfficersPicker, useOffices } from "../../../ui/names.tsx";
import { useNow } from "../../../ui/when.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { usePartyName } from "../names.tsx";
import { PartiesField } from "../parties-field.tsx";
import { agreementsQuery } from "../queries.ts";
import { AgreementDialog, type ActProps } from "./taking.tsx";

function ReasonItem() {
  const t = useText();
  return (
    <Form.Item
      name="reason"
      label={t("agreements.acts.reason")}
      rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
    >
      <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
    </Form.Item>
  );
}

function DayItem({ label }: { label: string }) {
  return (
    <Form.Item name="on" label={label}>
      <DayField />
    </Form.Item>
  );
}

/** 加入 of one more party, with the paper it rests on. */
export function AccedeDialog(props: ActProps) {
  const t = useText();
  const now = useNow();
  const [partyId] = useState(newId);
  const [settled, setSettled] = useState(true);
  return (
    <AgreementDialog<
      typeof agreementRoutes.accede.body,
      { parties: PartyInput[]; on: string | null; basis: ChosenFile[] }
    >
      {...props}
      route={agreementRoutes.accede}
      title={t("agreements.act.accede")}
      act={t("agreements.act.accede")}
      hint={t("agreements.acts.accedeHint")}
      blocked={!settled}
      initial={{ parties: [], on: dayOf(now), basis: [] }}
      body={(id, { parties, on, basis }) => ({
        id,
        partyId,
        party: parties[0] ?? { officeId: null, name: "" },
        on: on ?? "",
        basis: basis[0] ?? { fileId: "" },
      })}
    >
      <Form.Item
        name="parties"
        label={t("agreements.acts.joins")}
        rules={[{ type: "array", min: 1, max: 1, message: t("agreements.acts.oneParty") }]}
      >
        <PartiesField />
      </Form.Item>
      <DayItem label={t("agreements.acts.day")} />
      <Form.Item
        name="basis"
        label={t("agreements.acts.basis")}
        rules={[{ type: "array", min: 1, max: 1, message: t("agreements.acts.oneFile") }]}
      >
        <FilesField titled onSettled={setSettled} />
      </Form.Item>
    </AgreementDialog>
  );
}

/** 退出 of the own office. */
export function LeaveDialog(props: ActProps) {
  const t = useText();
  const me = useMe();
  const now = useNow();
  const nameOf = usePartyName();
  const [settled, setSettled] = useState(true);
  const { view } = props;
  const parties = view.parties.filter(
    (one) =>
      one.leftOn === null &&
      !one.host &&
      (one.officeId === me.officer.officeId || (one.officeId === null && view.side === "host")),
  );
  return (
    <AgreementDialog<
      typeof agreementRoutes.leave.body,
      { partyId: string; on: string | null; reason: string; basis: ChosenFile[] }
    >
      {...props}
      route={agreementRoutes.leave}
      title={t("agreements.act.leave")}
      act={t("agreements.act.leave")}
      tone="harm"
      hint={t("agreements.acts.leaveHint")}
      blocked={!settled}
      initial={{ partyId: parties[0]?.id ?? "", on: dayOf(now), reason: "", basis: [] }}
      body={(id, { on, basis, ...rest }) => ({
        id,
        ...rest,
        on: on ?? "",
        basis: basis[0] ?? null,
      })}
    >
      <Form.Item name="partyId" label={t("agreements.acts.leaves")}>
        <Select options={parties.map((one) => ({ value: one.id, label: nameOf(one) }))} />
      </Form.Item>
      <DayItem label={t("agreements.acts.day")} />
      <ReasonItem />
      <Form.Item name="basis" label={t("agreements.acts.basis")}>
        <FilesField titled onSettled={setSettled} />
      </Form.Item>
    </AgreementDialog>
  );
}

/** 评估, and when the next one is due. */
export function AssessDialog(props: ActProps) {
  const t = useText();
  const now = useNow();
  return (
    <AgreementDialog<
      typeof agreementRoutes.assess.body,
      { on: string | null; conclusion: string; next: string | null }
    >
      {...props}
      route={agreementRoutes.assess}
      title={t("agreements.act.assess")}
      keptAs={`agreements/${props.view.id}/assess`}
      act={t("agreements.acts.record")}
      initial={{ on: dayOf(now), conclusion: "", next: null }}
      body={(id, { on, ...rest }) => ({ id, ...rest, on: on ?? "" })}
    >
      <DayItem label={t("agreements.acts.day")} />
      <Form.Item
        name="conclusion"
        label={t("agreements.acts.conclusion")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input.TextArea autoSize={{ minRows: 3 }} maxLength={2_000} />
      </Form.Item>
      <Form.Item name="next" label={t("agreements.acts.nextAssess")}>
        <DayField />
      </Form.Item>
    </AgreementDialog>
  );
}

interface PickerProps {
  id?: string;
  value?: string | null;
  onChange?: (agreementId: string | null) => void;
  /** That cannot be chosen. */
  without: string;
}

/** One of the agreements that I read. */
function AgreementPicker({ without, value = null, onChange, id }: PickerProps) {
  const t = useText();
  const { data } = useInfiniteQuery(agreementsQuery({ box: "all" }, 200));
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Select
      {...(id ? { id } : {})}
      value={value}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={t("agreements.acts.pick")}
      options={rows
        .filter((row) => row.id !== without)
        .map((row) => ({ value: row.id, label: `${row.title} ${row.number}` }))}
      onChange={(next: string | undefined) => onChange?.(next ?? null)}
    />
  );
}

/** 废止（新文件替代） and 终止. */
function ending(act: "abolish" | "terminate") {
  return function EndDialog(props: ActProps) {
    const t = useText();
    const now = useNow();
    return (
      <AgreementDialog<
        typeof agreementRoutes.abolish.body,
        { on: string | null; reason: string; byAgreementId: string | null }
      >
        {...props}
        route={agreementRoutes[act]}
        title={t(`agreements.act.${act}`)}
        act={t(`agreements.act.${act}`)}
        tone="harm"
        hint={t(`agreements.acts.${act}Hint`)}
        initial={{ on: dayOf(now), reason: "", byAgreementId: null }}
        body={(id, { on, ...rest }) => ({ id, ...rest, on: on ?? "" })}
      >
        <DayItem label={t("agreements.acts.lastDay")} />
        <ReasonItem />
        {act === "abolish" && (
          <Form.Item name="byAgreementId" label={t("agreements.acts.by")}>
            <AgreementPicker without={props.view.id} />
          </Form.Item>
        )}
      </AgreementDialog>
    );
  };
}
export const AbolishDialog = ending("abolish");
export const TerminateDialog = ending("terminate");

/** Which department of the own office handles it, and who works on it. */
export function StaffDialog(props: ActProps) {
  const t = useText();
  const me = useMe();
  const language = useLanguage();
  const offices = useOffices();
  const { officeId } = me.officer;
  const own = props.view.parties.findLast((one) => one.officeId === officeId);
  return (
    <AgreementDialog<
      typeof agreementRoutes.staff.body,
      { departmentId: string | null; officerIds: string[] }
    >
      {...props}
      route={agreementRoutes.staff}
      title={t("agreements.act.staff")}
      act={t("ui.save")}
      hint={t("agreements.acts.staffHint")}
      initial={{
        departmentId: own?.departmentId ?? null,
        officerIds: own?.team.map((one) => one.id) ?? [],
      }}
      body={(id, values) => ({ id, ...values })}
    >
      <Form.Item name="departmentId" label={t("agreements.acts.department")}>
        <Select
          allowClear
          options={offices.departmentsOf(officeId).map(({ id, name, nameEn }) => ({
            value: id,
            label: language === "en" ? nameEn : name,
          }))}
        />
      </Form.Item>
      <Form.Item name="officerIds" label={t("agreements.acts.people")}>
        <OfficersPicker officeId={officeId} />
      </Form.Item>
    </AgreementDialog>
  );
}

/** 修订, 依据其制定, 替代: seen from both ends. */
export function RelateDialog(props: ActProps) {
  const t = useText();
  return (
    <AgreementDialog<
      typeof agreementRoutes.relate.body,
      { kind: z.infer<typeof RelationKind>; agreementId: string | null; title: string }
    >
      {...props}
      route={agreementRoutes.relate}
      title={t("agreements.act.relate")}
      act={t("agreements.acts.add")}
      initial={{ kind: "rules_under", agreementId: null, title: "" }}
      body={(id, values) => ({ id, ...values })}
    >
      <Form.Item name="kind" label={t("agreements.acts.relation")}>
        <Select
          options={RelationKind.options.map((value) => ({
            value,
            label: t(`agreements.relation.to.${value}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="agreementId" label={t("agreements.acts.other")}>
        <AgreementPicker without={props.view.id} />
      </Form.Item>
      <Form.Item
        name="title"
        label={t("agreements.acts.otherTitle")}
        extra={t("agreements.acts.otherTitleHint")}
      >
        <Input maxLength={120} />
      </Form.Item>
    </AgreementDialog>
  );
}
