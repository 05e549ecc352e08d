import { useSyncExternalStore } from "react";
import { NavLink } from "react-router";
import type { ChannelRow } from "@hub/domain/channels/contract";
import { useText } from "../../app/i18n.ts";
import { useLink, useLive } from "../../app/live.ts";
import { useMe } from "../../app/me.ts";
import { cx } from "../../ui/cx.ts";
import { draftOf } from "../../ui/drafts.ts";
import { OfficeName, OfficerName } from "../../ui/names.tsx";
import { Waiting } from "../../ui/waiting.tsx";
import { When } from "../../ui/when.tsx";
import type { Bundle } from "./bundles.ts";
import { pathOfConversation, sideOf, useConversationName, usePartner } from "./conversation.ts";
import { useLastWords } from "./last-words.ts";
import styles from "./messages.module.css";

/** The conversations of one matter under its title, or a single one. */
export function BundleRows({ bundle, openId }: { bundle: Bundle; openId: string | undefined }) {
  const nameOf = useConversationName();
  const first = bundle.rows[0];
  if (!first) return null;
  if (bundle.group !== "matter")
    return (
      <li className={styles.bundle}>
        <Single row={first} open={first.id === openId} />
      </li>
    );
  return (
    <li className={styles.bundle}>
      <p className={cx(styles.matter, bundle.unread > 0 && styles.fresh)}>{nameOf(first)}</p>
      <ul>
        {bundle.rows.map((row) => (
          <li key={row.id}>
            <Side row={row} open={row.id === openId} />
          </li>
        ))}
      </ul>
    </li>
  );
}

/** The last post of mine there that is no entry yet: refused, or waiting for the link. What a live link carries is gone in a blink. */
function useUnsent(channelId: string): { failed: boolean; text: string } | null {
  const t = useText();
  const live = useLive();
  const { status } = useLink();
  useSyncExternalStore(live.subscribe, live.version);
  const mine = live
    .outgoing()
    .filter((one) => one.channelId === channelId && (status !== "live" || one.state === "failed"));
  const post = mine.findLast((one) => one.state === "failed") ?? mine.at(-1);
  if (!post) return null;
  const { text, files = [] } = post.message;
  const failed = post.state === "failed";
  return { failed, text: text || t("ui.post.files", { count: files.length }) };
}

/** What I have not said yet there, else the last that was said or happened, in few words. */
function Last({ row, open }: { row: ChannelRow; open: boolean }) {
  const t = useText();
  const me = useMe();
  const wordsOf = useLastWords();
  const unsent = useUnsent(row.id);
  const draft = open ? "" : draftOf(me.officer.id, row.id);
  const { last } = row;
  if (unsent)
    return (
      <>
        <span className={unsent.failed ? styles.failed : styles.draft}>
          {t(unsent.failed ? "messages.failed" : "messages.waiting")}
          {t("ui.list.colon")}
        </span>
        {unsent.text}
      </>
    );
  if (draft)
    return (
      <>
        <span className={styles.draft}>
          {t("messages.draft")}
          {t("ui.list.colon")}
        </span>
        {draft}
      </>
    );
  if (!last) return null;
  return (
    <>
      {row.kind !== "direct" && last.actor !== me.officer.id && (
        <>
          <OfficerName id={last.actor} />
          {t("ui.list.colon")}
        </>
      )}
      {wordsOf(last).words}
    </>
  );
}

const Time = ({ row }: { row: ChannelRow }) =>
  row.last && (
    <span className={styles.rowTime}>
      <When at={row.last.at} short />
    </span>
  );

/** 双方 or 本院 of a matter, in one line. */
function Side({ row, open }: { row: ChannelRow; open: boolean }) {
  const t = useText();
  const me = useMe();
  const side = sideOf(row) ?? "both";
  const other = row.officeIds.find((id) => id !== me.officer.officeId);
  return (
    <NavLink
      to={pathOfConversation(row)}
      className={cx(styles.row, styles.sideRow, open && styles.open)}
    >
      <span className={styles.side} data-side={side}>
        {t(`messages.${side}`)}
        {side === "both" && other && (
          <span className="unseen">
            <OfficeName id={other} short />
          </span>
        )}
      </span>
      <span className={styles.rowWords}>
        <Last row={row} open={open} />
      </span>
      <Time row={row} />
      <Waiting of="unread" count={row.unread} />
    </NavLink>
  );
}

/** A direct conversation or a group: its name, its last word, when, and how much is unread. */
function Single({ row, open }: { row: ChannelRow; open: boolean }) {
  const nameOf = useConversationName();
  const partner = usePartner(row);
  return (
    <NavLink
      to={pathOfConversation(row)}
      className={cx(styles.row, open && styles.open, row.unread > 0 && styles.fresh)}
    >
      <span className={styles.rowHead}>
        <span className={styles.rowName}>
          {partner ? (
            <>
              {partner.name}{" "}
              <span className="quiet">
                <OfficeName id={partner.officeId} short />
              </span>
            </>
          ) : (
            nameOf(row)
          )}
        </span>
        <Time row={row} />
      </span>
      <span className={styles.rowFoot}>
        <span className={styles.rowWords}>
          <Last row={row} open={open} />
        </span>
        <Waiting of="unread" count={row.unread} />
      </span>
    </NavLink>
  );
}
