import { Button, Form, Input, type InputRef } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import {
  changePasswordRoute,
  giveSecondFactorRoute,
  signInRoute,
  unlockRoute,
} from "@hub/domain/sessions/contract";
import { useText } from "../../app/i18n.ts";
import type { Me } from "../../app/me.ts";
import { problemOf } from "../../app/problem.ts";
import { useAct } from "../../app/query.ts";
import { useFormIssues } from "../../ui/form-issues.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

interface StepProps {
  onEnter: (me: Me) => void;
}

/** A password field that says when Caps Lock is on. */
export function PasswordInput({
  capsText,
  ...rest
}: { capsText: string } & React.ComponentProps<typeof Input.Password>) {
  const [caps, setCaps] = useState(false);
  const look = (event: KeyboardEvent) => setCaps(event.getModifierState("CapsLock"));
  return (
    <>
      <Input.Password {...rest} onKeyUp={look} />
      {caps && (
        <span role="status" style={{ color: "var(--amber)", fontSize: 13 }}>
          {capsText}
        </span>
      )}
    </>
  );
}

export function PasswordStep({ account, onEnter }: StepProps & { account?: string | undefined }) {
  const t = useText();
  const signIn = useAct(signInRoute);
  const [form] = Form.useForm<{ account: string; password: string }>();
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ account }}
      onFinish={(body) =>
        signIn.mutate(
          { body },
          { onSuccess: onEnter, onError: () => form.getFieldInstance("password")?.focus?.() },
        )
      }
    >
      <Form.Item
        name="account"
        label={t("sessions.account")}
        rules={[{ required: true, message: t("sessions.needAccount") }]}
      >
        <Input
          autoFocus={!account}
          autoComplete="username"
          spellCheck={false}
          autoCapitalize="none"
        />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("sessions.password")}
        rules={[{ required: true, message: t("sessions.needPassword") }]}
      >
        <PasswordInput
          autoFocus={Boolean(account)}
          autoComplete="current-password"
          capsText={t("sessions.capsLock")}
        />
      </Form.Item>
      <Thrown error={signIn.error} />
      <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
        {t("sessions.signIn")}
      </Button>
    </Form>
  );
}

/** The problem of a step, with room below it. */
export const Thrown = ({ error }: { error: unknown }) =>
  error === null || error === undefined ? null : (
    <div style={{ marginBottom: 16 }}>
      <ProblemNote thrown={error} />
    </div>
  );

export function UnlockStep({ me, onEnter }: StepProps & { me: Me }) {
  const t = useText();
  const unlock = useAct(unlockRoute);
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={(body: { password: string }) => unlock.mutate({ body }, { onSuccess: onEnter })}
    >
      {/* Password managers look for the account beside the password. */}
      <input type="hidden" autoComplete="username" value={me.account} readOnly />
      <Form.Item
        name="password"
        label={t("sessions.password")}
        rules={[{ required: true, message: t("sessions.needPassword") }]}
      >
        <PasswordInput
          autoFocus
          autoComplete="current-password"
          capsText={t("sessions.capsLock")}
        />
      </Form.Item>
      <Thrown error={unlock.error} />
      <Button type="primary" htmlType="submit" block loading={unlock.isPending}>
        {t("sessions.lock.unlock")}
      </Button>
    </Form>
  );
}

export function CodeStep({ onEnter }: StepProps) {
  const t = useText();
  const give = useAct(giveSecondFactorRoute);
  const [recovering, setRecovering] = useState(false);
  const [form] = Form.useForm<{ code: string; recoveryCode: string }>();
  const input = useRef<InputRef>(null);
  const onError = () => {
    form.resetFields();
    input.current?.focus();
  };
  return (
    <Form
      form={form}
      key={recovering ? "recovery" : "code"}
      layout="vertical"
      requiredMark={false}
      onFinish={({ code, recoveryCode }) =>
        give.mutate(
          { body: recovering ? { recoveryCode } : { code } },
          { onSuccess: onEnter, onError },
        )
      }
    >
      {recovering ? (
        <Form.Item
          name="recoveryCode"
          label={t("sessions.code.recoveryLabel")}
          extra={t("sessions.code.recoveryHint")}
          rules={[
            {
              pattern: /^[\s-]*(?:[a-zA-Z2-7][\s-]*){16}$/,
              required: true,
              message: t("sessions.code.needRecovery"),
            },
          ]}
        >
          <Input ref={input} autoFocus autoComplete="off" spellCheck={false} />
        </Form.Item>
      ) : (
        <CodeItem ref={input} />
      )}
      <Thrown error={give.error} />
      <Button type="primary" htmlType="submit" block loading={give.isPending}>
        {t("sessions.code.go")}
      </Button>
      <Button
        type="link"
        style={{ padding: 0, marginTop: 8 }}
        onClick={() => {
          give.reset();
          setRecovering(!recovering);
        }}
      >
        {recovering ? t("sessions.code.useCode") : t("sessions.code.useRecovery")}
      </Button>
    </Form>
  );
}

/** Six digits of the authenticator. */
export function CodeItem({ ref }: { ref?: React.Ref<InputRef> }) {
  const t = useText();
  return (
    <Form.Item
      name="code"
      label={t("sessions.code.label")}
      rules={[{ required: true, pattern: /^\s*(?:\d\s*){6}$/, message: t("sessions.code.needed") }]}
    >
      <Input
        {...(ref ? { ref } : {})}
        autoFocus
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={9}
        style={{ width: 160, fontSize: 18, letterSpacing: "0.2em" }}
      />
    </Form.Item>
  );
}

interface NewPasswordValues {
  current: string;
  next: string;
  again: string;
}

/** The fields of a new password; the rules of the office stand below the field, the server's refusals beside it. */
export function NewPasswordForm({ me, act, onEnter }: StepProps & { me: Me; act: string }) {
  const t = useText();
  const change = useAct(changePasswordRoute);
  const placeIssues = useFormIssues();
  const [thrown, setThrown] = useState<unknown>(null);
  const [form] = Form.useForm<NewPasswordValues>();
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={({ current, next }) => {
        setThrown(null);
        change.mutate(
          { body: { current, next } },
          {
            onSuccess: (entered) => {
              form.resetFields();
              onEnter(entered);
            },
            onError: (error) => {
              if (problemOf(error).code !== "bad_credentials")
                return setThrown(placeIssues(form, error));
              form.setFields([{ name: "current", errors: [t("sessions.next.wrong")] }]);
              form.getFieldInstance("current")?.focus?.();
            },
          },
        );
      }}
    >
      <Form.Item
        name="current"
        label={t("sessions.next.current")}
        rules={[{ required: true, message: t("sessions.needPassword") }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="next"
        label={t("sessions.next.next")}
        extra={t("sessions.next.rule", { length: me.policy.passwordLength })}
        rules={[{ required: true, message: t("sessions.needPassword") }]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t("sessions.next.again")}
        dependencies={["next"]}
        rules={[
          { required: true, message: t("sessions.needPassword") },
          {
            validator: (_, value) =>
              !value || value === form.getFieldValue("next")
                ? Promise.resolve()
                : Promise.reject(new Error(t("sessions.next.differs"))),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Thrown error={thrown} />
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {act}
      </Button>
    </Form>
  );
}
