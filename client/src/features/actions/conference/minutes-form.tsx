import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { MinutesContent, MinutesView } from "@hub/domain/actions/conference-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { newId } from "@hub/domain/kernel/ids";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useFormIssues } from "../../../ui/form-issues.ts";
import { OfficePicker } from "../../../ui/names.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { dayTime } from "../../../ui/time.ts";
import { useNow } from "../../../ui/when.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { ActionDialog } from "../action-dialog.tsx";
import { useActing, type ActProps } from "../acting.ts";
import { MeetsField } from "../meets-field.tsx";
import { ListFields, RowText } from "../plan/list-fields.tsx";
import styles from "../actions.module.css";

interface MinutesFormProps {
  view: ActionView;
  minutes: MinutesView | null;
  onDone: () => void;
}

/** 起草纪要: its text, and what was resolved with owner and day. */
export function MinutesForm({ view, minutes, onDone }: MinutesFormProps) {
  const t = useText();
  const now = useNow();
  const [form] = Form.useForm<MinutesContent>();
  const placeIssues = useFormIssues();
  const acting = useActing(view.id);
  const [id, renew] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);

  async function save() {
    const content = form.getFieldsValue(true) as MinutesContent;
    setBusy(true);
    setThrown(null);
    try {
      const next = await call(actionRoutes.saveMinutes, {
        params: acting.params,
        body: { id, expects: minutes?.version ?? 0, content },
      });
      acting.onDone(next);
      onDone();
    } catch (failure) {
      setThrown(placeIssues(form, failure, "content"));
      renew(newId());
    } finally {
      setBusy(false);
    }
  }

  return (
    <Form<MinutesContent>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      initialValues={minutes?.content ?? { text: "", resolutions: [] }}
    >
      <Form.Item name="text" label={t("actions.minutes.text")}>
        <Input.TextArea autoSize={{ minRows: 8, maxRows: 30 }} maxLength={20_000} />
      </Form.Item>
      <h2>{t("actions.minutes.resolutions")}</h2>
      <p className="quiet">{t("actions.minutes.resolutionsHint")}</p>
      <ListFields
        name="resolutions"
        add={t("actions.minutes.add")}
        removeOf={(n) => t("actions.plan.removeOf", { what: t("actions.minutes.resolution"), n })}
        fresh={() => ({
          id: newId(),
          text: "",
          officeId: view.hostOfficeId,
          dueOn: dayTime(new Date(now.getTime() + 30 * 86_400_000)),
        })}
      >
        {(name, n) => (
          <>
            <RowText name={[name, "text"]} label={t("actions.minutes.resolution")} max={500} grow />
            <Form.Item name={[name, "officeId"]} noStyle>
              <OfficePicker
                options={view.officeIds}
                aria-label={`${t("actions.minutes.owner")} ${n}`}
              />
            </Form.Item>
            <Form.Item name={[name, "dueOn"]} noStyle>
              <DayField />
            </Form.Item>
          </>
        )}
      </ListFields>
      <ProblemNote thrown={thrown} />
      <div className={styles.foot}>
        <Button type="primary" loading={busy} onClick={() => void save()}>
          {t("actions.minutes.save")}
        </Button>
        {minutes && <Button onClick={onDone}>{t("ui.cancel")}</Button>}
      </div>
    </Form>
  );
}

/** 印发: what was resolved binds from now on, and the obligations that the conference met are named. */
export function IssueDialog({ minutes, ...props }: ActProps & { minutes: MinutesView }) {
  const t = useText();
  const { agreementId, kind } = props.view;
  const count = minutes.content.resolutions.length;
  return (
    <ActionDialog
      {...props}
      route={actionRoutes.issueMinutes}
      title={t("actions.minutes.issue")}
      act={t("actions.minutes.issue")}
      tone="formal"
      hint={t(agreementId ? "actions.minutes.issueHint" : "actions.minutes.issueTasks", { count })}
      initial={{ number: "", obligationIds: [] as string[] }}
      body={(id, values) => ({ id, digest: minutes.digest, ...values })}
      done={t("actions.done")}
    >
      <Form.Item name="number" label={t("actions.minutes.number")}>
        <Input maxLength={60} />
      </Form.Item>
      <MeetsField agreementId={agreementId} kind={kind} />
    </ActionDialog>
  );
}
