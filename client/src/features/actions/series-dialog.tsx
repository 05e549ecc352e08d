import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import { ActionKind } from "@hub/domain/actions/contract";
import { newId } from "@hub/domain/kernel/ids";
import { useQueryClient } from "@tanstack/react-query";
import { Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import { useNow } from "../../ui/when.tsx";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import { DayField } from "../leads/day-field.tsx";
import { AgreementField } from "./agreement-field.tsx";
import { RHYTHMS, RULE, type Rhythm } from "./rule-text.ts";
import { SpanField } from "./span-field.tsx";
import { fieldsOf, spanOfFields, type SpanFields } from "./span-text.ts";

interface Values {
  kind: ActionKind;
  title: string;
  purpose: string;
  officeIds: string[];
  agreementId: string | null;
  first: SpanFields;
  rhythm: Rhythm;
  until: string | null;
  proposeDays: number;
}

/** A series by its first occurrence and a rhythm; the hub proposes each action of itself, so many days before. */
export function StartSeriesDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText();
  const me = useMe();
  const now = useNow();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const client = useQueryClient();
  const [seriesId, renew] = useState(newId);
  const { Item } = Form;
  return (
    <ActDialog<typeof calendarPageRoutes.startSeries.body, Values, unknown>
      open={open}
      onClose={onClose}
      title={t("actions.series.start")}
      act={t("actions.series.act")}
      width={680}
      initial={{
        kind: "patrol",
        title: "",
        purpose: "",
        officeIds: [],
        agreementId: null,
        first: fieldsOf(null, now),
        rhythm: "quarterly",
        until: null,
        proposeDays: 30,
      }}
      schema={calendarPageRoutes.startSeries.body}
      body={(id, { rhythm, first, ...rest }) => ({
        id,
        seriesId,
        ...rest,
        first: spanOfFields(first),
        rule: RULE[rhythm],
      })}
      send={(body) => call(calendarPageRoutes.startSeries, { body })}
      onDone={() => {
        renew(newId());
        return client.invalidateQueries({ queryKey: ["actions"] });
      }}
      done={t("actions.done")}
    >
      <Item name="kind" label={t("actions.list.kind")}>
        <Select
          options={ActionKind.options.map((value) => ({
            value,
            label: t(`actions.kind.${value}`),
          }))}
        />
      </Item>
      <Item name="title" label={t("actions.propose.name")}>
        <Input maxLength={120} />
      </Item>
      <Item name="purpose" label={t("actions.propose.purpose")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={4_000} />
      </Item>
      <Item name="officeIds" label={t("actions.propose.offices")}>
        <Select
          mode="multiple"
          options={offices.list
            .filter((one) => one.connected && one.id !== me.officer.officeId)
            .map(({ id }) => ({ value: id, label: nameOf(id) }))}
        />
      </Item>
      <Item noStyle dependencies={["kind", "officeIds"]}>
        {({ getFieldsValue }) => {
          const { kind, officeIds } = getFieldsValue() as Values;
          return <AgreementField kind={kind} officeIds={officeIds} />;
        }}
      </Item>
      <Item name="first" label={t("actions.series.first")}>
        <SpanField />
      </Item>
      <Item name="rhythm" label={t("actions.series.often")}>
        <Select
          options={RHYTHMS.map((value) => ({ value, label: t(`actions.series.rhythm.${value}`) }))}
        />
      </Item>
      <Item name="until" label={t("actions.series.until")}>
        <DayField />
      </Item>
      <Item name="proposeDays" label={t("actions.series.proposeDays")}>
        <InputNumber min={0} max={180} />
      </Item>
    </ActDialog>
  );
}
