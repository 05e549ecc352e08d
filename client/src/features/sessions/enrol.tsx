import { Button, Checkbox, Form } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { beginEnrolmentRoute, confirmEnrolmentRoute } from "@hub/domain/sessions/contract";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useAct } from "../../app/query.ts";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { Qr } from "./qr.tsx";
import { CodeItem, Thrown } from "./steps.tsx";
import styles from "./sheet.module.css";

/** A fresh secret to scan and its first code; gives back the recovery codes. */
export function EnrolStep({ onCodes }: { onCodes: (codes: string[]) => void }) {
  const t = useText();
  const begun = useQuery({
    queryKey: ["sessions", "enrolment"],
    queryFn: ({ signal }) => call(beginEnrolmentRoute, { signal }),
    staleTime: Infinity,
    gcTime: 0,
  });
  const confirm = useAct(confirmEnrolmentRoute);
  if (begun.error) return <ProblemNote thrown={begun.error} onRetry={() => void begun.refetch()} />;
  if (!begun.data) return <PageSkeleton rows={4} />;
  const { uri, secret } = begun.data;
  return (
    <div className={styles.body}>
      <div className={styles.qr}>
        <Qr text={uri} label={t("sessions.enrol.qr")} />
        <div style={{ flex: "1 1 180px" }}>
          <p className="quiet">{t("sessions.enrol.manual")}</p>
          <p className={styles.secret}>{secret.match(/.{1,4}/g)?.join(" ")}</p>
        </div>
      </div>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={(body: { code: string }) =>
          confirm.mutate({ body }, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) })
        }
      >
        <CodeItem />
        <Thrown error={confirm.error} />
        <Button type="primary" htmlType="submit" loading={confirm.isPending}>
          {t("sessions.enrol.confirm")}
        </Button>
      </Form>
    </div>
  );
}

/** The recovery codes, this once. */
export function RecoveryCodes({
  codes,
  act,
  onDone,
}: {
  codes: readonly string[];
  act: string;
  onDone: () => void;
}) {
  const t = useText();
  const [saved, setSaved] = useState(false);
  return (
    <div className={styles.body}>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Checkbox
        className="screen-only"
        checked={saved}
        onChange={(event) => setSaved(event.target.checked)}
      >
        {t("sessions.enrol.saved")}
      </Checkbox>
      <div style={{ display: "flex", gap: 8 }}>
        <Button onClick={() => window.print()}>{t("ui.print")}</Button>
        <Button type="primary" disabled={!saved} onClick={onDone}>
          {act}
        </Button>
      </div>
    </div>
  );
}
