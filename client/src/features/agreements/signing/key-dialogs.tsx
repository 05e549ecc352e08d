import { newId } from "@hub/domain/kernel/ids";
import { ConfirmMeans, keyRoutes, type KeyView } from "@hub/domain/keys/contract";
import type { Proof } from "@hub/domain/sessions/contract";
import { App, Form, Input, Radio } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { holds, useMe } from "../../../app/me.ts";
import { useAct } from "../../../app/query.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { ProofField } from "../../exchanges/acts/proof-field.tsx";
import { PASSPHRASE_LENGTH } from "./key-blob.ts";
import { SIGNERS } from "./signers.ts";
import styles from "./signing.module.css";

const KEYS = ["keys"] as const;

/** Who confirms one's own key, in words: the chief; the chief's own another leader. */
export function useConfirmerText(): string {
  const t = useText();
  const me = useMe();
  return t(holds(me, "chief") ? "signing.keys.takeToLeader" : "signing.keys.takeToChief");
}

/** A new key under a passphrase that is typed twice; both are made here and only the locked half leaves. */
export function MakeKeyDialog({ replaces, onClose }: { replaces: boolean; onClose: () => void }) {
  const t = useText();
  const me = useMe();
  const { message } = App.useApp();
  const [keyId] = useState(newId);
  const [sealing, setSealing] = useState(false);
  const make = useAct(keyRoutes.make, KEYS);
  const holder = { keyId, officerId: me.officer.id, officeId: me.officer.officeId };
  const whom = useConfirmerText();
  const title = replaces ? t("signing.keys.renew") : t("signing.keys.make");
  return (
    <FormDialog<{ passphrase: string; repeat: string }>
      title={title}
      act={t("signing.keys.make")}
      harm={replaces}
      what={replaces && <p className={styles.quiet}>{t("signing.keys.renewWhat")}</p>}
      pending={sealing || make.isPending}
      onClose={onClose}
      send={({ passphrase }, then) => {
        setSealing(true);
        SIGNERS.passphrase
          .make(holder, passphrase)
          .then((body) => make.mutateAsync({ body }))
          .then(() => {
            void message.success(`${t("signing.keys.made")}${whom}`);
            then.onSuccess();
          })
          .catch(then.onError)
          .finally(() => setSealing(false));
      }}
    >
      <Form.Item
        name="passphrase"
        label={t("signing.keys.passphrase")}
        extra={t("signing.keys.hint")}
        rules={[
          { required: true, message: t("ui.required") },
          {
            min: PASSPHRASE_LENGTH,
            message: t("signing.keys.short", { count: PASSPHRASE_LENGTH }),
          },
        ]}
      >
        <Input.Password autoComplete="off" maxLength={200} />
      </Form.Item>
      <Form.Item
        name="repeat"
        label={t("signing.keys.repeat")}
        dependencies={["passphrase"]}
        rules={[
          { required: true, message: t("ui.required") },
          ({ getFieldValue }) => ({
            validator: (_, value: string) =>
              !value || value === getFieldValue("passphrase")
                ? Promise.resolve()
                : Promise.reject(new Error(t("signing.keys.mismatch"))),
          }),
        ]}
      >
        <Input.Password autoComplete="off" maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}

interface Confirming {
  means: ConfirmMeans;
  basis?: string;
  proof: Proof;
}

/** The chief compares the fingerprint with the one that the holder shows, and says so. */
export function ConfirmKeyDialog({
  view,
  fingerprint,
  onClose,
}: {
  view: KeyView;
  fingerprint: string;
  onClose: () => void;
}) {
  const t = useText();
  const { message } = App.useApp();
  const [id] = useState(newId);
  const confirm = useAct(keyRoutes.confirm, KEYS);
  return (
    <FormDialog<Confirming>
      title={t("signing.keys.confirmTitle", { who: view.name })}
      act={t("signing.keys.confirm")}
      what={
        <>
          <p className={styles.quiet}>{t("signing.keys.confirmHint")}</p>
          <p className={styles.exact}>{fingerprint}</p>
        </>
      }
      initial={{ means: "in_person" }}
      pending={confirm.isPending}
      onClose={onClose}
      send={({ means, basis = "", proof }, then) =>
        confirm.mutate(
          {
            params: { keyId: view.id },
            body: { id, fingerprint: view.fingerprint, means, basis, proof },
          },
          {
            ...then,
            onSuccess: () => {
              void message.success(t("signing.keys.confirmDone"));
              then.onSuccess();
            },
          },
        )
      }
    >
      <Form.Item name="means" label={t("signing.keys.by")}>
        <Radio.Group
          options={ConfirmMeans.options.map((means) => ({
            value: means,
            label: t(`signing.keys.means.${means}`),
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={["means"]}>
        {({ getFieldValue }) =>
          getFieldValue("means") === "paper" && (
            <Form.Item
              name="basis"
              label={t("signing.keys.paper")}
              rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
            >
              <Input maxLength={300} />
            </Form.Item>
          )
        }
      </Form.Item>
      <ProofField />
    </FormDialog>
  );
}

/** Ends a key from now on. */
export function RevokeKeyDialog({ view, onClose }: { view: KeyView; onClose: () => void }) {
  const t = useText();
  const { message } = App.useApp();
  const [id] = useState(newId);
  const revoke = useAct(keyRoutes.revoke, KEYS);
  return (
    <FormDialog<{ reason: string }>
      title={t("signing.keys.revokeTitle", { who: view.name })}
      act={t("signing.keys.revoke")}
      harm
      what={<p className={styles.quiet}>{t("signing.keys.revokeWhat")}</p>}
      pending={revoke.isPending}
      onClose={onClose}
      send={({ reason }, then) =>
        revoke.mutate(
          { params: { keyId: view.id }, body: { id, reason } },
          {
            ...then,
            onSuccess: () => {
              void message.success(t("signing.keys.revokeDone"));
              then.onSuccess();
            },
          },
        )
      }
    >
      <Form.Item
        name="reason"
        label={t("signing.keys.reason")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
      >
        <Input maxLength={300} />
      </Form.Item>
    </FormDialog>
  );
}
