import { useQuery, useQueryClient } from "@tanstack/react-query";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { frozenFrom } from "@hub/domain/exchanges/rules";
import type { LeadView } from "@hub/domain/leads/contract";
import { Alert, App, Button, Form, Segmented } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { problemOf, ProblemError } from "../../app/problem.ts";
import { cx } from "../../ui/cx.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useFormIssues } from "../../ui/form-issues.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { useMedia } from "../../ui/panes.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { leadMaterialsQuery, leadQuery } from "../leads/queries.ts";
import { ProofField, type ProofValue } from "./acts/proof-field.tsx";
import type { ActProps } from "./acts/taking.ts";
import { FrozenSheet } from "./frozen-sheet.tsx";
import { exchangeQuery, recipientsQuery, tookExchange } from "./queries.ts";
import { heed } from "./form-errors.ts";
import { SendFields } from "./send-fields.tsx";
import {
  newSending,
  runsAsAgreed,
  sendingOf,
  transferBar,
  type SendValues,
} from "./send-values.ts";
import { useOnward, useSending, type Onward } from "./sending.ts";
import act from "./act-dialog.module.css";
import styles from "./send-dialog.module.css";

type FormValues = SendValues & { proof?: ProofValue };

interface SendDialogProps {
  lead: LeadView;
  /** The draft that is changed; null begins a new one. */
  draft: ExchangeView | null;
  open: boolean;
  onClose: () => void;
}

const HALVES = ["left", "right"] as const;

