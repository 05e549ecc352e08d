import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import { newId } from "@hub/domain/kernel/ids";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Input } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useAct } from "../../app/query.ts";
import { useConfirm } from "../../ui/confirm.ts";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { When } from "../../ui/when.tsx";
import { ActionsNav } from "./actions-nav.tsx";
import { feedQuery } from "./queries.ts";
import styles from "./actions.module.css";

/** 日历订阅: off until the officer makes an address; it is shown once, and the hub keeps its hash alone. */
export function FeedPage() {
  const t = useText();
  const confirm = useConfirm();
  const { message } = App.useApp();
  const { data, error, refetch } = useQuery(feedQuery);
  const make = useAct(calendarPageRoutes.makeFeed, ["actions"]);
  const revoke = useAct(calendarPageRoutes.revokeFeed, ["actions"]);
  const [address, setAddress] = useState<string | null>(null);

  async function onMake() {
    const isAgain = data?.madeAt !== null;
    if (
      isAgain &&
      !(await confirm({ title: t("actions.feed.again"), act: t("actions.feed.make") }))
    )
      return;
    make.mutate(
      { body: { id: newId() } },
      { onSuccess: ({ path }) => setAddress(`${location.origin}${path}`) },
    );
  }
  async function onRevoke() {
    if (!(await confirm({ title: t("actions.feed.revokeAsk"), act: t("actions.feed.revoke") })))
      return;
    revoke.mutate({ body: { id: newId() } }, { onSuccess: () => setAddress(null) });
  }

  return (
    <Page title={t("actions.feed.title")} width="text">
      <ActionsNav />
      <p>{t("actions.feed.what")}</p>
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      <ProblemNote thrown={make.error ?? revoke.error} />
      {!data && !error && <PageSkeleton rows={3} />}
      {data && !data.allowed && <p className={styles.wanted}>{t("actions.feed.forbidden")}</p>}
      {data?.madeAt && (
        <p>
          {t("actions.feed.made")} <When at={data.madeAt} />
          {data.lastReadAt && (
            <>
              {" · "}
              {t("actions.feed.read")} <When at={data.lastReadAt} />
            </>
          )}
        </p>
      )}
      {data && !data.madeAt && data.allowed && <p>{t("actions.feed.off")}</p>}
      {address && (
        <>
          <p className={styles.wanted}>{t("actions.feed.once")}</p>
          <Input
            readOnly
            value={address}
            aria-label={t("actions.feed.address")}
            onFocus={(event) => event.target.select()}
          />
          <div className={styles.acts}>
            <Button
              onClick={() =>
                void navigator.clipboard
                  ?.writeText(address)
                  .then(() => message.success(t("actions.feed.copied")))
              }
            >
              {t("actions.feed.copy")}
            </Button>
          </div>
        </>
      )}
      {data && (
        <div className={styles.acts}>
          {data.allowed && (
            <Button type="primary" loading={make.isPending} onClick={() => void onMake()}>
              {data.madeAt ? t("actions.feed.renew") : t("actions.feed.make")}
            </Button>
          )}
          {data.madeAt && (
            <Button danger loading={revoke.isPending} onClick={() => void onRevoke()}>
              {t("actions.feed.revoke")}
            </Button>
          )}
        </div>
      )}
    </Page>
  );
}
