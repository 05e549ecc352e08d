import { Button } from "antd";
import { useState } from "react";
import { meRoute, signOutRoute } from "@hub/domain/sessions/contract";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import type { Me } from "../../app/me.ts";
import { EnrolStep, RecoveryCodes } from "./enrol.tsx";
import { Sheet } from "./sheet.tsx";
import { CodeStep, NewPasswordForm, PasswordStep, UnlockStep } from "./steps.tsx";

interface SignInProps {
  me: Me | null;
  /** The account that was signed in before the session ended. */
  account?: string;
  title?: string;
  hint?: string;
  onEnter: (me: Me) => void;
}

/** One step after the other until nothing is missing: password, second factor, a password of one's own, an authenticator. */
export function SignIn({ me, account, title, hint, onEnter }: SignInProps) {
  const t = useText();
  const [codes, setCodes] = useState<string[] | null>(null);

  const other = (
    <Button
      type="link"
      size="small"
      style={{ padding: 0 }}
      onClick={() => {
        const again = () => window.location.assign("/");
        void call(signOutRoute, {}).then(again, again);
      }}
    >
      {t("sessions.code.other")}
    </Button>
  );

  if (codes)
    return (
      <Sheet wide title={t("sessions.enrol.codesTitle")} hint={t("sessions.enrol.codesHint")}>
        <RecoveryCodes
          codes={codes}
          act={t("sessions.enrol.go")}
          onDone={() => void call(meRoute, {}).then(onEnter)}
        />
      </Sheet>
    );
  if (me === null)
    return (
      <Sheet
        {...(title ? { title } : {})}
        {...(hint ? { hint } : {})}
        foot={<span>{t("sessions.noAccount")}</span>}
      >
        <PasswordStep account={account} onEnter={onEnter} />
      </Sheet>
    );
  if (me.session.locked)
    return (
      <Sheet
        title={t("sessions.lock.title")}
        hint={t("sessions.lock.hint", { name: me.officer.name, title: me.officer.title })}
        foot={other}
      >
        <UnlockStep me={me} onEnter={onEnter} />
      </Sheet>
    );
  const { needs } = me.session;
  if (needs.includes("second_factor"))
    return (
      <Sheet title={t("sessions.code.title")} hint={t("sessions.code.hint")} foot={other}>
        <CodeStep onEnter={onEnter} />
      </Sheet>
    );
  if (needs.includes("new_password"))
    return (
      <Sheet wide title={t("sessions.next.title")} hint={t("sessions.next.hint")} foot={other}>
        <NewPasswordForm me={me} act={t("sessions.next.save")} onEnter={onEnter} />
      </Sheet>
    );
  return (
    <Sheet wide title={t("sessions.enrol.title")} hint={t("sessions.enrol.hint")} foot={other}>
      <EnrolStep onCodes={setCodes} />
    </Sheet>
  );
}
