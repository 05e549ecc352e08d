import type { KeyView } from "@hub/domain/keys/contract";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { cx } from "../../../ui/cx.ts";
import { Page, Section } from "../../../ui/page.tsx";
import { PageSkeleton } from "../../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { When } from "../../../ui/when.tsx";
import { ConfirmKeyDialog, MakeKeyDialog, RevokeKeyDialog } from "./key-dialogs.tsx";
import { inGroups } from "./fingerprint.ts";
import { canSeal } from "./key-blob.ts";
import { keysQuery } from "./queries.ts";
import styles from "./signing.module.css";

/** 我的签名密钥; for leaders and the liaison also those of the office, with the confirmation that key and person belong together. */
export function KeysPage() {
  const t = useText();
  const me = useMe();
  const { data, error, refetch } = useQuery(keysQuery);
  const [making, setMaking] = useState(false);
  const mine = data?.keys.filter((key) => key.officerId === me.officer.id) ?? [];
  const others = data?.keys.filter((key) => key.officerId !== me.officer.id) ?? [];
  const current = mine.find((key) => key.state === "pending" || key.state === "confirmed");
  return (
    <Page title={t("signing.keys.title")} width="text">
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton rows={4} />}
      {data && (
        <>
          <Section title={t("signing.keys.own")}>
            <p className={styles.quiet}>{t("signing.keys.what")}</p>
            {mine.length === 0 && <p>{t("signing.keys.none")}</p>}
            <Keys keys={mine} />
            {canSeal() ? (
              <div className={styles.acts}>
                <Button type={current ? "default" : "primary"} onClick={() => setMaking(true)}>
                  {current ? t("signing.keys.renew") : t("signing.keys.make")}
                </Button>
              </div>
            ) : (
              <p role="alert">{t("signing.sign.insecure")}</p>
            )}
          </Section>
          {others.length > 0 && (
            <Section title={t("signing.keys.office")}>
              <Keys keys={others} />
            </Section>
          )}
        </>
      )}
      {making && (
        <MakeKeyDialog replaces={current !== undefined} onClose={() => setMaking(false)} />
      )}
    </Page>
  );
}

function Keys({ keys }: { keys: readonly KeyView[] }) {
  return (
    <ul>
      {keys.map((key) => (
        <KeyLine key={key.id} view={key} />
      ))}
    </ul>
  );
}

function KeyLine({ view }: { view: KeyView }) {
  const t = useText();
  const [open, setOpen] = useState<"confirm" | "revoke" | null>(null);
  const { confirmed, ended } = view;
  const isOver = view.state === "replaced" || view.state === "revoked";
  return (
    <li className={styles.party}>
      <div className={styles.head}>
        <span className={styles.name}>{view.name}</span>
        <span className="quiet">{view.role}</span>
        <span className={cx(view.state === "confirmed" && styles.valid, isOver && "quiet")}>
          {t(`signing.keys.states.${view.state}`)}
        </span>
      </div>
      <p className={styles.quiet}>
        {t("signing.keys.madeAt")} <When at={view.madeAt} />
        {confirmed && (
          <>
            　
            {t("signing.keys.confirmed", {
              who: confirmed.by.name,
              means: t(`signing.keys.means.${confirmed.means}`),
            })}{" "}
            <When at={confirmed.by.at} /> {confirmed.basis}
          </>
        )}
        {ended?.reason && `　${ended.reason}`}
      </p>
      <p className={styles.code}>
        {t("signing.keys.fingerprint")} {inGroups(view.fingerprint)}
      </p>
      {view.can.length > 0 && (
        <div className={styles.acts}>
          {view.can.includes("confirm") && (
            <Button size="small" type="primary" onClick={() => setOpen("confirm")}>
              {t("signing.keys.confirm")}
            </Button>
          )}
          {view.can.includes("revoke") && (
            <Button size="small" danger onClick={() => setOpen("revoke")}>
              {t("signing.keys.revoke")}
            </Button>
          )}
        </div>
      )}
      {open === "confirm" && (
        <ConfirmKeyDialog
          view={view}
          fingerprint={inGroups(view.fingerprint)}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "revoke" && <RevokeKeyDialog view={view} onClose={() => setOpen(null)} />}
    </li>
  );
}
