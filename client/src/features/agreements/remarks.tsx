import type { AgreementView } from "@hub/domain/agreements/contract";
import { newId } from "@hub/domain/kernel/ids";
import { proposalRoutes, type RemarkView } from "@hub/domain/proposals/contract";
import { useQueryClient } from "@tanstack/react-query";
import { App, Button, Input, Segmented } from "antd";
import { useState } from "react";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { problemOf } from "../../app/problem.ts";
import { cx } from "../../ui/cx.ts";
import { refusalText, useSay } from "../../ui/say.ts";
import { useKept } from "../../ui/use-kept.ts";
import { When } from "../../ui/when.tsx";
import { remarksQuery } from "./queries.ts";
import styles from "./remarks.module.css";

interface RemarksProps {
  view: AgreementView;
  clauseId: string;
  heading: string;
  remarks: readonly RemarkView[];
}

/** What people say beside an article, to their own office or to all parties; and a word of one's own. */
export function Remarks({ view, clauseId, heading, remarks }: RemarksProps) {
  const t = useText();
  const say = useSay();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [writing, setWriting] = useState(false);
  const key = remarksQuery(view.id).queryKey;
  const took = (answer: { remarks: RemarkView[] }) => client.setQueryData(key, answer.remarks);
  const resolve = (remarkId: string) =>
    call(proposalRoutes.resolve, {
      params: { agreementId: view.id, remarkId },
      body: { id: newId() },
    }).then(took, (thrown: unknown) => {
      message.error(refusalText(say, problemOf(thrown)));
      void client.invalidateQueries({ queryKey: key });
    });
  return (
    <>
      <ul className={styles.list}>
        {remarks.map((one) => (
          <li
            key={one.id}
            className={cx(
              styles.remark,
              one.scope === "own" && styles.own,
              one.resolved !== null && styles.resolved,
            )}
          >
            <div className={styles.head}>
              <span>{one.by.name}</span>
              <span className={styles.scope}>{t(`agreements.remark.scope.${one.scope}`)}</span>
              <When at={one.by.at} short />
            </div>
            <p className={styles.text}>{one.text}</p>
            {one.resolved ? (
              <span className="quiet">{t("agreements.remark.resolved")}</span>
            ) : (
              one.can.includes("resolve") && (
                <Button
                  size="small"
                  type="link"
                  className="screen-only"
                  onClick={() => void resolve(one.id)}
                >
                  {t("agreements.remark.resolve")}
                  <span className="unseen">{one.text}</span>
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      {view.can.includes("remark") &&
        (writing ? (
          <RemarkForm
            view={view}
            clauseId={clauseId}
            heading={heading}
            onDone={(answer) => {
              took(answer);
              setWriting(false);
            }}
            onCancel={() => setWriting(false)}
          />
        ) : (
          <Button
            size="small"
            type="text"
            className="screen-only"
            aria-label={t("agreements.remark.addTo", { heading })}
            onClick={() => setWriting(true)}
          >
            {t("agreements.remark.add")}
          </Button>
        ))}
    </>
  );
}

interface RemarkFormProps {
  view: AgreementView;
  clauseId: string;
  heading: string;
  onDone: (answer: { remarks: RemarkView[] }) => void;
  onCancel: () => void;
}

function RemarkForm({ view, clauseId, heading, onDone, onCancel }: RemarkFormProps) {
  const t = useText();
  const say = useSay();
  const start: Pick<RemarkView, "text" | "scope"> = { text: "", scope: "own" };
  const kept = useKept(`remarks/${view.id}/${clauseId}`, start);
  const [{ text, scope }, setTyped] = useState(kept.initial);
  // Before the first circulation there is nobody else to say it to.
  const shared = view.channelId !== null;
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);
  const type = (typed: Partial<typeof start>) => {
    const next = { text, scope, ...typed };
    setTyped(next);
    kept.remember(next);
  };
  const send = async () => {
    setBusy(true);
    setThrown(null);
    try {
      const answer = await call(proposalRoutes.remark, {
        params: { agreementId: view.id },
        body: { id: kept.id, clauseId, scope, text },
      });
      kept.forget();
      onDone(answer);
    } catch (failure) {
      setThrown(failure);
      setBusy(false);
    }
  };
  return (
    <div className={cx(styles.form, scope === "own" && styles.own)}>
      {shared && (
        <Segmented<RemarkView["scope"]>
          size="small"
          value={scope}
          aria-label={t("agreements.remark.to")}
          options={(["own", "all"] as const).map((value) => ({
            value,
            label: t(`agreements.remark.scope.${value}`),
          }))}
          onChange={(next) => type({ scope: next })}
        />
      )}
      <Input.TextArea
        autoFocus
        value={text}
        maxLength={2_000}
        autoSize={{ minRows: 2 }}
        aria-label={t("agreements.remark.addTo", { heading })}
        placeholder={t(`agreements.remark.hint.${scope}`)}
        onChange={(event) => type({ text: event.target.value })}
      />
      {thrown !== null && (
        <p role="alert" className={styles.failed}>
          {refusalText(say, problemOf(thrown))}
        </p>
      )}
      <div className={styles.acts}>
        <Button
          size="small"
          type="primary"
          loading={busy}
          disabled={text.trim() === ""}
          onClick={() => void send()}
        >
          {t("agreements.remark.say")}
        </Button>
        <Button size="small" onClick={onCancel} disabled={busy}>
          {t("ui.cancel")}
        </Button>
      </div>
    </div>
  );
}
