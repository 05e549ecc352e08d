import { ArrowLeftOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { ChannelView } from "@hub/domain/channels/contract";
import { useText } from "../../app/i18n.ts";
import { useThread } from "../../app/threads.ts";
import { Composer } from "../../ui/composer.tsx";
import { cx } from "../../ui/cx.ts";
import { OfficeName } from "../../ui/names.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { useIsPhone } from "../../ui/panes.tsx";
import { Printed } from "../../ui/printed.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { Timeline } from "../../ui/timeline.tsx";
import { useEntryWords } from "../exchanges/entry-words.tsx";
import { sideOf, useConversationName, usePartner } from "./conversation.ts";
import styles from "./messages.module.css";

/** One conversation: whom I talk to, what was said, and where I write. */
export function Conversation({ channelId }: { channelId: string }) {
  const thread = useThread(channelId);
  const words = useEntryWords(null, []);
  if (thread.error && !thread.channel)
    return (
      <div className={styles.choose}>
        <ProblemNote thrown={thread.error} onRetry={() => thread.reload()} />
      </div>
    );
  if (!thread.channel) return <PageSkeleton />;
  const own = sideOf(thread.channel) === "own";
  return (
    <>
      <PaperHead channel={thread.channel} />
      <Head channel={thread.channel} />
      <Timeline
        channelIds={[channelId]}
        texts={words}
        {...(own ? { ground: () => "own" as const } : {})}
      />
      <Composer channelId={channelId} tone={own ? "own" : "both"} />
    </>
  );
}

/** On paper: which side of which matter, or with whom. */
function PaperHead({ channel }: { channel: ChannelView }) {
  const t = useText();
  const nameOf = useConversationName();
  const partner = usePartner(channel);
  const side = sideOf(channel);
  const name = partner ? `${partner.name} ${partner.title}` : nameOf(channel);
  return (
    <Printed
      title={side ? `${name} · ${t(`messages.${side}`)}` : name}
      number={channel.matter?.number ?? null}
    />
  );
}

function Head({ channel }: { channel: ChannelView }) {
  const t = useText();
  const nameOf = useConversationName();
  const partner = usePartner(channel);
  const side = sideOf(channel);
  // On a phone the list with its heading is away while a conversation is open.
  const Heading = useIsPhone() ? "h1" : "h2";
  return (
    <header className={cx(styles.head, "screen-only")}>
      <Link to="/messages" className={styles.backLink} aria-label={t("messages.back")}>
        <ArrowLeftOutlined aria-hidden />
      </Link>
      <div className={styles.headText}>
        <Heading>
          {side && (
            <span className={styles.side} data-side={side}>
              {t(`messages.${side}`)}
            </span>
          )}{" "}
          {partner ? partner.name : nameOf(channel)}
        </Heading>
        <p className="quiet">
          {partner ? (
            <>
              <OfficeName id={partner.officeId} /> {partner.title}
            </>
          ) : (
            channel.officeIds.map((id, index) => (
              <span key={id}>
                {index > 0 && t("ui.list.comma")}
                <OfficeName id={id} short />
              </span>
            ))
          )}
        </p>
      </div>
      {channel.matter && (
        <Link
          className={styles.toMatter}
          to={
            channel.matter.leadId
              ? `/leads/${channel.matter.leadId}`
              : `/${channel.matter.kind}s/${channel.matter.id}`
          }
        >
          {t(`messages.toMatter.${channel.matter.kind}`)}
        </Link>
      )}
    </header>
  );
}
