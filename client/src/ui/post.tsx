import { App, Button, Input, Tooltip } from "antd";
import { useState, type ReactNode } from "react";
import type { Item } from "@hub/domain/channels/fold";
import { useText } from "../app/i18n.ts";
import { ActsMenu, type MenuAct } from "./acts-menu.tsx";
import type { Outgoing } from "../app/live/outbox.ts";
import type { Thread } from "../app/threads.ts";
import { useMe } from "../app/me.ts";
import { problemOf } from "../app/problem.ts";
import { useConfirm } from "./confirm.ts";
import { cx } from "./cx.ts";
import { FileLink } from "./materials.tsx";
import { OfficeName, OfficerName } from "./names.tsx";
import { problemText, refusalText, useSay } from "./say.ts";
import { reachOf } from "./thread.ts";
import { useReplying } from "./replying.ts";
import { When } from "./when.tsx";
import styles from "./timeline.module.css";

interface PostProps {
  item: Item;
  thread: Thread;
  continues: boolean;
  /** The next line goes on in the same breath: what is said below a post waits for the last. */
  goesOn: boolean;
  replied: Item | undefined;
  onShow: (entryId: string) => void;
}

/** What somebody said, as it stands now, with what others answered and what can be done with it. */
export function Post({ item, thread, continues, goesOn, replied, onShow }: PostProps) {
  const t = useText();
  const me = useMe();
  const { entry } = item;
  const mine = entry.actor === me.officer.id;
  const [editing, setEditing] = useState(false);
  return (
    <article className={cx(styles.post, mine && styles.mine)}>
      {!continues && (
        <header className={styles.head}>
          <span className={styles.name}>
            <OfficerName id={entry.actor} />
          </span>
          <span className="quiet">
            <OfficeName id={entry.office} short /> {entry.role}
          </span>
          <span className={styles.time} title={`#${entry.seq}`}>
            <When at={entry.at} short />
          </span>
        </header>
      )}
      {item.inReplyTo && (
        <button
          type="button"
          className={styles.quote}
          onClick={() => item.inReplyTo && onShow(item.inReplyTo)}
        >
          {replied ? (
            <>
              <OfficerName id={replied.entry.actor} />
              {t("ui.list.colon")}
              {replied.text ?? t("ui.post.gone")}
            </>
          ) : (
            t("ui.post.earlier")
          )}
        </button>
      )}
      {editing ? (
        <EditPost item={item} thread={thread} onDone={() => setEditing(false)} />
      ) : (
        <Body item={item} thread={thread} />
      )}
      <Foot item={item} thread={thread} goesOn={goesOn} />
      {thread.canPost && !isGone(item) && !editing && (
        <More item={item} thread={thread} onEdit={() => setEditing(true)} />
      )}
    </article>
  );
}

