import { Button, Input, Segmented } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useText } from "../../app/i18n.ts";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { Panes } from "../../ui/panes.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { Conversation } from "./conversation.tsx";
import { bundlesOf, type Group } from "./bundles.ts";
import { useConversationWords } from "./conversation.ts";
import { Members } from "./members.tsx";
import { NewConversation } from "./new-conversation.tsx";
import { channelsQuery } from "./queries.ts";
import { BundleRows } from "./row.tsx";
import styles from "./messages.module.css";

const GROUPS = ["matter", "direct", "group"] as const;

/** All conversations: by matter, direct, groups; unread first; and the open one beside them. */
export function Messages() {
  const t = useText();
  const { channelId } = useParams();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(channelsQuery);
  const [opening, setOpening] = useState(false);
  const [word, setWord] = useState("");
  const [fresh] = useState(() => new Set<string>());
  const [shown, setShown] = useState<Group | "all">("all");

  useEffect(() => {
    document.title = `${t("messages.title")} · ${t("app.name")}`;
  }, [t]);

  const rows = useMemo(
    () => (data?.channels ?? []).filter((row) => row.kind !== "office_log"),
    [data],
  );
  const all = useMemo(() => bundlesOf(rows, fresh), [rows, fresh]);
  const wordsOf = useConversationWords(rows);
  const asked = word.trim().toLowerCase();
  const bundles = all.filter(
    (bundle) =>
      (shown === "all" || bundle.group === shown) &&
      bundle.rows.some((row) => wordsOf(row).includes(asked)),
  );
  const open = rows.find((row) => row.id === channelId);

  // Wherever it was opened from, its place in the list is seen.
  const places = useRef<HTMLUListElement>(null);
  const openId = open?.id;
  useEffect(() => {
    if (openId === undefined) return;
    places.current?.querySelector(`[href$="${openId}"]`)?.scrollIntoView({ block: "nearest" });
  }, [openId]);

  const list = (
    <>
      <div className={styles.listHead}>
        <h1>{t("messages.title")}</h1>
        <Button type="primary" onClick={() => setOpening(true)}>
          {t("messages.open")}
        </Button>
      </div>
      <div className={styles.find}>
        <Input
          allowClear
          value={word}
          placeholder={t("messages.find")}
          aria-label={t("messages.find")}
          onChange={(event) => setWord(event.target.value)}
        />
      </div>
      {rows.length > 0 && (
        <div className={styles.find}>
          <Segmented
            block
            value={shown}
            onChange={setShown}
            aria-label={t("messages.filter")}
            options={(["all", ...GROUPS] as const).map((one) => ({
              value: one,
              label: one === "all" ? t("ui.all") : t(`messages.kind.${one}`),
            }))}
          />
        </div>
      )}
      {error && <ProblemNote thrown={error} onRetry={() => void refetch()} />}
      {!data && !error && <PageSkeleton rows={8} />}
      {data && rows.length === 0 && (
        <div className={styles.none}>
          <p>{t("messages.none")}</p>
          <p className="quiet">{t("messages.noneNext")}</p>
        </div>
      )}
      {rows.length > 0 && bundles.length === 0 && (
        <p className={styles.none} role="status">
          {t("messages.noMatch")}
        </p>
      )}
      <ul ref={places}>
        {bundles.map((bundle) => (
          <BundleRows key={bundle.key} bundle={bundle} openId={channelId} />
        ))}
      </ul>
    </>
  );

  return (
    <>
      <Panes
        open={channelId !== undefined}
        listLabel={t("messages.list")}
        list={list}
        main={
          channelId ? (
            <Conversation key={channelId} channelId={channelId} />
          ) : (
            <div className={styles.choose}>{rows.length > 0 && <p>{t("messages.choose")}</p>}</div>
          )
        }
        {...(channelId && open
          ? { aside: <Members channelId={channelId} />, asideLabel: t("messages.members") }
          : {})}
      />
      {opening && (
        <NewConversation
          onClose={() => setOpening(false)}
          onOpened={(id) => {
            setOpening(false);
            void navigate(`/messages/${id}`);
          }}
        />
      )}
    </>
  );
}
