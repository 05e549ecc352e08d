import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useNavigate } from "react-router";
import { markNotices, type NoticeView } from "@hub/domain/notices/contract";
import { useText } from "../../app/i18n.ts";
import { useAct } from "../../app/query.ts";
import { cx } from "../../ui/cx.ts";
import { OfficeName, OfficerName } from "../../ui/names.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useSay } from "../../ui/say.ts";
import { When } from "../../ui/when.tsx";
import { noticesQuery } from "./queries.ts";
import styles from "./notices.module.css";

/** Where a notice leads: to the matter, at the act that waits, or to what was said. */
export function pathOfNotice({ matter, occurrenceId, channel, act }: NoticeView): string | null {
  if (matter) {
    const asked = act ? `?act=${act}` : "";
    if (occurrenceId) return `/occurrences/${occurrenceId}${asked}`;
    return matter.kind === "lead" ? `/leads/${matter.id}` : `/${matter.kind}s/${matter.id}${asked}`;
  }
  return channel ? `/messages/${channel.id}` : null;
}

/** What I am told of, newest first; opening one reads it. */
export function Notices({ onOpened }: { onOpened: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const list = useInfiniteQuery(noticesQuery);
  const mark = useAct(markNotices, ["notices"]);
  const notices = list.data?.pages.flatMap((page) => page.notices) ?? [];
  const newest = notices[0];
  const unread = list.data?.pages[0]?.unread ?? 0;

  const open = (notice: NoticeView) => {
    if (!notice.read) mark.mutate({ body: { ids: [notice.id] } });
    const path = pathOfNotice(notice);
    if (path === null) return;
    onOpened();
    void navigate(path);
  };

  if (list.error) return <ProblemNote thrown={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <PageSkeleton />;
  if (notices.length === 0) return <p className={styles.none}>{t("notices.none")}</p>;
  return (
    <>
      <div className={styles.tools}>
        <Button
          size="small"
          disabled={unread === 0}
          loading={mark.isPending}
          onClick={() => newest && mark.mutate({ body: { upTo: newest.at } })}
        >
          {t("notices.readAll")}
        </Button>
      </div>
      <ul>
        {notices.map((notice) => (
          <li key={notice.id}>
            <button
              type="button"
              className={cx(styles.notice, !notice.read && styles.fresh)}
              onClick={() => open(notice)}
            >
              <Words notice={notice} />
            </button>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={styles.tools}>
          <Button
            size="small"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("ui.loadMore")}
          </Button>
        </div>
      )}
    </>
  );
}

/** What waits, in the words of the matter's own buttons. */
const actText = (say: ReturnType<typeof useSay>, { act, matter, occurrenceId }: NoticeView) =>
  (occurrenceId
    ? say(`obligations.act.${act}`)
    : matter?.kind === "agreement"
      ? (say(`agreements.act.${act}`) ?? say(`workbench.act.${act}`))
      : matter?.kind === "action"
        ? say(`actions.act.${act}`)
        : say(`notices.act.${act}`)) ??
  say(`exchanges.act.${act}`) ??
  "";

function Words({ notice }: { notice: NoticeView }) {
  const t = useText();
  const say = useSay();
  const { kind, entryType, clock, level, matter, channel, actor, officeId, at, read } = notice;
  // Of an exchange that the sender took back no title is left.
  const title = matter
    ? matter.title || t("exchanges.state.withdrawn")
    : (channel?.title ?? t("notices.conversation"));
  const happened = say(`ui.entries.${entryType?.replace(".", "_")}`) ?? t("ui.entries.unknown");
  return (
    <>
      <span className={styles.head}>
        <span className={cx(styles.kind, styles[level === "reminder" ? "soon" : kind])}>
          {kind === "awaited"
            ? t("notices.awaited", {
                act: actText(say, notice),
              })
            : kind === "overdue"
              ? t(`notices.level.${level ?? "reminder"}`, {
                  clock: clock ? t(`account.terms.key.${clock}`) : "",
                })
              : kind === "mention"
                ? t("notices.mention")
                : happened}
        </span>
        <When at={at} short />
      </span>
      <span className={styles.title}>{title}</span>
      <span className={styles.who}>
        {matter?.number && <span className="number">{matter.number}</span>}
        {actor && (
          <span>
            <OfficeName id={officeId} short /> <OfficerName id={actor} />
          </span>
        )}
        {!read && <span className="unseen">{t("notices.isUnread")}</span>}
      </span>
    </>
  );
}
