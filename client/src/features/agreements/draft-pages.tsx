import { useQuery } from "@tanstack/react-query";
import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { AgreementValues, AgreementView, PartyInput } from "@hub/domain/agreements/contract";
import type { Clause } from "@hub/domain/clauses/contract";
import { Form, type FormInstance } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOffices } from "../../ui/names.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import formStyles from "../leads/lead-form.module.css";
import { AgreementForm } from "./agreement-form.tsx";
import { ClausesField } from "./clauses-field.tsx";
import { PartiesField } from "./parties-field.tsx";
import { agreementQuery } from "./queries.ts";
import { emptyValues, ValuesFields } from "./values-fields.tsx";

interface DraftFields {
  values: AgreementValues;
  parties: PartyInput[];
  clauses: Clause[];
}

/** What is the text about, who signs, and what it says; `fixed`: the parties stand since the first circulation. */
function DraftFieldset({ form, fixed }: { form: FormInstance<DraftFields>; fixed: boolean }) {
  const t = useText();
  const me = useMe();
  const parties = Form.useWatch<PartyInput[] | undefined>("parties", form) ?? [];
  return (
    <>
      <section className={formStyles.group} aria-labelledby="draft-what">
        <h2 id="draft-what">{t("agreements.form.what")}</h2>
        <ValuesFields />
      </section>
      <section className={formStyles.group} aria-labelledby="draft-parties">
        <h2 id="draft-parties">{t("agreements.form.parties")}</h2>
        <p className={formStyles.why}>
          {t(fixed ? "agreements.form.partiesStand" : "agreements.form.partiesHint")}
        </p>
        {!fixed && (
          <Form.Item name="parties">
            <PartiesField own={me.officer.officeId} />
          </Form.Item>
        )}
      </section>
      <section className={formStyles.group} aria-labelledby="draft-clauses">
        <h2 id="draft-clauses">{t("agreements.form.clauses")}</h2>
        <p className={formStyles.why}>{t("agreements.form.clausesHint")}</p>
        <Form.Item name="clauses">
          <ClausesField
            parties={parties}
            onTitle={(title) => {
              if (!form.getFieldValue(["values", "title"]))
                form.setFieldValue(["values", "title"], title);
            }}
          />
        </Form.Item>
      </section>
    </>
  );
}

/** 起草, in the own office: nobody else knows of it before it is circulated. */
export function NewDraftPage() {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const offices = useOffices();
  const { officeId } = me.officer;
  if (!offices.loaded) return <PageSkeleton rows={10} />;
  return (
    <Page title={t("agreements.form.draftTitle")} width="text">
      <p className="quiet">{t("agreements.form.draftHint")}</p>
      <AgreementForm
        initial={{
          values: emptyValues(),
          parties: [{ officeId, name: offices.get(officeId)?.name ?? officeId }],
          clauses: [],
        }}
        schema={agreementRoutes.draft.body}
        keptAs="agreements/draft"
        body={({ id, makes }, { values, parties, clauses }: DraftFields) => ({
          id,
          agreementId: makes,
          values,
          parties,
          clauses,
        })}
        send={(body) => call(agreementRoutes.draft, { body })}
        act={t("agreements.form.keepDraft")}
        onDone={(view) => void navigate(`/agreements/${view.id}`)}
        onCancel={() => void navigate("/agreements")}
      >
        {(form) => <DraftFieldset form={form} fixed={false} />}
      </AgreementForm>
    </Page>
  );
}

/** Changes the draft that only the own office knows of. */
export function EditDraftPage() {
  const t = useText();
  const { agreementId = "" } = useParams();
  const { data: view, error } = useQuery(agreementQuery(agreementId));
  if (error)
    return (
      <Page title={t("agreements.form.editTitle")} width="text">
        <ProblemNote thrown={error} />
      </Page>
    );
  return view ? <EditDraft key={agreementId} view={view} /> : <PageSkeleton rows={10} />;
}

function EditDraft({ view }: { view: AgreementView }) {
  const t = useText();
  const navigate = useNavigate();
  // As it stood when the form was opened: what somebody else writes meanwhile is refused as stale and never overwritten.
  const [draft] = useState(view.draft);
  const fixed = view.state !== "drafting";
  const back = () => void navigate(`/agreements/${view.id}`);
  if (!draft || !view.can.includes("edit"))
    return (
      <Page title={t("agreements.form.editTitle")} width="text">
        <p>{t("agreements.form.nothingToEdit")}</p>
      </Page>
    );
  return (
    <Page title={t("agreements.form.editTitle")} width="text">
      <AgreementForm
        initial={{
          values: draft.values,
          parties: view.parties.map(({ officeId, name }) => ({ officeId, name })),
          clauses: draft.clauses,
        }}
        schema={agreementRoutes.edit.body}
        keptAs={`agreements/${view.id}/edit`}
        expects={draft.revision}
        body={({ id, expects }, { values, parties, clauses }: DraftFields) => ({
          id,
          expects,
          values,
          clauses,
          ...(fixed ? {} : { parties }),
        })}
        send={(body) => call(agreementRoutes.edit, { params: { agreementId: view.id }, body })}
        act={t("agreements.form.keepDraft")}
        onDone={back}
        onCancel={back}
      >
        {(form) => <DraftFieldset form={form} fixed={fixed} />}
      </AgreementForm>
    </Page>
  );
}
