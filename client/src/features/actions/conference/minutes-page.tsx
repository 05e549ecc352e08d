import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import type { MinutesContent } from "@hub/domain/actions/conference-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useParams } from "react-router";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { OfficeName } from "../../../ui/names.tsx";
import { Page, Section } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { AgreeDialog, ReturnDialog, SubmitRoundDialog } from "../acts/round.tsx";
import { actionQuery } from "../queries.ts";
import { RoundWords } from "../round-words.tsx";
import { IssueDialog, MinutesForm } from "./minutes-form.tsx";
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
      <Section title={t("actions.minutes.text")}>
        <p className={styles.text}>{content.text}</p>
      </Section>
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
