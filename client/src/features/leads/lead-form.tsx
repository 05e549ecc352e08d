import { useQueryClient } from "@tanstack/react-query";
import { EditLead, leadRoutes, RegisterLead } from "@hub/domain/leads/acts-contract";
import { LeadValues, type LeadView } from "@hub/domain/leads/contract";
import type { Problem } from "@hub/domain/kernel/faults";
import { issuesOf, TELLING } from "@hub/domain/kernel/input";
import { Alert, App, Button, Form } from "antd";
import { useEffect, useRef, useState } from "react";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { holds, useMe } from "../../app/me.ts";
import { problemOf, ProblemError } from "../../app/problem.ts";
import { useRequiredMark } from "./required-mark.tsx";
import { FilesField, type ChosenFile } from "../../ui/files-field.tsx";
import { useFormIssues } from "../../ui/form-issues.ts";
import { KeptNote } from "../../ui/kept-note.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { badInput, heed, showFirstReproof } from "../exchanges/form-errors.ts";
import { KeptFile } from "./kept-file.tsx";
import { dropDraft, keepDraft, readDraft, type LeadDraft, type LeadFields } from "./draft.ts";
import {
  changedNames,
  emptyFields,
  fieldsOf,
  mergeStale,
  placedIssues,
  valuesOf,
  type Clash,
} from "./form-values.ts";
import { Basics, Content, Protection, Target } from "./lead-fields.tsx";
import { freshDraft } from "./new-draft.ts";
import { tookLead } from "./queries.ts";
import { StaleNote } from "./stale-note.tsx";
import { TeamField } from "./team-field.tsx";
import styles from "./lead-form.module.css";

interface LeadFormProps {
  /** The lead as it stood when the form was opened; null registers a new one. */
  lead: LeadView | null;
  onDone: (lead: LeadView) => void;
  onCancel: () => void;
}

