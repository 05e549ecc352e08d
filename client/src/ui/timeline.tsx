import { Button } from "antd";
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from "react";
import type { Entry } from "@hub/domain/channels/contract";
import { useText } from "../app/i18n.ts";
import { useThreads, type Thread } from "../app/threads.ts";
import { useMe } from "../app/me.ts";
import { cx } from "./cx.ts";
import { PageSkeleton } from "./page-skeleton.tsx";
import { Post, OutgoingPost } from "./post.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { EventLine } from "./event-line.tsx";
import { merge, type Line } from "./thread.ts";
import { weekday } from "./time.ts";
import styles from "./timeline.module.css";

export type Ground = "both" | "own";

interface TimelineProps {
  /** One or more channels, shown as one timeline by time. */
  channelIds: readonly string[];
  /** Which ground a channel's lines stand on, where several do. */
  ground?: (channelId: string) => Ground;
  /** Words for entries that carry only ids; null leaves them to the general sentence. */
  texts?: (entry: Entry) => ReactNode | null;
}

const NEAR_END_PX = 80;

/** Talk, events, receipts and files in one order, with what is new marked and read as it is seen. */
export function Timeline({ channelIds, ground, texts }: TimelineProps) {
  const t = useText();
  const me = useMe();
  const threads = useThreads(channelIds);
  const lines = useMemo(() => merge(threads, me.officer.id), [threads, me.officer.id]);
  const box = useRef<HTMLDivElement>(null);
  const scroll = useScroll(box, threads, lines);
  const [replyTarget, setTarget] = useState<string | null>(null);

  const show = useCallback((entryId: string) => {
    const line = document.getElementById(`entry-${entryId}`);
    if (!line) return;
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
    setTarget(entryId);
  }, []);

  const failed = threads.find((thread) => thread.error !== null && thread.error !== undefined);
  const loading = threads.some((thread) => thread.status === "loading");
  const outgoing = threads.flatMap((thread) => thread.outgoing.map((post) => ({ post, thread })));
  const firstUnread = lines.find((line) => line.firstUnread);
  const hasOlder = threads.some((thread) => thread.hasOlder);

  if (loading && lines.length === 0) return <PageSkeleton rows={8} />;
  return (
    <div className={styles.frame}>
      {scroll.unreadAbove && firstUnread && (
        <div className={cx(styles.jump, styles.up)}>
          <Button size="small" onClick={() => show(firstUnread.item.entry.id)}>
            {t("ui.timeline.firstUnread")}
          </Button>
        </div>
      )}
      <div
        ref={box}
        className={styles.box}
        onScroll={scroll.onScroll}
        role="region"
        aria-label={t("ui.timeline.label")}
        // A region that scrolls can be reached and scrolled by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {hasOlder && <p className="paper-only quiet">{t("ui.timeline.olderLeftOut")}</p>}
        {hasOlder && (
          <div className={styles.older}>
            <Button size="small" type="text" loading={scroll.loadingOlder} onClick={scroll.older}>
              {t("ui.timeline.older")}
            </Button>
          </div>
        )}
        {failed && <ProblemNote thrown={failed.error} onRetry={() => failed.reload()} />}
        {lines.length === 0 && outgoing.length === 0 && !failed && (
          <p className={styles.empty}>{t("ui.timeline.empty")}</p>
        )}
        <ol>
          {lines.map((line, index) => (
            <TimelineLine
              key={line.item.entry.id}
              line={line}
              goesOn={lines[index + 1]?.continues ?? false}
              ground={ground?.(line.channelId)}
              thread={threads.find((one) => one.channelId === line.channelId)}
              {...(texts ? { texts } : {})}
              shown={replyTarget === line.item.entry.id}
              onShow={show}
              lines={lines}
            />
          ))}
          {outgoing.map(({ post, thread }, index) => (
            <li key={post.id} className={styles.line} data-ground={ground?.(thread.channelId)}>
              <OutgoingPost post={post} thread={thread} continues={index > 0} />
            </li>
          ))}
        </ol>
      </div>
      {scroll.below > 0 && (
        <div className={cx(styles.jump, styles.down)}>
          <Button size="small" onClick={scroll.toEnd}>
            {t("ui.timeline.newBelow", { count: scroll.below })}
          </Button>
        </div>
      )}
      <Announcer lines={lines} />
    </div>
  );
}

interface TimelineLineProps {
  line: Line;
  goesOn: boolean;
  lines: readonly Line[];
  ground: Ground | undefined;
  thread: Thread | undefined;
  texts?: (entry: Entry) => ReactNode | null;
  shown: boolean;
  onShow: (entryId: string) => void;
}

