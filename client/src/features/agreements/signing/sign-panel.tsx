import { newId } from "@hub/domain/kernel/ids";
import type { OwnKey } from "@hub/domain/keys/contract";
import type { Proof } from "@hub/domain/sessions/contract";
import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import {
  Statement,
  type Challenge,
  type SigningParty,
  type SigningView,
} from "@hub/domain/signatures/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { call } from "../../../app/call.ts";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { minuteTime } from "../../../ui/time.ts";
import { FormalFrame } from "../../exchanges/acts/formal-frame.tsx";
import { ProofField } from "../../exchanges/acts/proof-field.tsx";
import { canSeal } from "./key-blob.ts";
import { MakeKeyDialog, useConfirmerText } from "./key-dialogs.tsx";
import { inGroups } from "./fingerprint.ts";
import { ownKeyQuery, tookSigning } from "./queries.ts";
import { SIGNERS } from "./signers.ts";
import styles from "./signing.module.css";
import { digestHere } from "./verify.ts";

interface Props {
  view: SigningView;
  party: SigningParty;
}

/** 会签: exactly what is signed, as whom, with which key; then the passphrase and the proof of who is there. */
export function SignPanel({ view, party }: Props) {
  const t = useText();
  const { data } = useQuery(ownKeyQuery);
  if (!data) return null;
  const { key } = data;
  if (!canSeal()) return <Alert type="info" showIcon title={t("signing.sign.insecure")} />;
  return key?.state === "confirmed" ? (
    <WithKey view={view} party={party} ownKey={key} />
  ) : (
    <NoKey waiting={key} />
  );
}

/** The road to a key begins here: it is made, and then another one of the office confirms whose it is. */
function NoKey({ waiting }: { waiting: OwnKey | null }) {
  const t = useText();
  const whom = useConfirmerText();
  const [making, setMaking] = useState(false);
  return (
    <>
      <Alert
        type="info"
        showIcon
        title={t(waiting ? "signing.sign.keyWaits" : "signing.sign.noKey")}
        description={
          waiting ? (
            <>
              {whom}
              <p className={styles.code}>
                {t("signing.keys.fingerprint")} {inGroups(waiting.fingerprint)}
              </p>
            </>
          ) : (
            t("signing.sign.keyRoad")
          )
        }
      />
      <div className={styles.acts}>
        {!waiting && (
          <Button type="primary" onClick={() => setMaking(true)}>
            {t("signing.keys.make")}
          </Button>
        )}
        <Link to="/account/keys">{t("signing.sign.toKeys")}</Link>
      </div>
      {making && <MakeKeyDialog replaces={false} onClose={() => setMaking(false)} />}
    </>
  );
}

/** A challenge that was compared with what stands on the page. */
interface Checked {
  challenge: Challenge;
  /** Null when it is about something else than what the signer reads here. */
  statement: Statement | null;
}

function WithKey({ view, party, ownKey }: Props & { ownKey: OwnKey }) {
  const t = useText();
  const me = useMe();
  const [checked, setChecked] = useState<Checked | null>(null);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);

  async function begin() {
    setBusy(true);
    setThrown(null);
    try {
      const challenge = await call(signatureRoutes.challenge, {
        params: { agreementId: view.agreementId },
        body: { partyId: party.id },
      });
      const parsed = Statement.safeParse(JSON.parse(challenge.statement));
      const digest = await digestHere(view.canonical);
      const fits =
        parsed.success &&
        parsed.data.agreement === view.agreementId &&
        parsed.data.version === view.number &&
        parsed.data.versionHash === digest &&
        parsed.data.party.id === party.id &&
        parsed.data.signer.id === me.officer.id &&
        parsed.data.signer.key === ownKey.fingerprint &&
        parsed.data.anchor === view.anchor.hash;
      setChecked({ challenge, statement: fits ? parsed.data : null });
    } catch (failure) {
      setThrown(failure);
    } finally {
      setBusy(false);
    }
  }

  if (!checked)
    return (
      <div>
        <p className={styles.quiet}>{t("signing.sign.hint")}</p>
        <ProblemNote thrown={thrown} />
        <div className={styles.acts}>
          <Button type="primary" loading={busy} onClick={() => void begin()}>
            {t("signing.sign.begin")}
          </Button>
        </div>
      </div>
    );
  const { challenge, statement } = checked;
  if (!statement)
    return <Alert type="error" role="alert" showIcon title={t("signing.sign.differs")} />;
  return (
    <SignForm
      key={challenge.id}
      view={view}
      ownKey={ownKey}
      challenge={challenge}
      statement={statement}
      onAgain={() => void begin()}
    />
  );
}

interface FormProps {
  view: SigningView;
  ownKey: OwnKey;
  challenge: Challenge;
  statement: Statement;
  onAgain: () => void;
}

function SignForm({ view, ownKey, challenge, statement, onAgain }: FormProps) {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ passphrase: string; proof: Proof }>();
  const [id] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [thrown, setThrown] = useState<unknown>(null);

  async function sign({ passphrase, proof }: { passphrase: string; proof: Proof }) {
    setBusy(true);
    setThrown(null);
    try {
      const signature = await SIGNERS[ownKey.provider].sign(
        ownKey,
        passphrase,
        challenge.statement,
      );
      if (signature === null) {
        form.setFields([{ name: "passphrase", errors: [t("signing.sign.wrong")] }]);
        return;
      }
      const next = await call(signatureRoutes.sign, {
        params: { agreementId: view.agreementId },
        body: { id, challengeId: challenge.id, signature, proof },
      });
      tookSigning(client, next);
      message.success(t("signing.sign.done"));
    } catch (failure) {
      setThrown(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      onFinish={(typed) => void sign(typed)}
    >
      <FormalFrame
        name={t("signing.sign.frame")}
        lines={[
          [t("signing.sign.document"), view.title],
          [t("signing.text"), t("signing.version", { number: statement.version })],
          [t("signing.sign.unit"), statement.party.name],
          [t("signing.sign.as"), `${statement.role} ${statement.signer.name}`],
          [t("signing.sign.at"), minuteTime(statement.at)],
        ]}
        digest={statement.versionHash}
        note={t("signing.basis")}
      />
      <details>
        <summary>{t("signing.sign.exact")}</summary>
        <pre className={styles.exact}>{challenge.statement}</pre>
      </details>
      <p className={styles.quiet}>
        {t("signing.sign.until", { time: minuteTime(challenge.expiresAt) })}
      </p>
      <Form.Item
        name="passphrase"
        label={t("signing.sign.passphrase")}
        extra={t("signing.sign.passphraseHint")}
        rules={[{ required: true, message: t("ui.required") }]}
      >
        <Input.Password autoComplete="off" maxLength={200} />
      </Form.Item>
      <ProofField />
      <ProblemNote thrown={thrown} />
      <div className={styles.acts}>
        <Button
          htmlType="submit"
          className={styles.formal ?? ""}
          loading={busy}
          disabled={busy || me.proof === "enrolment"}
        >
          {t("signing.sign.act")}
        </Button>
        <Button onClick={onAgain}>{t("signing.sign.again")}</Button>
      </div>
    </Form>
  );
}
