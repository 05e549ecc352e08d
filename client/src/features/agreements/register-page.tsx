import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { AgreementValues, PartyInput } from "@hub/domain/agreements/contract";
import { ClauseKey, type Clause } from "@hub/domain/clauses/contract";
import { Form, Input, Select, type FormInstance } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { FilesField, type ChosenFile } from "../../ui/files-field.tsx";
import { useOffices } from "../../ui/names.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { Page } from "../../ui/page.tsx";
import { DayField } from "../leads/day-field.tsx";
import formStyles from "../leads/lead-form.module.css";
import { AgreementForm } from "./agreement-form.tsx";
import { ClausesField } from "./clauses-field.tsx";
import { PartiesField } from "./parties-field.tsx";
import { emptyValues, ValuesFields } from "./values-fields.tsx";

interface RegisterFields {
  values: AgreementValues;
  parties: PartyInput[];
  hostIndex: number | null;
  number: string;
  signedOn: string;
  effectiveOn: string | null;
  clauses: Clause[];
  clauseKeys: ClauseKey[];
  scans: ChosenFile[];
}

/** An agreement that is in force on paper: its facts, its parties, and the scan, which is the authoritative copy. */
export function RegisterPage() {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const offices = useOffices();
  const [settled, setSettled] = useState(true);
  const { officeId } = me.officer;
  if (!offices.loaded) return <PageSkeleton rows={10} />;
  return (
    <Page title={t("agreements.form.registerTitle")} width="text">
      <p className="quiet">{t("agreements.form.registerHint")}</p>
      <AgreementForm
        initial={{
          values: emptyValues(),
          parties: [{ officeId, name: offices.get(officeId)?.name ?? officeId }],
          hostIndex: null,
          number: "",
          signedOn: "",
          effectiveOn: null,
          clauses: [],
          clauseKeys: [],
          scans: [],
        }}
        schema={agreementRoutes.register.body}
        keptAs="agreements/register"
        body={({ id, makes }, { signedOn, ...fields }: RegisterFields) => ({
          id,
          agreementId: makes,
          ...fields,
          signedOn: signedOn.trim() || null,
        })}
        send={(body) => call(agreementRoutes.register, { body })}
        act={t("agreements.form.register")}
        blocked={!settled}
        onDone={(view) => void navigate(`/agreements/${view.id}`)}
        onCancel={() => void navigate("/agreements")}
      >
        {(form) => <RegisterFieldset form={form} onSettled={setSettled} />}
      </AgreementForm>
    </Page>
  );
}

interface FieldsetProps {
  form: FormInstance<RegisterFields>;
  onSettled: (settled: boolean) => void;
}

function RegisterFieldset({ form, onSettled }: FieldsetProps) {
  const t = useText();
  const parties = Form.useWatch<PartyInput[] | undefined>("parties", form) ?? [];
  const host = Form.useWatch<number | null | undefined>("hostIndex", form) ?? null;
  const clauses = Form.useWatch<Clause[] | undefined>("clauses", form) ?? [];
  return (
    <>
      <section className={formStyles.group} aria-labelledby="register-what">
        <h2 id="register-what">{t("agreements.form.what")}</h2>
        <ValuesFields onPaper />
        <div className={formStyles.three}>
          <Form.Item name="number" label={t("agreements.form.number")}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item
            name="signedOn"
            label={t("agreements.form.signedOn")}
            extra={t("agreements.form.signedHint")}
          >
            <Input maxLength={10} placeholder="2025-06" className="number" />
          </Form.Item>
          <Form.Item name="effectiveOn" label={t("agreements.form.effectiveOn")}>
            <DayField />
          </Form.Item>
        </div>
      </section>
      <section className={formStyles.group} aria-labelledby="register-parties">
        <h2 id="register-parties">{t("agreements.form.parties")}</h2>
        <p className={formStyles.why}>{t("agreements.form.partiesHint")}</p>
        <Form.Item name="hostIndex" hidden>
          <Input />
        </Form.Item>
        <Form.Item name="parties">
          <PartiesField host={host} onHost={(index) => form.setFieldValue("hostIndex", index)} />
        </Form.Item>
      </section>
      <section className={formStyles.group} aria-labelledby="register-scan">
        <h2 id="register-scan">{t("agreements.form.scan")}</h2>
        <p className={formStyles.why}>{t("agreements.form.scanHint")}</p>
        <Form.Item name="scans" noStyle>
          <FilesField titled onSettled={onSettled} />
        </Form.Item>
      </section>
      <section className={formStyles.group} aria-labelledby="register-clauses">
        <h2 id="register-clauses">{t("agreements.form.clauses")}</h2>
        <p className={formStyles.why}>{t("agreements.form.clausesOnPaper")}</p>
        <Form.Item name="clauses">
          <ClausesField
            parties={parties}
            onTitle={(title) => {
              if (!form.getFieldValue(["values", "title"]))
                form.setFieldValue(["values", "title"], title);
            }}
          />
        </Form.Item>
        {clauses.length === 0 && (
          <Form.Item
            name="clauseKeys"
            label={t("agreements.form.clauseKeys")}
            extra={t("agreements.form.clauseKeysHint")}
          >
            <Select
              mode="multiple"
              options={ClauseKey.options.map((value) => ({
                value,
                label: t(`agreements.clauseKey.${value}`),
              }))}
            />
          </Form.Item>
        )}
      </section>
    </>
  );
}
