import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import type { ConferenceView } from "@hub/domain/actions/conference-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { Button } from "antd";
import { useState } from "react";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { OfficeName } from "../../../ui/names.tsx";
import { Section } from "../../../ui/page.tsx";
import { When } from "../../../ui/when.tsx";
import { RoundWords } from "../round-words.tsx";
import { AgendaDialog, NoticeDialog, ReplyDialog, TopicDialog } from "./acts.tsx";
import { NoticePart } from "./notice-part.tsx";
import styles from "../actions.module.css";
import { GoButton } from "../go-button.tsx";

type Open = "topic" | "agenda" | "notice" | "reply" | null;

interface ConferenceProps {
  view: ActionView;
  conference: ConferenceView;
}

/** 联席会议: 议题征集 → 议程 → 会议通知 → 回执 → 纪要, one under the other. */
export function ConferencePart({ view, conference }: ConferenceProps) {
  const t = useText();
  const [open, setOpen] = useState<Open>(null);
  const can = (act: ActionView["can"][number]) => view.can.includes(act);
  const close = () => setOpen(null);
  return (
    <>
      <Section
        title={t("actions.topics.title")}
        aside={
          can("add_topic") && (
            <Button size="small" onClick={() => setOpen("topic")}>
              {t("actions.act.add_topic")}
            </Button>
          )
        }
      >
        {conference.topics.length === 0 && <p className="quiet">{t("actions.topics.none")}</p>}
        <ul className={styles.lines}>
          {conference.topics.map(({ id, title, text, by, taken }) => (
            <li key={id}>
              <span>
                {title}
                {text && <div className="quiet">{text}</div>}
              </span>
              <span className="quiet">
                <OfficeName id={by.officeId} short /> {by.name}
              </span>
              <span>{taken ? t("actions.topics.taken") : t("actions.topics.open")}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section
        title={t("actions.agenda.title")}
        aside={
          can("set_agenda") && (
            <Button size="small" onClick={() => setOpen("agenda")}>
              {t("actions.act.set_agenda")}
            </Button>
          )
        }
      >
        {conference.agenda.length === 0 && <p className="quiet">{t("actions.agenda.none")}</p>}
        <ol className={styles.lines}>
          {conference.agenda.map(({ id, title, minutes, speaker }, index) => (
            <li key={id}>
              <span>
                {index + 1}. {title} <span className="quiet">{speaker}</span>
              </span>
              <span className="number">{t("actions.agenda.minutes", { count: minutes })}</span>
            </li>
          ))}
        </ol>
      </Section>
      <NoticePart view={view} notice={conference.notice} onIssue={() => setOpen("notice")} />
      <Replies view={view} conference={conference} onReply={() => setOpen("reply")} />
      {(conference.minutes || can("write_minutes")) && (
        <Section title={t("actions.minutes.title")}>
          {conference.minutes ? (
            <RoundWords round={conference.minutes} />
          ) : (
            <p className="quiet">{t("actions.minutes.none")}</p>
          )}
          <GoButton to={`/actions/${view.id}/minutes`}>
            {conference.minutes ? t("actions.minutes.open") : t("actions.act.write_minutes")}
          </GoButton>
        </Section>
      )}
      {open === "topic" && <TopicDialog view={view} open onClose={close} />}
      {open === "agenda" && (
        <AgendaDialog view={view} conference={conference} open onClose={close} />
      )}
      {open === "notice" && <NoticeDialog view={view} open onClose={close} />}
      {open === "reply" && <ReplyDialog view={view} conference={conference} open onClose={close} />}
    </>
  );
}

function Replies({ view, conference, onReply }: ConferenceProps & { onReply: () => void }) {
  const t = useText();
  const { notice, replies } = conference;
  if (!notice) return null;
  const silent = view.officeIds.filter((id) => !replies.some((one) => one.officeId === id));
  return (
    <Section
      title={t("actions.reply.title")}
      aside={
        <span className="screen-only">
          <a href={addressOf(actionPaperRoutes.cards, { actionId: view.id })} download>
            {t("actions.reply.cards")}
          </a>
        </span>
      }
    >
      <ul className={styles.lines}>
        {replies.map(({ officeId, attendees, plates, note, by }) => (
          <li key={officeId}>
            <span>
              <strong>
                <OfficeName id={officeId} short />
              </strong>{" "}
              {attendees.map((one) => `${one.name} ${one.post} ${one.telephone}`).join("；")}
              {plates.length > 0 && (
                <div className="quiet">
                  {t("actions.reply.plates")} {plates.join(" ")}
                </div>
              )}
              {note && <div className="quiet">{note}</div>}
            </span>
            <span className="quiet">
              {by.name} <When at={by.at} short />
            </span>
          </li>
        ))}
        {silent.map((id) => (
          <li key={id}>
            <OfficeName id={id} short />
            <span className={styles.wanted}>{t("actions.reply.silent")}</span>
          </li>
        ))}
      </ul>
      {view.can.includes("reply") && <Button onClick={onReply}>{t("actions.act.reply")}</Button>}
    </Section>
  );
}
