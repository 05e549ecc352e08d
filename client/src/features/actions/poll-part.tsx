import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { OptionView, PollView } from "@hub/domain/actions/poll-contract";
import { newId } from "@hub/domain/kernel/ids";
import { App, Button } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useAct } from "../../app/query.ts";
import { OfficeName, useOfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { problemText, useSay } from "../../ui/say.ts";
import { problemOf } from "../../app/problem.ts";
import { Due, When } from "../../ui/when.tsx";
import { AnswerDialog } from "./acts/answer.tsx";
import { FixDialog } from "./acts/fix.tsx";
import { PollGrid } from "./poll-grid.tsx";
import { spanText } from "./span-text.ts";
import styles from "./poll.module.css";

/** 征询日期: offices × dates, the quorum line under them, who is silent, and what the hub proposes; the coordinator fixes with one click. */
export function PollPart({
  view,
  poll,
  first,
}: {
  view: ActionView;
  poll: PollView;
  first: string | null;
}) {
  const t = useText();
  const [answering, setAnswering] = useState(first === "answer" && view.can.includes("answer"));
  const [fixing, setFixing] = useState<OptionView | null>(null);
  const silent = poll.rows.filter((row) => poll.options.some(({ id }) => !row.answers[id]));
  const mayFix = view.can.includes("fix");
  const best = poll.options.find((one) => one.id === poll.best?.optionId);
  return (
    <Section
      title={t("actions.poll.title")}
      aside={
        poll.closed ? (
          <span className="quiet">{t("actions.poll.closed")}</span>
        ) : (
          <>
            <When at={poll.closesAt} /> <Due at={poll.closesAt} kind="agreed" />
          </>
        )
      }
    >
      {best && poll.best && !poll.fixedOptionId && (
        <div className={styles.best} role="status">
          <span>
            {t("actions.poll.best", { span: spanText(best.span) })}
            <span className="quiet"> {t(`actions.poll.why.${poll.best.why}`)}</span>
          </span>
          {mayFix && (
            <Button type="primary" onClick={() => setFixing(best)}>
              {t("actions.poll.fixBest")}
            </Button>
          )}
        </div>
      )}
      <div
        className={styles.scroll}
        role="region"
        aria-label={t("actions.poll.title")}
        // Wider than a phone: it can be reached and scrolled by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <PollGrid view={view} poll={poll} onFix={mayFix ? setFixing : null} />
      </div>
      <p className={styles.line}>
        {t("actions.poll.quorum", { count: poll.quorum.offices })}
        {poll.quorum.must.length > 0 && (
          <>
            {t("actions.poll.must")}
            {poll.quorum.must.map((id, index) => (
              <span key={id}>
                {index > 0 && t("ui.list.comma")}
                <OfficeName id={id} short />
              </span>
            ))}
          </>
        )}
      </p>
      <Silent view={view} poll={poll} officeIds={silent.map((row) => row.officeId)} />
      {view.can.includes("answer") && !poll.closed && (
        <Button
          type={view.poll?.mineSilent ? "primary" : "default"}
          onClick={() => setAnswering(true)}
        >
          {view.poll?.mineSilent ? t("actions.answer.act") : t("actions.answer.again")}
        </Button>
      )}
      <AnswerDialog
        key={poll.closesAt}
        view={view}
        poll={poll}
        open={answering}
        onClose={() => setAnswering(false)}
      />
      {fixing && <FixDialog view={view} option={fixing} open onClose={() => setFixing(null)} />}
    </Section>
  );
}

function Silent({
  view,
  poll,
  officeIds,
}: {
  view: ActionView;
  poll: PollView;
  officeIds: readonly string[];
}) {
  const t = useText();
  const say = useSay();
  const nameOf = useOfficeName();
  const { message } = App.useApp();
  const remind = useAct(actionRoutes.remind, ["actions"]);
  const [id, renew] = useState(newId);
  if (officeIds.length === 0 || poll.closed) return null;
  const last = poll.reminded.at(-1);
  return (
    <p className={styles.line}>
      {t("actions.poll.silent", {
        offices: officeIds.map((one) => nameOf(one, true)).join(t("ui.list.comma")),
      })}{" "}
      {view.can.includes("remind") && (
        <Button
          size="small"
          loading={remind.isPending}
          onClick={() =>
            remind.mutate(
              { params: { actionId: view.id }, body: { id } },
              {
                onSuccess: () => {
                  renew(newId());
                  void message.success(t("actions.poll.reminded"));
                },
                onError: (thrown) => void message.error(problemText(say, problemOf(thrown))),
              },
            )
          }
        >
          {t("actions.poll.remind")}
        </Button>
      )}{" "}
      {last && (
        <span className="quiet">
          {t("actions.poll.lastReminded")} <When at={last.at} short />
        </span>
      )}
    </p>
  );
}
