import { actionPaperRoutes } from "@hub/domain/actions/acts-contract";
import type { ConferenceView } from "@hub/domain/actions/conference-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { Button } from "antd";
import { addressOf } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { OfficeName } from "../../../ui/names.tsx";
import { Section } from "../../../ui/page.tsx";
import { useSay } from "../../../ui/say.ts";
import { Due, When } from "../../../ui/when.tsx";
import styles from "../actions.module.css";

interface NoticePartProps {
  view: ActionView;
  notice: ConferenceView["notice"];
  onIssue: () => void;
}

/** 会议通知, with how what was resolved last time stands. */
export function NoticePart({ view, notice, onIssue }: NoticePartProps) {
  const t = useText();
  const say = useSay();
  const may = view.can.includes("issue_notice");
  if (!notice && !may) return null;
  return (
    <Section
      title={t("actions.notice.title")}
      aside={
        notice && (
          <a
            className="screen-only"
            href={addressOf(actionPaperRoutes.notice, { actionId: view.id })}
            download
          >
            {t("actions.notice.print")}
          </a>
        )
      }
    >
      {notice && (
        <>
          <p>
            {notice.issued.name} <When at={notice.issued.at} /> · {notice.place?.name} ·{" "}
            {t("actions.notice.replyBy")} <Due at={notice.replyBy} kind="agreed" />
          </p>
          {notice.text && <p className={styles.text}>{notice.text}</p>}
          {notice.former.length > 0 && (
            <>
              <h3>{t("actions.notice.former")}</h3>
              <ul className={styles.lines}>
                {notice.former.map(({ obligationId, title, officeId, dueOn, state }) => (
                  <li key={obligationId}>
                    <span>{title}</span>
                    <span className="quiet">
                      <OfficeName id={officeId} short /> <span className="number">{dueOn}</span>
                    </span>
                    <span>{say(`actions.notice.state.${state}`) ?? state}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      {may && (
        <Button type={notice ? "default" : "primary"} onClick={onIssue}>
          {t("actions.act.issue_notice")}
        </Button>
      )}
    </Section>
  );
}
