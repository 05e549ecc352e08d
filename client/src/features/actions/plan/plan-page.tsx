import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { newId } from "@hub/domain/kernel/ids";
import { issuesOf, TELLING } from "@hub/domain/kernel/input";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useFormIssues } from "../../../ui/form-issues.ts";
import { Page } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { badInput, heed, showFirstReproof } from "../../exchanges/form-errors.ts";
import { actionQuery, tookAction } from "../queries.ts";
import { BoatFields, GroupFields, PartnerFields, PhaseFields } from "./plan-lists.tsx";
import { BasicFields, ChecklistFields } from "./plan-fields.tsx";
import { RouteFields } from "./route-fields.tsx";
import { EMPTY, planOfValues, valuesOfPlan, type PlanValues } from "./plan-values.ts";
import styles from "../actions.module.css";
import { GoButton } from "../go-button.tsx";

export function PlanPage() {
  const { actionId = "" } = useParams();
  const t = useText();
  const { data: view, error } = useQuery(actionQuery(actionId));
  if (error)
    return (
      <Page title={t("actions.plan.title")}>
        <ProblemNote thrown={error} />
      </Page>
    );
  return view ? <Editor view={view} /> : <PageSkeleton rows={10} />;
}

/** 编制方案: everything on one page, from the map to the checklist; what was typed stays when the hub refuses it. */
function Editor({ view }: { view: ActionView }) {
  const t = useText();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [form] = Form.useForm<PlanValues>();
  const placeIssues = useFormIssues();
  // What the writer began with: a plan that another saves meanwhile is not overwritten unseen.
  const [began] = useState(view);
  const before = began.plan?.content ?? EMPTY;
  const [id, renew] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);

  async function save() {
    // The list's rows hold more than their fields: ids that were made with them.
    const values = form.getFieldsValue(true) as PlanValues;
    const body = { id, expects: began.version, content: planOfValues(values, before) };
    const checked = actionRoutes.savePlan.body.safeParse(body, TELLING);
    if (!checked.success) {
      setThrown(placeIssues(form, badInput(issuesOf(checked.error)), "content"));
      return showFirstReproof();
    }
    setBusy(true);
    setThrown(null);
    try {
      const next = await call(actionRoutes.savePlan, { params: { actionId: view.id }, body });
      tookAction(client, next);
      await navigate(`/actions/${view.id}`);
    } catch (failure) {
      setThrown(placeIssues(form, failure, "content"));
      renew(newId());
    } finally {
      setBusy(false);
    }
  }

  return (
    <Page
      title={t("actions.plan.edit", { title: view.title })}
      actions={
        <>
          <GoButton to={`/actions/${view.id}`}>{t("actions.back")}</GoButton>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t("actions.plan.save")}
          </Button>
        </>
      }
    >
      <Form<PlanValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={valuesOfPlan(before)}
        onValuesChange={(changed: object) => heed(form, changed)}
      >
        <BasicFields view={view} />
        {view.kind === "campaign" && <PhaseFields />}
        <RouteFields form={form} />
        <PartnerFields />
        <BoatFields form={form} before={before} />
        <GroupFields view={view} form={form} />
        <ChecklistFields form={form} />
        <ProblemNote thrown={thrown} />
        <div className={styles.foot}>
          <Button type="primary" loading={busy} onClick={() => void save()}>
            {t("actions.plan.save")}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