function Body({ item, thread }: { item: Item; thread: Thread }) {
  const t = useText();
  if (item.recalledAt || item.entry.withheld === "recalled")
    return <p className="quiet">{t("ui.post.recalled")}</p>;
  if (item.erasedAt || item.entry.withheld === "erased")
    return <p className="quiet">{t("ui.post.erased")}</p>;
  return (
    <>
      {item.text && <p className={styles.text}>{marked(item.text)}</p>}
      {item.files.length > 0 && (
        <ul className={styles.files}>
          {item.files.map((fileId) => {
            const file = thread.files.get(fileId);
            return (
              <li key={fileId}>
                {file ? (
                  <FileLink file={file} />
                ) : (
                  <span className="quiet">{t("ui.post.file")}</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

/** Mentions stand out; everything else is plain text, as it was written. */
function marked(text: string): ReactNode[] {
  return text.split(/(@[^\s@，。；：！？、,.;:!?]{1,20})/u).map((part, index) =>
    index % 2 === 1 ? (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one text never move
      <span key={index} className={styles.mention}>
        {part}
      </span>
    ) : (
      part
    ),
  );
}

const isGone = (item: Item): boolean =>
  Boolean(item.recalledAt ?? item.erasedAt ?? item.entry.withheld);

/** Says what went wrong with a small act, once. */
function useTell(): (thrown: unknown) => void {
  const say = useSay();
  const { message } = App.useApp();
  return (thrown) => void message.error(problemText(say, problemOf(thrown)));
}

/** How far a post has come, who said 收到, and the button to say it. */
function Foot({ item, thread, goesOn }: { item: Item; thread: Thread; goesOn: boolean }) {
  const t = useText();
  const me = useMe();
  const tell = useTell();
  if (isGone(item)) return null;
  const mine = item.entry.actor === me.officer.id;
  const said = item.acknowledged.some((one) => one.officerId === me.officer.id);
  const showReach = mine && !goesOn;
  const mayAcknowledge = !mine && !said && !goesOn && thread.canPost;
  if (!showReach && !mayAcknowledge && !item.editedAt && item.acknowledged.length === 0)
    return null;
  return (
    <footer className={styles.foot}>
      {showReach && <Reach item={item} thread={thread} />}
      {item.editedAt && (
        <span className="quiet">
          {t("ui.post.edited")} <When at={item.editedAt} short />
        </span>
      )}
      {item.acknowledged.length > 0 && <Acknowledged item={item} />}
      {mayAcknowledge && (
        <button
          type="button"
          className={cx(styles.answer, "screen-only")}
          onClick={() => {
            thread.acknowledge(item.entry.id).catch(tell);
          }}
        >
          {t("ui.post.acknowledge")}
        </button>
      )}
    </footer>
  );
}

/** What else can be done with a post; shown under the pointer, by keyboard, and always on a phone. */
function More({ item, thread, onEdit }: { item: Item; thread: Thread; onEdit: () => void }) {
  const t = useText();
  const me = useMe();
  const confirm = useConfirm();
  const replying = useReplying();
  const tell = useTell();
  const recall = async () => {
    const yes = await confirm({
      title: t("ui.post.recallAsk"),
      content: t("ui.post.recallWhat"),
      act: t("ui.post.recall"),
    });
    if (yes) await thread.recall(item.entry.id);
  };
  const mine = item.entry.actor === me.officer.id;
  const said = item.acknowledged.some((one) => one.officerId === me.officer.id);
  const acknowledge = {
    key: "acknowledge",
    label: t("ui.post.acknowledge"),
    run: () => {
      thread.acknowledge(item.entry.id).catch(tell);
    },
  };
  const reply = {
    key: "reply",
    label: t("ui.post.reply"),
    run: () => replying.set(thread.channelId, item),
  };
  const others: MenuAct[] = said ? [] : [acknowledge];
  const own: MenuAct[] = [
    { key: "edit", label: t("ui.post.edit"), run: onEdit },
    {
      key: "recall",
      label: t("ui.post.recall"),
      danger: true,
      run: () => {
        recall().catch(tell);
      },
    },
  ];
  return (
    <div className={cx(styles.acts, "screen-only")}>
      <ActsMenu acts={[reply, ...(mine ? own : others)]}>
        <Button size="small" type="text" aria-label={t("ui.post.more")}>
          ⋯
        </Button>
      </ActsMenu>
    </div>
  );
}

/** 收到: the count, and in which offices; names of one's own office on demand. */
function Acknowledged({ item }: { item: Item }) {
  const t = useText();
  return (
    <Tooltip
      trigger={["hover", "focus", "click"]}
      title={item.acknowledged.map((one) => (
        <div key={one.officerId}>
          <OfficeName id={one.officeId} short /> <OfficerName id={one.officerId} />{" "}
          <When at={one.at} short />
        </div>
      ))}
    >
      <button type="button" className={styles.acknowledged}>
        {t("ui.post.acknowledged", { count: item.acknowledged.length })}
      </button>
    </Tooltip>
  );
}

function Reach({ item, thread }: { item: Item; thread: Thread }) {
  const t = useText();
  const me = useMe();
  const reach = reachOf(item.entry.seq, thread.readers, me.officer);
  if (reach.state !== "read_by")
    return <span className="quiet">{t(`ui.post.reach.${reach.state}`)}</span>;
  return (
    <Tooltip
      trigger={["hover", "focus", "click"]}
      title={reach.officerIds.map((id) => (
        <div key={id}>
          <OfficerName id={id} />
        </div>
      ))}
    >
      <button type="button" className={styles.acknowledged}>
        {t("ui.post.reach.read_by_own", { count: reach.officerIds.length })}
      </button>
    </Tooltip>
  );
}

function EditPost({ item, thread, onDone }: { item: Item; thread: Thread; onDone: () => void }) {
  const t = useText();
  const say = useSay();
  const [text, setText] = useState(item.text ?? "");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = () => {
    if (text === item.text) return onDone();
    setBusy(true);
    thread.edit(item.entry.id, text).then(onDone, (thrown: unknown) => {
      setBusy(false);
      setProblem(refusalText(say, problemOf(thrown)));
    });
  };
  return (
    <div className={styles.edit}>
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 1, maxRows: 10 }}
        value={text}
        maxLength={4_000}
        aria-label={t("ui.post.edit")}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onDone();
        }}
      />
      {problem && (
        <p role="alert" className={styles.refused}>
          {problem}
        </p>
      )}
      <div className={styles.editActs}>
        <Button size="small" type="primary" loading={busy} disabled={!text.trim()} onClick={save}>
          {t("ui.save")}
        </Button>
        <Button size="small" onClick={onDone}>
          {t("ui.cancel")}
        </Button>
      </div>
    </div>
  );
}

/** One's own post before it is an entry: pale, with its state in words, and what can be done when it was refused. */
export function OutgoingPost({
  post,
  thread,
  continues,
}: {
  post: Outgoing;
  thread: Thread;
  continues: boolean;
}) {
  const t = useText();
  const say = useSay();
  const me = useMe();
  return (
    <article className={cx(styles.post, styles.mine, styles.outgoing)}>
      {!continues && (
        <header className={styles.head}>
          <span className={styles.name}>{me.officer.name}</span>
          <span className={styles.time}>
            <When at={post.at} short />
          </span>
        </header>
      )}
      <p className={styles.text}>{post.message.text}</p>
      {(post.message.files ?? []).length > 0 && (
        <p className="quiet">{t("ui.post.files", { count: post.message.files?.length ?? 0 })}</p>
      )}
      <footer className={styles.foot}>
        {post.state === "failed" ? (
          <>
            <span className={styles.refused} role="alert">
              {t("ui.post.failed")}
              {post.problem && refusalText(say, post.problem)}
            </span>
            <Button size="small" type="link" onClick={() => thread.retry(post.id)}>
              {t("ui.retry")}
            </Button>
            <Button size="small" type="link" onClick={() => thread.takeBack(post.id)}>
              {t("ui.edit")}
            </Button>
          </>
        ) : (
          <span className="quiet">{t(`ui.post.state.${post.state}`)}</span>
        )}
      </footer>
    </article>
  );
}
