import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Form } from "antd";
import { useEffect, useState } from "react";
import {
  endSessionRoute,
  listSessionsRoute,
  removeSecondFactorRoute,
  renewRecoveryCodesRoute,
  signOutEverywhereRoute,
  type SessionView,
} from "@hub/domain/sessions/contract";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { meQuery, useMe, type Me } from "../../app/me.ts";
import { leaveNothing } from "../../app/offline.ts";
import { problemOf } from "../../app/problem.ts";
import { useAct } from "../../app/query.ts";
import { useConfirm } from "../../ui/confirm.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Printed } from "../../ui/printed.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { problemText, useSay } from "../../ui/say.ts";
import { When } from "../../ui/when.tsx";
import { EnrolStep, RecoveryCodes } from "../sessions/enrol.tsx";
import { CodeItem, NewPasswordForm } from "../sessions/steps.tsx";
import styles from "./account.module.css";

type Dialog = "password" | "enrol" | "renew" | "remove" | null;

/** Password, second factor, and where I am signed in. */
export function Security() {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [dialog, setDialog] = useState<Dialog>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const { enrolled, recoveryLeft } = me.secondFactor;

  const close = () => setDialog(null);
  const saved = (next: Me) => {
    client.setQueryData(meQuery.queryKey, next);
    close();
    void message.success(t("account.saved"));
  };
  // Of the codes' dialog only itself goes on paper.
  useEffect(() => {
    document.body.classList.toggle("dialog-alone", codes !== null);
    return () => document.body.classList.remove("dialog-alone");
  }, [codes]);

  const showCodes = (fresh: string[]) => {
    close();
    setCodes(fresh);
    void client.invalidateQueries({ queryKey: meQuery.queryKey });
  };

  return (
    <Page title={t("account.security.title")} width="text">
      <Section title={t("account.security.password")}>
        <p className={styles.note}>
          {me.policy.passwordDays > 0
            ? t("account.security.passwordDays", { days: me.policy.passwordDays })
            : t("account.security.passwordKept")}
        </p>
        <Button onClick={() => setDialog("password")}>{t("account.security.change")}</Button>
      </Section>
      <Section title={t("account.security.secondFactor")}>
        <p className={styles.note}>
          {enrolled
            ? t("account.security.enrolled", { left: recoveryLeft })
            : t("account.security.notEnrolled")}
        </p>
        <div className={styles.buttons}>
          {enrolled ? (
            <>
              <Button onClick={() => setDialog("renew")}>{t("account.security.renew")}</Button>
              {me.policy.secondFactor === "optional" && (
                <Button danger onClick={() => setDialog("remove")}>
                  {t("account.security.remove")}
                </Button>
              )}
            </>
          ) : (
            <Button type="primary" onClick={() => setDialog("enrol")}>
              {t("account.security.enrol")}
            </Button>
          )}
        </div>
      </Section>
      <Sessions />
      <Dialog
        open={dialog === "password"}
        title={t("account.security.change")}
        footer={null}
        onCancel={close}
        destroyOnHidden
      >
        <p className={styles.note}>{t("account.security.othersEnd")}</p>
        <NewPasswordForm me={me} act={t("ui.save")} onEnter={saved} />
      </Dialog>
      <Dialog
        open={dialog === "enrol"}
        title={t("sessions.enrol.title")}
        footer={null}
        onCancel={close}
        destroyOnHidden
      >
        <p className={styles.note}>{t("sessions.enrol.hint")}</p>
        <EnrolStep onCodes={showCodes} />
      </Dialog>
      <Dialog
        open={dialog === "renew" || dialog === "remove"}
        title={dialog === "renew" ? t("account.security.renew") : t("account.security.remove")}
        footer={null}
        onCancel={close}
        destroyOnHidden
      >
        {dialog === "renew" ? <RenewCodes onCodes={showCodes} /> : <RemoveFactor onDone={saved} />}
      </Dialog>
      <Dialog
        open={codes !== null}
        title={t("sessions.enrol.codesTitle")}
        footer={null}
        closable={false}
        destroyOnHidden
      >
        <Printed title={t("account.security.codesOf", { account: me.account })} />
        <p className={styles.note}>{t("sessions.enrol.codesHint")}</p>
        <RecoveryCodes
          codes={codes ?? []}
          act={t("sessions.enrol.done")}
          onDone={() => setCodes(null)}
        />
      </Dialog>
    </Page>
  );
}

function RenewCodes({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const t = useText();
  const renew = useAct(renewRecoveryCodesRoute);
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(body: { code: string }) =>
        renew.mutate({ body }, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) })
      }
    >
      <p className={styles.note}>{t("account.security.renewWhat")}</p>
      <CodeItem />
      <ProblemNote thrown={renew.error} />
      <Button type="primary" htmlType="submit" loading={renew.isPending}>
        {t("account.security.renew")}
      </Button>
    </Form>
  );
}

function RemoveFactor({ onDone }: { onDone: (me: Me) => void }) {
  const t = useText();
  const remove = useAct(removeSecondFactorRoute);
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(body: { code: string }) => remove.mutate({ body }, { onSuccess: onDone })}
    >
      <p className={styles.note}>{t("account.security.removeWhat")}</p>
      <CodeItem />
      <ProblemNote thrown={remove.error} />
      <Button danger htmlType="submit" loading={remove.isPending}>
        {t("account.security.remove")}
      </Button>
    </Form>
  );
}

function Sessions() {
  const t = useText();
  const say = useSay();
  const confirm = useConfirm();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { data, error } = useQuery({
    queryKey: ["sessions", "list"],
    queryFn: ({ signal }) => call(listSessionsRoute, { signal }),
  });
  const tell = (thrown: unknown) => void message.error(problemText(say, problemOf(thrown)));

  const end = async (session: SessionView) => {
    const act = t("account.security.end");
    if (!(await confirm({ title: t("account.security.endAsk"), act }))) return;
    await call(endSessionRoute, { params: { sessionId: session.id } });
    await client.invalidateQueries({ queryKey: ["sessions", "list"] });
  };
  const endAll = async () => {
    const yes = await confirm({
      title: t("account.security.everywhereAsk"),
      content: t("account.security.everywhereWhat"),
      act: t("account.security.everywhere"),
    });
    if (!yes) return;
    await call(signOutEverywhereRoute, {});
    await leaveNothing();
    window.location.assign("/");
  };

  return (
    <Section title={t("account.security.sessions")}>
      <ProblemNote thrown={error} />
      <ul className={styles.lines}>
        {data?.sessions.map((session) => (
          <li key={session.id}>
            <div>
              {session.browser} · {session.system}{" "}
              {session.current && (
                <span className={styles.force}>{t("account.security.here")}</span>
              )}
              <div className={styles.times}>
                <span>{session.address}</span>
                <span>
                  {t("account.security.since")} <When at={session.since} short />
                </span>
                <span>
                  {t("account.security.active")} <When at={session.activeAt} short />
                </span>
              </div>
            </div>
            {!session.current && (
              <Button
                size="small"
                onClick={() => {
                  end(session).catch(tell);
                }}
              >
                {t("account.security.end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button
          danger
          onClick={() => {
            endAll().catch(tell);
          }}
        >
          {t("account.security.everywhere")}
        </Button>
      </div>
    </Section>
  );
}
