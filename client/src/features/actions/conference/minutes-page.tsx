import { actionPaperRoutes, actionRoutes } from "@hub/domain/actions/acts-contract";
import type { MinutesContent, MinutesView } from "@hub/domain/actions/conference-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { newId } from "@hub/domain/kernel/ids";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { addressOf, call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useFormIssues } from "../../../ui/form-issues.ts";
import { OfficeName, OfficePicker } from "../../../ui/names.tsx";
import { Page, Section } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { dayTime } from "../../../ui/time.ts";
import { useNow } from "../../../ui/when.tsx";
import { DayField } from "../../leads/day-field.tsx";
import { ActionDialog } from "../action-dialog.tsx";
import { useActing, type ActProps } from "../acting.ts";
import { AgreeDialog, ReturnDialog, SubmitRoundDialog } from "../acts/round.tsx";
import { ListFields, RowText } from "../plan/plan-lists.tsx";
import { actionQuery } from "../queries.ts";
import { RoundWords } from "../round-words.tsx";
import styles from "../actions.module.css";

export function MinutesPage() {
  const { actionId = "" } = useParams();
  const t = useText();
  const { data: view, error } = useQuery(actionQuery(actionId));
  if (error)
    return (
      <Page title={t("actions.minutes.title")}>
        <ProblemNote thrown={error} />
      </Page>
    );
  return view ? <Minutes view={view} /> : <PageSkeleton rows={8} />;
}

type Open = "submit" | "agree" | "return" | "issue" | null;

/** 会议纪要: written, 会签 by every office, 印发; its resolutions become obligations of those who are named. */
function Minutes({ view }: { view: ActionView }) {
  const t = useText();
  const minutes = view.conference?.minutes ?? null;
  const mayWrite = view.can.includes("write_minutes");
  const [writing, setWriting] = useState(minutes === null && mayWrite);
  const [open, setOpen] = useState<Open>(null);
  const can = (act: ActionView["can"][number]) => view.can.includes(act);
  const close = () => setOpen(null);
  const round = minutes && { going: "minutes" as const, round: minutes, view };
  return (
    <Page
      title={t("actions.minutes.title")}
      aside={<Link to={`/actions/${view.id}`}>{view.title}</Link>}
      actions={
        <>
          {minutes && (
            <Button href={addressOf(actionPaperRoutes.minutes, { actionId: view.id })} download>
              PDF
            </Button>
          )}
          {mayWrite && !writing && (
            <Button onClick={() => setWriting(true)}>{t("actions.report.edit")}</Button>
          )}
          {can("submit_minutes") && (
            <Button type="primary" onClick={() => setOpen("submit")}>
              {t("actions.round.submit.minutes")}
            </Button>
          )}
          {can("return_minutes") && (
            <Button onClick={() => setOpen("return")}>{t("actions.round.return")}</Button>
          )}
          {can("sign_minutes") && (
            <Button type="primary" onClick={() => setOpen("agree")}>
              {t("actions.round.agree.minutes")}
            </Button>
          )}
          {can("issue_minutes") && (
            <Button type="primary" onClick={() => setOpen("issue")}>
              {t("actions.minutes.issue")}
            </Button>
          )}
        </>
      }
    >
      {minutes && <RoundWords round={minutes} />}
      {minutes?.issued && (
        <p>
          {t("actions.minutes.issued", {
            number: minutes.issued.number,
            name: minutes.issued.name,
          })}
        </p>
      )}
      {writing ? (
        <MinutesForm view={view} minutes={minutes} onDone={() => setWriting(false)} />
      ) : (
        minutes && <MinutesText content={minutes.content} />
      )}
      {round && open === "submit" && <SubmitRoundDialog {...round} open onClose={close} />}
      {round && open === "agree" && <AgreeDialog {...round} open onClose={close} />}
      {round && open === "return" && <ReturnDialog {...round} open onClose={close} />}
      {minutes && open === "issue" && (
        <IssueDialog view={view} minutes={minutes} open onClose={close} />
      )}
    </Page>
  );
}

function MinutesText({ content }: { content: MinutesContent }) {
  const t = useText();
  return (
    <>
      <p className={styles.text}>{content.text}</p>
      {content.resolutions.length > 0 && (
        <Section title={t("actions.minutes.resolutions")}>
          <ol className={styles.lines}>
            {content.resolutions.map(({ id, text, officeId, dueOn }, index) => (
              <li key={id}>
                <span>
                  {index + 1}. {text}
                </span>
                <span className="quiet">
                  <OfficeName id={officeId} short /> <span className="number">{dueOn}</span>
                </span>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </>
  );
}

interface MinutesFormProps {
  view: ActionView;
  minutes: MinutesView | null;
  onDone: () => void;
}

function MinutesForm({ view, minutes, onDone }: MinutesFormProps) {
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

function IssueDialog({ minutes, ...props }: ActProps & { minutes: MinutesView }) {
  const t = useText();
  return (
    <ActionDialog
      {...props}
      route={actionRoutes.issueMinutes}
      title={t("actions.minutes.issue")}
      act={t("actions.minutes.issue")}
      tone="formal"
      hint={t("actions.minutes.issueHint", { count: minutes.content.resolutions.length })}
      initial={{ number: "" }}
      body={(id, { number }) => ({ id, digest: minutes.digest, number })}
      done={t("actions.done")}
    >
      <Form.Item name="number" label={t("actions.minutes.number")}>
        <Input maxLength={60} />
      </Form.Item>
    </ActionDialog>
  );
}
