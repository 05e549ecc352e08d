import { Alert, Form, Input } from "antd";
import { Link } from "react-router";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";

/** What proves, in the very act, that it is this officer who issues: a code of the authenticator, or the password where the office allows it. */
export function ProofField() {
  const t = useText();
  const { proof } = useMe();
  if (proof === "enrolment")
    return (
      <Alert
        type="warning"
        role="alert"
        showIcon
        title={t("exchanges.proof.enrolment")}
        action={<Link to="/account">{t("exchanges.proof.enrolLink")}</Link>}
      />
    );
  return proof === "code" ? (
    <Form.Item
      name={["proof", "code"]}
      label={t("exchanges.proof.code")}
      extra={t("exchanges.proof.codeHint")}
      rules={[{ required: true, message: t("ui.required") }]}
    >
      <Input
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        style={{ width: 160 }}
      />
    </Form.Item>
  ) : (
    <Form.Item
      name={["proof", "password"]}
      label={t("exchanges.proof.password")}
      extra={t("exchanges.proof.passwordHint")}
      rules={[{ required: true, message: t("ui.required") }]}
    >
      <Input.Password autoComplete="current-password" maxLength={200} style={{ width: 260 }} />
    </Form.Item>
  );
}

export type ProofValue = { code: string } | { password: string };