/** 移送或通报: left what I fill in, right the lead exactly as the other side will see it; the button says what it does for me. */
export function SendDialog({ lead, draft: given, open, onClose }: SendDialogProps) {
  const t = useText();
  const me = useMe();
  const nameOf = useOfficeName();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<FormValues>();
  const placeIssues = useFormIssues();
  const sending = useSending(lead);
  const { data: materials } = useQuery(leadMaterialsQuery(lead.id));
  const initial = useMemo(
    () =>
      given
        ? sendingOf(given)
        : newSending({
            materials: (materials?.materials ?? []).flatMap((one) => (one.inner ? [] : one.fileId)),
            kind: transferBar(lead) ? "notice" : "transfer",
          }),
    [given, lead, materials],
  );
  const watched = Form.useWatch([], form) as Partial<FormValues> | undefined;
  const values: SendValues = { ...initial, ...watched };
  const { data: found } = useQuery(recipientsQuery(lead.id, values.kind));
  const recipient = found?.recipients.find((one) => one.officeId === values.toOfficeId);
  const [draft, setDraft] = useState<ExchangeView | null>(given);
  const [half, setHalf] = useState<(typeof HALVES)[number]>("left");
  const narrow = useMedia("(max-width: 899px)");
  const [busy, setBusy] = useState<"save" | "go" | null>(null);
  const [thrown, setThrown] = useState<unknown>(null);
  const [stale, setStale] = useState(false);
  const asAgreed = given !== null && recipient !== undefined && runsAsAgreed(given, recipient);
  useEffect(() => {
    if (asAgreed) form.setFieldValue("ownTerms", false);
  }, [asAgreed, form]);
  const predicted = useOnward(lead, values);
  const onward = onwardOf(draft, predicted);
  const office = values.toOfficeId ? nameOf(values.toOfficeId, true) : "";

  async function run(mode: "save" | "go") {
    if (busy) return;
    setBusy(mode);
    setThrown(null);
    try {
      let view = await sending.save(draft, { ...initial, ...form.getFieldsValue(true) }, recipient);
      setDraft(view);
      const proof = form.getFieldValue("proof") as ProofValue | undefined;
      if (mode === "go") {
        if (view.can.includes("issue") && onward === "issue" && proof) {
          view = await sending.issue(view, proof);
        } else if (view.can.includes("submit")) view = await sending.submit(view);
      }
      tookExchange(client, view);
      message.success(said(view, mode));
      onClose();
      if (!given) {
        setDraft(null);
        form.resetFields();
      }
    } catch (failure) {
      if (!(failure instanceof ProblemError)) throw failure;
      const problem = problemOf(failure);
      const fresh = exchangeRoutes.get.reply.safeParse(problem.fresh);
      if (problem.code === "stale" && fresh.success) {
        setDraft(fresh.data);
        client.setQueryData(exchangeQuery(fresh.data.id).queryKey, fresh.data);
        setStale(true);
      } else setThrown(placeIssues(form, failure));
    } finally {
      setBusy(null);
    }
  }

  const said = (view: ExchangeView, mode: "save" | "go"): string => {
    if (mode === "save") return t("exchanges.send.saved");
    return view.sentAt ? t("exchanges.send.issued", { office }) : t("exchanges.send.submitted");
  };
  const words: Record<Onward, string> = {
    submit: t("exchanges.send.submit"),
    submit_issue: t("exchanges.send.submitIssue"),
    issue:
      values.kind === "notice"
        ? t("exchanges.act.issueNotice", { office })
        : t("exchanges.act.issueTo", { office }),
  };
  const ready = Boolean(values.toOfficeId) && !(recipient?.openExchangeId && !draft);
  return (
    <Dialog
      open={open}
      title={given ? t("exchanges.send.editTitle") : t("exchanges.send.title")}
      width={1120}
      style={{ top: 32 }}
      mask={{ closable: false }}
      onCancel={() => busy === null && onClose()}
      footer={
        <div className={styles.foot}>
          <Button onClick={onClose} disabled={busy !== null}>
            {t("ui.cancel")}
          </Button>
          <Button
            loading={busy === "save"}
            disabled={!ready || busy === "go"}
            onClick={() => void run("save")}
          >
            {t("exchanges.send.saveDraft")}
          </Button>
          <Button
            type="primary"
            htmlType="submit"
            form={`send-${lead.id}`}
            loading={busy === "go"}
            disabled={!ready || busy === "save" || (onward === "issue" && me.proof === "enrolment")}
            className={onward === "issue" ? (act.formal ?? "") : ""}
          >
            {words[onward]}
          </Button>
        </div>
      }
    >
      {narrow && (
        <Segmented
          className={styles.switch ?? ""}
          block
          value={half}
          onChange={setHalf}
          options={HALVES.map((value) => ({ value, label: t(`exchanges.send.${value}`) }))}
        />
      )}
      <div className={styles.halves}>
        <Form<FormValues>
          id={`send-${lead.id}`}
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={initial}
          disabled={busy !== null}
          onValuesChange={(changed: object) => heed(form, changed)}
          onFinish={() => void run("go")}
          className={cx(styles.left, half === "right" && styles.away)}
        >
          <SendFields lead={lead} values={values} fixed={draft !== null} />
          {onward === "issue" && ready && <ProofField />}
          {stale && (
            <Alert
              role="alert"
              type="warning"
              showIcon
              title={t("exchanges.send.stale", { who: t("leads.form.staleSomebody") })}
            />
          )}
          <ProblemNote thrown={thrown} />
        </Form>
        <section
          className={cx(styles.right, half === "left" && styles.away)}
          aria-label={t("exchanges.send.right")}
          // A region that scrolls can be reached and scrolled by keyboard.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          <h3>{t("exchanges.send.right")}</h3>
          {values.toOfficeId ? (
            <>
              <p className={styles.hint}>{t("exchanges.send.rightHint", { office })}</p>
              <div className={styles.seen}>
                <FrozenSheet
                  links={false}
                  content={frozenFrom({
                    kind: values.kind,
                    fromOfficeId: lead.officeId,
                    toOfficeId: values.toOfficeId,
                    leadNumber: lead.number,
                    values: lead.values,
                    note: values.note.trim(),
                    sections: values.sections,
                    files: (materials?.materials ?? [])
                      .filter((one) => values.materials.includes(one.fileId))
                      .map((one, index) => ({ ...one, number: index + 1 })),
                  })}
                />
              </div>
            </>
          ) : (
            <p className={styles.hint}>{t("exchanges.send.rightNobody")}</p>
          )}
        </section>
      </div>
    </Dialog>
  );
}

/** A draft that stands says itself what may be done with it; before that the 权限清单 does. */
function onwardOf(draft: ExchangeView | null, predicted: Onward): Onward {
  if (!draft) return predicted;
  if (draft.can.includes("issue")) return "issue";
  return draft.noReview === null ? "submit" : "submit_issue";
}

/** 修改草稿: the same dialog on a draft that stands. */
export function EditDraftDialog({ view, open, onClose }: ActProps) {
  const { data: lead } = useQuery({
    ...leadQuery(view.leadId ?? ""),
    enabled: view.leadId !== null,
  });
  if (!lead) return null;
  return <SendDialog key={view.version} lead={lead} draft={view} open={open} onClose={onClose} />;
}