/** Registers a lead or changes one. What is typed is kept on this device until it has arrived; a stale edit shows both and keeps mine. */
export function LeadForm({ lead, onDone, onCancel }: LeadFormProps) {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const requiredMark = useRequiredMark();
  const [form] = Form.useForm<LeadFields>();
  const placeIssues = useFormIssues();
  const officerId = me.officer.id;
  const of = lead?.id ?? "new";
  const begin = () =>
    freshDraft(
      lead
        ? { fields: fieldsOf(lead.values), expects: lead.version, leadId: lead.id }
        : {
            fields: {
              ...emptyFields(me.officer.departmentId),
              team: [{ officerId, duty: holds(me, "prosecutor") ? "handler" : "member" }],
            },
          },
    );
  const [kept] = useState(() => readDraft(localStorage, officerId, of));
  const [draft, setDraft] = useState<LeadDraft>(() => kept ?? begin());
  const [restored, setRestored] = useState(kept !== null);
  const [base, setBase] = useState<LeadValues | null>(lead?.values ?? null);
  const [clashes, setClashes] = useState<{ by: string; list: Clash[] } | null>(null);
  const [thrown, setThrown] = useState<unknown>(null);
  const [secret, setSecret] = useState(false);
  const [busy, setBusy] = useState(false);
  const [settled, setSettled] = useState(true);
  const [fresh, setFresh] = useState<ChosenFile[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  const remember = (change: Partial<LeadDraft> = {}, uploaded: readonly ChosenFile[] = fresh) => {
    const next = { ...draft, ...change, at: new Date().toISOString(), fields: allFields() };
    setDraft(next);
    const files = [...next.files, ...uploaded];
    keepDraft(localStorage, officerId, of, { ...next, files });
    return next;
  };
  const allFields = (): LeadFields => ({ ...draft.fields, ...form.getFieldsValue(true) });

  function onTyped(changed: object = {}) {
    heed(form, changed);
    setSecret(false);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => remember(), 400);
  }

  function clear() {
    clearTimeout(timer.current);
    dropDraft(localStorage, officerId, of);
    const next = begin();
    setDraft(next);
    setRestored(false);
    setClashes(null);
    setThrown(null);
    form.setFieldsValue(next.fields);
  }

  /** What would be sent, checked by the contract first; null where an edit changes nothing. */
  function prepare(fields: LeadFields): (() => Promise<LeadView>) | null {
    const values = valuesOf(fields);
    if (!lead) {
      const body = {
        id: draft.commandId,
        leadId: draft.leadId,
        values,
        departmentId: fields.departmentId,
        team: fields.team,
        files: [...draft.files, ...fresh],
      };
      const parsed = RegisterLead.safeParse(body, TELLING);
      if (!parsed.success) throw badInput(issuesOf(parsed.error));
      return () => call(leadRoutes.register, { body: parsed.data });
    }
    const parsed = LeadValues.safeParse(values, TELLING);
    if (!parsed.success) throw badInput(issuesOf(parsed.error));
    const names = changedNames(base ?? lead.values, parsed.data);
    if (names.length === 0) return null;
    const edit = EditLead.safeParse(
      {
        id: draft.commandId,
        expects: draft.expects ?? lead.version,
        values: Object.fromEntries(names.map((name) => [name, parsed.data[name]])),
        reason: fields.reason,
      },
      TELLING,
    );
    if (!edit.success) throw badInput(issuesOf(edit.error));
    return () => call(leadRoutes.edit, { params: { leadId: lead.id }, body: edit.data });
  }

  /** 409 stale: theirs where only they wrote, mine where only I did, and a choice where both did. */
  function meet(problem: Problem, mine: LeadFields): boolean {
    if (problem.code !== "stale" || !lead || !base) return false;
    const now = leadRoutes.get.reply.safeParse(problem.fresh);
    const parsed = LeadValues.safeParse(valuesOf(mine));
    if (!now.success || !parsed.success) return false;
    const { merged, clashes: list } = mergeStale({
      base,
      mine: parsed.data,
      theirs: now.data.values,
    });
    form.setFieldsValue({ ...fieldsOf(merged), reason: mine.reason });
    setBase(now.data.values);
    setClashes({ by: "", list });
    const next = freshDraft({ fields: allFields(), expects: now.data.version, leadId: lead.id });
    setDraft(next);
    keepDraft(localStorage, officerId, of, next);
    return true;
  }

  async function submit() {
    if (busy) return;
    clearTimeout(timer.current);
    const { fields } = remember();
    if (!settled) return;
    setThrown(null);
    setSecret(false);
    try {
      const send = prepare(fields);
      if (send) setBusy(true);
      const view = send && (await send());
      dropDraft(localStorage, officerId, of);
      if (view) {
        tookLead(client, view);
        message.success(t("exchanges.common.done"));
      }
      const after = view ?? lead;
      if (after) onDone(after);
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure;
      const problem = problemOf(failure);
      if (meet(problem, fields)) return;
      setSecret(
        problem.code === "state_secret" ||
          (problem.issues ?? []).some((one) => one.code === "state_secret"),
      );
      const issues = problem.issues ? placedIssues(problem.issues, fields) : undefined;
      setThrown(placeIssues(form, issues ? new ProblemError({ ...problem, issues }) : failure));
      showFirstReproof();
    } finally {
      setBusy(false);
    }
  }

  return (
    <Form<LeadFields>
      form={form}
      layout="vertical"
      requiredMark={requiredMark}
      className={styles.form ?? ""}
      initialValues={draft.fields}
      onValuesChange={(changed: object) => onTyped(changed)}
      onFinish={() => void submit()}
      scrollToFirstError
    >
      {restored && (
        <div className={styles.note}>
          <KeptNote at={draft.at} what={t("leads.form.discardWhat")} onClear={clear} />
        </div>
      )}
      {clashes && (
        <StaleNote
          clashes={clashes.list}
          onChoose={(values) => {
            form.setFieldsValue(
              fieldsOf({ ...LeadValues.parse(valuesOf(allFields())), ...values }),
            );
            onTyped();
          }}
        />
      )}
      <Basics />
      <Target />
      <Content />
      <Protection before={lead?.marking ?? null} />
      {!lead && (
        <section className={styles.group} aria-labelledby="form-files">
          <h2 id="form-files">{t("leads.form.files")}</h2>
          {draft.files.map((file) => (
            <div key={file.fileId} className={styles.kept}>
              <KeptFile fileId={file.fileId} />
              <Button
                size="small"
                type="text"
                onClick={() =>
                  remember({ files: draft.files.filter((one) => one.fileId !== file.fileId) })
                }
              >
                {t("ui.files.remove")}
              </Button>
            </div>
          ))}
          <FilesField
            titled
            onChange={(files) => {
              setFresh(files);
              if (files.length > 0 || fresh.length > 0) remember({}, files);
            }}
            onSettled={setSettled}
          />
        </section>
      )}
      {!lead && (
        <section className={styles.group} aria-labelledby="form-team">
          <h2 id="form-team">{t("leads.form.team")}</h2>
          <Form.Item name="team" noStyle>
            <TeamField officeId={me.officer.officeId} />
          </Form.Item>
        </section>
      )}
      <div className={styles.foot}>
        <div className={styles.said}>
          {secret ? (
            <Alert role="alert" type="error" showIcon title={t("leads.form.secretRefused")} />
          ) : (
            <ProblemNote thrown={thrown} />
          )}
        </div>
        <Button type="primary" htmlType="submit" loading={busy} disabled={!settled}>
          {lead ? t("leads.form.save") : t("leads.form.submit")}
        </Button>
        <Button onClick={onCancel} disabled={busy}>
          {t("ui.cancel")}
        </Button>
        <span className="quiet">{settled ? t("ui.kept.hint") : t("leads.form.filesPending")}</span>
      </div>
    </Form>
  );
}
