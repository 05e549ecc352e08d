import { NavLink } from "react-router";
import type { ChannelRow } from "@hub/domain/channels/contract";
import { bodyOf } from "@hub/domain/kernel/events";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { cx } from "../../ui/cx.ts";
import { OfficeName, OfficerName } from "../../ui/names.tsx";
import { useSay } from "../../ui/say.ts";
import { Waiting } from "../../ui/waiting.tsx";
import { When } from "../../ui/when.tsx";
import { pathOfConversation, useConversationName, usePartner } from "./conversation.ts";
import styles from "./messages.module.css";

/** One conversation in the list: its name, its last word, when, and how much is unread. */
export function ConversationRow({ row, open }: { row: ChannelRow; open: boolean }) {
  const t = useText();
  const say = useSay();
  const me = useMe();
  const nameOf = useConversationName();
  const partner = usePartner(row);
  const { last } = row;
  const post = last && bodyOf(last, "message.posted");
  const words = last
    ? (post?.text ??
      (last.withheld
        ? t("ui.post.gone")
        : (say(`ui.entries.${last.type.replace(".", "_")}`) ?? t("ui.entries.unknown"))))
    : "";
  return (
    <li>
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
          {last && (
            <span className={styles.rowTime}>
              <When at={last.at} short />
            </span>
          )}
        </span>
        <span className={styles.rowFoot}>
          <span className={styles.rowWords}>
            {last && row.kind !== "direct" && last.actor !== me.officer.id && (
              <>
                <OfficerName id={last.actor} />
                {t("ui.list.colon")}
              </>
            )}
            {words}
          </span>
          <Waiting count={row.unread} />
        </span>
      </NavLink>
    </li>
  );
}