function TimelineLine({
  line,
  goesOn,
  lines,
  ground,
  thread,
  texts,
  shown,
  onShow,
}: TimelineLineProps) {
  const t = useText();
  const { item, day, continues, firstUnread } = line;
  const replied = item.inReplyTo
    ? lines.find((one) => one.item.entry.id === item.inReplyTo)?.item
    : undefined;
  return (
    <>
      {day && (
        <li className={styles.day}>
          <span className="number">{day}</span> {t(`ui.timeline.weekday.${weekday(day)}`)}
        </li>
      )}
      {firstUnread && (
        <li className={styles.unread} data-first-unread>
          <span>{t("ui.timeline.unreadBelow")}</span>
        </li>
      )}
      <li
        id={`entry-${item.entry.id}`}
        tabIndex={-1}
        className={cx(styles.line, continues && styles.continues, shown && styles.shown)}
        data-ground={ground}
      >
        {item.entry.type === "message.posted" && thread ? (
          <Post
            item={item}
            thread={thread}
            continues={continues}
            goesOn={goesOn}
            replied={replied}
            onShow={onShow}
          />
        ) : (
          <EventLine entry={item.entry} words={texts?.(item.entry) ?? null} />
        )}
      </li>
    </>
  );
}

/** Tells a screen reader what others said since the page was opened, once each. */
function Announcer({ lines }: { lines: readonly Line[] }) {
  const me = useMe();
  const last = lines.at(-1)?.item;
  const [opened] = useState(() => new Date().toISOString());
  const isNew = last && last.entry.at > opened && last.entry.actor !== me.officer.id;
  return (
    <div className="unseen" role="log" aria-live="polite">
      {isNew && last.text ? last.text : ""}
    </div>
  );
}

/** Keeps the end in view while one reads there, the place while older lines come in above, and marks what was seen as read. */
function useScroll(
  boxRef: RefObject<HTMLDivElement | null>,
  threads: readonly Thread[],
  lines: readonly Line[],
) {
  const me = useMe();
  const atEnd = useRef(true);
  const placed = useRef(false);
  const heightBefore = useRef<number | null>(null);
  const [seenId, setSeenId] = useState<string | undefined>(undefined);
  const [unreadAbove, setUnreadAbove] = useState(false);
  const [loadingOlder, setLoadingOlder] = useState(false);
  const outgoing = threads.reduce((sum, thread) => sum + thread.outgoing.length, 0);
  const last = lines.at(-1)?.item.entry;
  const lastId = last?.id;
  const lastIsMine = last?.actor === me.officer.id;

  const look = useCallback(() => {
    const element = boxRef.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
    if (atEnd.current) setSeenId(lastId);
    const mark = element.querySelector("[data-first-unread]");
    const top = element.getBoundingClientRect().top;
    setUnreadAbove(mark !== null && mark.getBoundingClientRect().top < top);
    if (!atEnd.current || document.visibilityState !== "visible" || !document.hasFocus()) return;
    for (const thread of threads) thread.markRead();
  }, [boxRef, threads, lastId]);

  useLayoutEffect(() => {
    const element = boxRef.current;
    if (!element || lines.length + outgoing === 0) return;
    if (heightBefore.current !== null) {
      element.scrollTop += element.scrollHeight - heightBefore.current;
      heightBefore.current = null;
    } else if (!placed.current || atEnd.current || lastIsMine || outgoing > 0) {
      placed.current = true;
      element.scrollTop = element.scrollHeight;
    }
  }, [boxRef, lines.length, outgoing, lastIsMine]);

  // Names and files come after their lines, and a window is drawn narrower: the end stays in view through all of it.
  const isShown = lines.length + outgoing > 0;
  useEffect(() => {
    const element = boxRef.current;
    const observer = new ResizeObserver(() => {
      if (element && atEnd.current) element.scrollTop = element.scrollHeight;
    });
    for (const one of element && isShown ? [element, ...element.children] : [])
      observer.observe(one);
    return () => observer.disconnect();
  }, [boxRef, isShown]);

  useEffect(() => {
    const frame = requestAnimationFrame(look);
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [look]);

  const older = () => {
    if (loadingOlder) return;
    setLoadingOlder(true);
    heightBefore.current = boxRef.current?.scrollHeight ?? null;
    Promise.all(threads.filter((one) => one.hasOlder).map((one) => one.loadOlder()))
      .catch(() => {
        heightBefore.current = null;
      })
      .finally(() => setLoadingOlder(false));
  };

  const seen = lines.findIndex((line) => line.item.entry.id === seenId);
  return {
    /** How many lines came in below what is in view. */
    below: seen < 0 ? 0 : lines.length - 1 - seen,
    unreadAbove,
    loadingOlder,
    older,
    onScroll: look,
    toEnd: () => boxRef.current?.scrollTo({ top: boxRef.current.scrollHeight }),
  };
}
