import type { ActionView } from "@hub/domain/actions/contract";
import type { PlanContent } from "@hub/domain/actions/plan-contract";
import { aboard } from "@hub/domain/actions/plan-rules";
import { Form, InputNumber, Select, type FormInstance } from "antd";
import { useText } from "../../../app/i18n.ts";
import { cx } from "../../../ui/cx.ts";
import { Section } from "../../../ui/page.tsx";
import { dayTime } from "../../../ui/time.ts";
import { useNow } from "../../../ui/when.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { usePeopleOptions } from "../tasks-part.tsx";
import { ListFields, RowText } from "./list-fields.tsx";
import {
  newBoat,
  newGroup,
  newPartner,
  newPhase,
  planOfValues,
  type PlanValues,
} from "./plan-values.ts";
import styles from "../actions.module.css";

const { Item } = Form;

export function PhaseFields() {
  const t = useText();
  const now = useNow();
  return (
    <Section title={t("actions.plan.phases")}>
      <ListFields
        name="phases"
        add={t("actions.plan.addPhase")}
        removeOf={(n) => t("actions.plan.removeOf", { what: t("actions.plan.phase"), n })}
        fresh={() => newPhase(dayTime(now))}
      >
        {(name) => (
          <>
            <RowText name={[name, "name"]} label={t("actions.plan.phase")} max={60} />
            <Item name={[name, "from"]} noStyle>
              <DayField />
            </Item>
            <Item name={[name, "to"]} noStyle>
              <DayField />
            </Item>
            <RowText name={[name, "goal"]} label={t("actions.plan.goal")} max={1_000} grow />
          </>
        )}
      </ListFields>
    </Section>
  );
}

export function PartnerFields() {
  const t = useText();
  return (
    <Section title={t("actions.plan.partners")}>
      <p className="quiet">{t("actions.plan.partnersHint")}</p>
      <ListFields
        name="partners"
        add={t("actions.plan.addPartner")}
        removeOf={(n) => t("actions.plan.removeOf", { what: t("actions.plan.partner"), n })}
        fresh={newPartner}
      >
        {(name) => (
          <>
            <RowText name={[name, "unit"]} label={t("actions.plan.unit")} max={80} grow />
            <RowText name={[name, "name"]} label={t("actions.plan.person")} max={40} />
            <RowText name={[name, "post"]} label={t("actions.plan.post")} max={60} />
            <RowText name={[name, "telephone"]} label={t("actions.plan.telephone")} max={30} />
          </>
        )}
      </ListFields>
    </Section>
  );
}

interface OfForm {
  form: FormInstance<PlanValues>;
}

export function BoatFields({ form, before }: OfForm & { before: PlanContent }) {
  const t = useText();
  const values = Form.useWatch((all: PlanValues) => all, form);
  const content = values?.stops ? planOfValues(values, before) : null;
  return (
    <Section title={t("actions.plan.boats")}>
      <ListFields
        name="boats"
        add={t("actions.plan.addBoat")}
        removeOf={(n) => t("actions.plan.removeOf", { what: t("actions.plan.boat"), n })}
        fresh={newBoat}
      >
        {(name, n) => {
          const boat = content?.boats?.[name];
          const load = content && boat ? aboard(content, boat) : 0;
          const isOver = boat !== undefined && load > boat.capacity;
          return (
            <>
              <RowText name={[name, "name"]} label={t("actions.plan.boat")} max={60} grow />
              <Item name={[name, "capacity"]} noStyle>
                <InputNumber
                  min={1}
                  max={500}
                  aria-label={`${t("actions.plan.capacity")} ${n}`}
                  prefix={t("actions.plan.capacity")}
                  style={{ width: 130 }}
                />
              </Item>
              <RowText name={[name, "skipper"]} label={t("actions.plan.skipper")} max={40} />
              <RowText name={[name, "telephone"]} label={t("actions.plan.telephone")} max={30} />
              <span className={cx("number", isOver ? styles.differs : "quiet")} role="status">
                {t("actions.plan.load", { load, capacity: boat?.capacity ?? 0 })}
              </span>
            </>
          );
        }}
      </ListFields>
    </Section>
  );
}

export function GroupFields({ view, form }: OfForm & { view: ActionView }) {
  const t = useText();
  const people = usePeopleOptions(view);
  const boats = Form.useWatch("boats", form) ?? [];
  const partners = Form.useWatch("partners", form) ?? [];
  const groups = Form.useWatch("groups", form) ?? [];
  const named = (list: readonly { id: string; name: string }[]) =>
    list.filter((one) => one?.name).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Section title={t("actions.plan.groups")}>
      <ListFields
        name="groups"
        add={t("actions.plan.addGroup")}
        removeOf={(n) => t("actions.plan.removeOf", { what: t("actions.plan.group"), n })}
        fresh={newGroup}
      >
        {(name, n) => {
          const members = new Set(groups[name]?.officerIds ?? []);
          return (
            <>
              <RowText name={[name, "name"]} label={t("actions.plan.group")} max={60} />
              <RowText name={[name, "duty"]} label={t("actions.plan.duty")} max={500} grow />
              <Item name={[name, "officerIds"]} noStyle>
                <Select
                  mode="multiple"
                  className={styles.grow ?? ""}
                  placeholder={t("actions.page.people")}
                  aria-label={`${t("actions.page.people")} ${n}`}
                  options={people}
                />
              </Item>
              <Item name={[name, "leaderId"]} noStyle>
                <Select
                  allowClear
                  style={{ width: 150 }}
                  placeholder={t("actions.plan.leader")}
                  aria-label={`${t("actions.plan.leader")} ${n}`}
                  options={people
                    .flatMap((one) => one.options)
                    .filter((one) => members.has(one.value))}
                />
              </Item>
              <Item name={[name, "partnerIds"]} noStyle>
                <Select
                  mode="multiple"
                  style={{ minWidth: 160 }}
                  placeholder={t("actions.plan.partner")}
                  aria-label={`${t("actions.plan.partner")} ${n}`}
                  options={named(
                    partners.map((one) => ({ id: one?.id ?? "", name: one?.unit ?? "" })),
                  )}
                />
              </Item>
              <Item name={[name, "boatId"]} noStyle>
                <Select
                  allowClear
                  style={{ width: 150 }}
                  placeholder={t("actions.plan.boat")}
                  aria-label={`${t("actions.plan.boat")} ${n}`}
                  options={named(boats)}
                />
              </Item>
            </>
          );
        }}
      </ListFields>
    </Section>
  );
}
