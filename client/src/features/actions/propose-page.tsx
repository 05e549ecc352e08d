import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { ActionKind } from "@hub/domain/actions/contract";
import { issuesOf, TELLING } from "@hub/domain/kernel/input";
import { newId } from "@hub/domain/kernel/ids";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Radio } from "antd";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useFormIssues } from "../../ui/form-issues.ts";
import { useNow } from "../../ui/when.tsx";
import { badInput, heed, showFirstReproof } from "../exchanges/form-errors.ts";
import { ActionFields, bodyOf, type ActionValues } from "./action-fields.tsx";
import { tookAction } from "./queries.ts";
import { SpanField } from "./span-field.tsx";
import { fieldsOf, spanOfFields, type SpanFields } from "./span-text.ts";
import styles from "./actions.module.css";

interface Values extends ActionValues {
  kind: ActionKind;
  dated: "poll" | "fixed";
  span: SpanFields;
}

/** 发起联合行动: what, with whom, under which agreement, and whether the day is settled or is still asked for. */
export function ProposePage() {
  const t = useText();
  const me = useMe();
  const now = useNow();
  const navigate = useNavigate();
  // From the page of the agreement whose obligation it will meet.
  const [search] = useSearchParams();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const placeIssues = useFormIssues();
  const [ids] = useState(() => ({ id: newId(), actionId: newId() }));
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const dated = Form.useWatch("dated", form);
  const kind = Form.useWatch("kind", form) ?? "patrol";

  async function send(values: Values) {
    const body = {
      ...ids,
      ...bodyOf(values),
      kind: values.kind,
      span: values.dated === "fixed" ? spanOfFields(values.span) : null,
    };
    const checked = actionRoutes.propose.body.safeParse(body, TELLING);
    if (!checked.success) {
      setThrown(placeIssues(form, badInput(issuesOf(checked.error))));
      return showFirstReproof();
    }
    setBusy(true);
    setThrown(null);
    try {
      const view = await call(actionRoutes.propose, { body });
      tookAction(client, view);
      await navigate(`/actions/${view.id}`);
    } catch (failure) {
      setThrown(placeIssues(form, failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Page title={t("actions.propose.title")} width="text">
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        disabled={busy}
        initialValues={{
          kind: "patrol",
          title: "",
          purpose: "",
          marking: "internal",
          placeName: "",
          officeIds: [],
          agreementId: search.get("agreement"),
          dated: "poll",
          span: fieldsOf(null, now),
        }}
        onValuesChange={(changed: object) => heed(form, changed)}
        onFinish={(values) => void send(values)}
      >
        <Form.Item name="kind" label={t("actions.list.kind")}>
          <Radio.Group
            options={ActionKind.options.map((value) => ({
              value,
              label: (
                <>
                  {t(`actions.kind.${value}`)}{" "}
                  <span className="quiet">{t(`actions.kindHint.${value}`)}</span>
                </>
              ),
            }))}
            className={styles.column ?? ""}
          />
        </Form.Item>
        <ActionFields hostOfficeId={me.officer.officeId} kind={kind} />
        <Form.Item name="dated" label={t("actions.propose.dated")}>
          <Radio.Group
            optionType="button"
            options={(["poll", "fixed"] as const).map((value) => ({
              value,
              label: t(`actions.propose.${value}`),
            }))}
          />
        </Form.Item>
        {dated === "fixed" ? (
          <Form.Item name="span" label={t("actions.span.label")}>
            <SpanField />
          </Form.Item>
        ) : (
          <p className="quiet">{t("actions.propose.pollHint")}</p>
        )}
        <ProblemNote thrown={thrown} />
        <div className={styles.foot}>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t("actions.propose.act")}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
