import { BodyLevel, LeadField, LeadGrade, LeadSource } from "@hub/domain/leads/contract";
import { lowersMarking, suggestionFor } from "@hub/domain/leads/rules";
import { dayOf } from "@hub/domain/kernel/clock";
import { Marking } from "@hub/domain/kernel/markings";
import { Alert, Form, Input, InputNumber, Radio, Select } from "antd";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import { useNow } from "../../ui/when.tsx";
import { DayField } from "./day-field.tsx";
import type { LeadFields } from "./draft.ts";
import styles from "./lead-form.module.css";

const { Item, useWatch } = Form;

/** 领域 and 来源 stand in long lists: one may type to find. */
function Choice({
  name,
  label,
  options,
}: {
  name: keyof LeadFields;
  label: string;
  options: { value: string; label: string }[];
}) {
  const t = useText();
  return (
    <Item name={name} label={label} required>
      <Select
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t("leads.form.pick")}
        options={options}
      />
    </Item>
  );
}

export function Basics() {
  const t = useText();
  return (
    <section className={styles.group} aria-labelledby="form-basics">
      <h2 id="form-basics">{t("leads.form.basics")}</h2>
      <Item name="title" required label={t("leads.form.title")} extra={t("leads.form.titleHint")}>
        <Input maxLength={120} showCount autoFocus />
      </Item>
      <div className={styles.two}>
        <Choice
          name="field"
          label={t("leads.form.field")}
          options={LeadField.options.map((value) => ({ value, label: t(`leads.field.${value}`) }))}
        />
        <Choice
          name="source"
          label={t("leads.form.source")}
          options={LeadSource.options
            .filter((value) => value !== "exchange")
            .map((value) => ({ value, label: t(`leads.source.${value}`) }))}
        />
        <Item name="sourceNote" label={t("leads.form.sourceNote")}>
          <Input maxLength={500} />
        </Item>
        <Item name="foundOn" label={t("leads.form.foundOn")}>
          <DayField past />
        </Item>
      </div>
    </section>
  );
}

export function Target() {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const name = useWatch<string>("bodyName") ?? "";
  const level = useWatch<BodyLevel>("bodyLevel") ?? "none";
  const own = offices.get(me.officer.officeId);
  const goesUp = own && name.trim() !== "" && suggestionFor(own.level, level) === "refer_up";
  return (
    <section className={styles.group} aria-labelledby="form-target">
      <h2 id="form-target">{t("leads.form.target")}</h2>
      <div className={styles.two}>
        <Item name="bodyName" label={t("leads.form.bodyName")}>
          <Input maxLength={120} />
        </Item>
        <Item name="bodyLevel" label={t("leads.form.bodyLevel")}>
          <Select
            options={BodyLevel.options.map((value) => ({
              value,
              label: t(`leads.bodyLevel.${value}`),
            }))}
          />
        </Item>
      </div>
      {goesUp && (
        <div className={styles.note}>
          <Alert role="status" type="warning" showIcon title={t("leads.form.referUp")} />
        </div>
      )}
      <div className={styles.three}>
        <Item name="placeName" label={t("leads.form.placeName")} extra={t("leads.form.pointHint")}>
          <Input maxLength={200} />
        </Item>
        <Item name="lat" label={t("leads.form.lat")}>
          <InputNumber style={{ width: "100%" }} min={-90} max={90} step={0.001} controls={false} />
        </Item>
        <Item name="lon" label={t("leads.form.lon")}>
          <InputNumber
            style={{ width: "100%" }}
            min={-180}
            max={180}
            step={0.001}
            controls={false}
          />
        </Item>
      </div>
    </section>
  );
}

export function Content() {
  const t = useText();
  return (
    <section className={styles.group} aria-labelledby="form-content">
      <h2 id="form-content">{t("leads.form.content")}</h2>
      <Item name="facts" required label={t("leads.form.facts")} extra={t("leads.form.factsHint")}>
        <Input.TextArea autoSize={{ minRows: 6, maxRows: 24 }} maxLength={20_000} />
      </Item>
      <div className={styles.own}>
        <Item name="reporter" label={t("leads.form.reporter")} extra={t("leads.form.reporterHint")}>
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 6 }} maxLength={1_000} />
        </Item>
        <Item name="opinion" label={t("leads.form.opinion")} extra={t("leads.form.opinionHint")}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 12 }} maxLength={4_000} />
        </Item>
      </div>
    </section>
  );
}

/** `before`: the marking that stands in the register; lowering it asks for the reason. */
export function Protection({ before }: { before: Marking | null }) {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const now = useNow();
  const grade = useWatch<LeadGrade>("grade");
  const marking = useWatch<Marking>("marking") ?? "work_secret";
  const superiorId = offices.get(me.officer.officeId)?.parentId ?? null;
  const lowers = before !== null && lowersMarking(before, marking);
  return (
    <section className={styles.group} aria-labelledby="form-protect">
      <h2 id="form-protect">{t("leads.form.protect")}</h2>
      <Item name="grade" label={t("leads.form.grade")}>
        <Radio.Group
          optionType="button"
          options={LeadGrade.options.map((value) => ({ value, label: t(`leads.grade.${value}`) }))}
        />
      </Item>
      {grade === "major" && (
        <div className={styles.note}>
          <Alert
            role="status"
            type="warning"
            showIcon
            title={
              superiorId
                ? t("leads.form.gradeMajor", { office: nameOf(superiorId), date: dayOf(now) })
                : t("leads.form.gradeMajorTop")
            }
          />
        </div>
      )}
      <Item
        name="marking"
        label={t("leads.form.marking")}
        extra={
          <>
            <p className={styles.why} role="status">
              {t(`leads.form.markingWhy.${marking}`)}
            </p>
            <p className={styles.why}>{t("leads.form.markingNever")}</p>
          </>
        }
      >
        <Radio.Group
          optionType="button"
          options={Marking.options.map((value) => ({ value, label: t(`ui.markings.${value}`) }))}
        />
      </Item>
      {lowers && (
        <Item
          name="reason"
          label={t("leads.form.lowerReason")}
          extra={t("leads.form.lowerReasonHint", {
            from: t(`ui.markings.${before}`),
            to: t(`ui.markings.${marking}`),
          })}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Item>
      )}
    </section>
  );
}
