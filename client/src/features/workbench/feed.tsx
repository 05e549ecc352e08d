import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { ChannelRow, Entry } from "@hub/domain/channels/contract";
import { useText } from "../../app/i18n.ts";
import { channelsQuery } from "../messages/queries.ts";
import {
  pathOfConversation,
  sideOf,
  useConversationName,
  usePartner,
} from "../messages/conversation.ts";
import { useLastWords } from "../messages/last-words.ts";
import { LinesSkeleton } from "../../ui/lines-skeleton.tsx";
import { OfficeName, OfficerName } from "../../ui/names.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { When } from "../../ui/when.tsx";
import styles from "./workbench.module.css";

const SHOWN = 12;

/** The live feed of my matters: the last thing that happened in each, newest first. */
export function Feed() {
  const t = useText();
  const { data, error, refetch } = useQuery(channelsQuery);
  if (error && !data) return <ProblemNote thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <LinesSkeleton rows={SHOWN} />;
  const rows = data.channels.filter((row) => row.last !== null).slice(0, SHOWN);
  if (rows.length === 0) return <p className="quiet">{t("workbench.noFeed")}</p>;
  return (
    <ul className={styles.feed}>
      {rows.map((row) => row.last && <FeedLine key={row.id} row={row} last={row.last} />)}
    </ul>
  );
}

function FeedLine({ row, last }: { row: ChannelRow; last: Entry }) {
  const t = useText();
  const wordsOf = useLastWords();
  const nameOf = useConversationName();
  const side = sideOf(row);
  const partner = usePartner(row);
  const { words, said } = wordsOf(last);
  return (
    <li>
      <div className={styles.feedHead}>
        <Link to={pathOfConversation(row)}>
          {side && `${t(`messages.${side}`)} · `}
          {partner?.name ?? nameOf(row)}
        </Link>
        <When at={last.at} short />
      </div>
      <p className={styles.feedWords}>
        <span className={styles.feedWho}>
          <OfficeName id={last.office} short /> <OfficerName id={last.actor} />
        </span>
        {said ? t("ui.list.colon") : " "}
        {words}
      </p>
    </li>
  );
}
