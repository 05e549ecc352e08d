import type { ActionKind, ActionView } from "@hub/domain/actions/contract";
import { Marking } from "@hub/domain/kernel/markings";
import { Form, Input, Radio, Select } from "antd";
import { useText } from "../../app/i18n.ts";
import { useOffices, useOfficeName } from "../../ui/names.tsx";
import { AgreementField } from "./agreement-field.tsx";

/** What is said of an action when it is proposed, and may be corrected until it is fixed. */
export interface ActionValues {
  title: string;
  purpose: string;
  marking: Marking;
  placeName: string;
  agreementId: string | null;
  officeIds: string[];
}

export const valuesOf = (view: ActionView): ActionValues => ({
  title: view.title,
  purpose: view.purpose,
  marking: view.marking,
  placeName: view.place?.name ?? "",
  agreementId: view.agreementId,
  officeIds: view.officeIds.filter((id) => id !== view.hostOfficeId),
});

/** `place`: kept with its point while its name stands. */
export const bodyOf = (values: ActionValues, place: ActionView["place"] = null) => ({
  title: values.title,
  purpose: values.purpose,
  marking: values.marking,
  officeIds: values.officeIds,
  agreementId: values.agreementId,
  place:
    values.placeName.trim() === ""
      ? null
      : values.placeName === place?.name
        ? place
        : { name: values.placeName, point: null },
});

export function ActionFields({ hostOfficeId, kind }: { hostOfficeId: string; kind: ActionKind }) {
  const t = useText();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const asked = Form.useWatch<string[] | undefined>("officeIds") ?? [];
  const { Item } = Form;
  return (
    <>
      <Item name="title" label={t("actions.propose.name")}>
        <Input maxLength={120} showCount />
      </Item>
      <Item name="purpose" label={t("actions.propose.purpose")}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} maxLength={4_000} />
      </Item>
      <Item name="officeIds" label={t("actions.propose.offices")}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          placeholder={t("ui.people.chooseOffice")}
          options={offices.list
            .filter((one) => one.connected && one.id !== hostOfficeId)
            .map(({ id }) => ({ value: id, label: nameOf(id) }))}
        />
      </Item>
      <AgreementField kind={kind} officeIds={asked} />
      <Item name="placeName" label={t("actions.propose.place")}>
        <Input maxLength={200} />
      </Item>
      <Item name="marking" label={t("leads.form.marking")}>
        <Radio.Group
          optionType="button"
          options={Marking.options.map((value) => ({ value, label: t(`ui.markings.${value}`) }))}
        />
      </Item>
    </>
  );
}
