import type { AgreementView } from "@hub/domain/agreements/contract";
import type { Issue } from "@hub/domain/kernel/faults";
import { issuesOf, TELLING } from "@hub/domain/kernel/input";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Form, type FormInstance } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { z } from "zod";
import { useText } from "../../app/i18n.ts";
import { problemOf, ProblemError } from "../../app/problem.ts";
import { useFormIssues } from "../../ui/form-issues.ts";
import { KeptNote } from "../../ui/kept-note.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { issueText, useSay } from "../../ui/say.ts";
import { useKept } from "../../ui/use-kept.ts";
import { badInput, heed, showFirstReproof } from "../exchanges/form-errors.ts";
import formStyles from "../leads/lead-form.module.css";
import { useRequiredMark } from "../leads/required-mark.tsx";
import { tookAgreement } from "./queries.ts";

interface AgreementFormProps<Schema extends z.ZodType, Fields extends object> {
  initial: Fields;
  /** Under this name what is typed is kept on the device until it has arrived. */
  keptAs: string;
  /** The version that is changed. */
  expects?: number;
  schema: Schema;
  body: (attempt: Attempt, fields: Fields) => z.input<Schema>;
  send: (body: z.input<Schema>) => Promise<AgreementView>;
  act: string;
  /** Something that is needed is not there yet, such as an upload. */
  blocked?: boolean;
  onDone: (view: AgreementView) => void;
  onCancel: () => void;
  children: (form: FormInstance<Fields>) => ReactNode;
}

/** One command, whose ids hold over retries and reloads. */
interface Attempt {
  id: string;
  /** Of a new agreement. */
  makes: string;
  /** The version that was on the screen when typing began. */
  expects: number;
}

/** Lists are fields of one name: what is wrong with a line of one is said below it, with the line's number. */
const LISTS = ["clauses", "parties"] as const;

function useListIssues() {
  const t = useText();
  const say = useSay();
  return (form: FormInstance, issues: readonly Issue[]): Issue[] => {
    for (const list of LISTS) {
      const errors = issues
        .filter(({ path }) => path === list || path.startsWith(`${list}.`))
        .map((issue) => {
          const line = Number(issue.path.split(".")[1]);
          const words = issueText(say, issue);
          return Number.isNaN(line)
            ? words
            : t("agreements.form.lineWrong", { line: line + 1, what: words });
        });
      if (errors.length > 0) form.setFields([{ name: list, errors: [...new Set(errors)] }]);
    }
    return issues.filter(({ path }) => !LISTS.some((one) => path.split(".")[0] === one));
  };
}

/** A page that writes an agreement down: one command, whose id holds over retries; what is refused stands beside its field. */
export function AgreementForm<Schema extends z.ZodType, Fields extends object>(
  props: AgreementFormProps<Schema, Fields>,
) {
  const t = useText();
  const client = useQueryClient();
  const { message } = App.useApp();
  const requiredMark = useRequiredMark();
  const [form] = Form.useForm<Fields>();
  const placeIssues = useFormIssues();
  const placeLists = useListIssues();
  const kept = useKept(props.keptAs, props.initial, props.expects);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);

  // What was cleared leaves the fields, too.
  const wasRestored = useRef(kept.restoredAt !== null);
  useEffect(() => {
    if (kept.restoredAt !== null || !wasRestored.current) return;
    wasRestored.current = false;
    form.resetFields();
  }, [form, kept.restoredAt]);

  function refuse(failure: ProblemError) {
    const issues = failure.problem.issues ?? [];
    const rest = placeLists(form, issues);
    const whole = new ProblemError({ ...failure.problem, issues: rest });
    const wasPlaced = issues.length > 0 && rest.length === 0;
    setThrown(wasPlaced ? null : placeIssues(form, whole));
    showFirstReproof();
  }

  async function submit() {
    if (busy || props.blocked) return;
    const fields = form.getFieldsValue(true) as Fields;
    const { id, makes, expects } = kept;
    const body = props.body({ id, makes, expects: expects ?? 0 }, fields);
    const checked = props.schema.safeParse(body, TELLING);
    if (!checked.success) return refuse(badInput(issuesOf(checked.error)));
    setBusy(true);
    setThrown(null);
    try {
      const view = await props.send(body);
      tookAgreement(client, view);
      message.success(t("exchanges.common.done"));
      kept.forget();
      props.onDone(view);
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure;
      if (problemOf(failure).code === "duplicate") kept.renew();
      refuse(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={requiredMark}
      className={formStyles.form ?? ""}
      initialValues={kept.initial}
      onValuesChange={(changed: object) => {
        heed(form, changed);
        kept.remember(form.getFieldsValue(true) as Fields);
      }}
      onFinish={() => void submit()}
      scrollToFirstError
    >
      {kept.restoredAt && (
        <div className={formStyles.note}>
          <KeptNote at={kept.restoredAt} onClear={kept.forget} />
        </div>
      )}
      {props.children(form)}
      <div className={formStyles.foot}>
        <div className={formStyles.said}>
          <ProblemNote thrown={thrown} />
        </div>
        <Button type="primary" htmlType="submit" loading={busy} disabled={props.blocked === true}>
          {props.act}
        </Button>
        <Button onClick={props.onCancel} disabled={busy}>
          {t("ui.cancel")}
        </Button>
        <span className="quiet">{t("ui.kept.hint")}</span>
      </div>
    </Form>
  );
}
