import { Button, Form, Input } from "antd";
import { useState } from "react";
import { signInRoute } from "@hub/domain/sessions/contract";
import { Banner } from "../../app/frame.tsx";
import { useText } from "../../app/i18n.ts";
import type { Me } from "../../app/me.ts";
import { useAct } from "../../app/query.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

export function SignIn({ onEnter }: { me: Me | null; onEnter: (me: Me) => void }) {
  const t = useText();
  const signIn = useAct(signInRoute);
  const [thrown, setThrown] = useState<unknown>(null);
  return (
    <main>
      <Banner />
      <Form
        layout="vertical"
        onFinish={(body: { account: string; password: string }) => {
          setThrown(null);
          signIn.mutate({ body }, { onSuccess: onEnter, onError: setThrown });
        }}
      >
        <ProblemNote thrown={thrown} />
        <Form.Item name="account" label={t("sessions.account")} rules={[{ required: true }]}>
          <Input autoFocus autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label={t("sessions.password")} rules={[{ required: true }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
          {t("sessions.signIn")}
        </Button>
      </Form>
    </main>
  );
}
