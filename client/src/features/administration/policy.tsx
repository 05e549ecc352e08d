import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, InputNumber, Radio } from "antd";
import { useState } from "react";
import { newId } from "@hub/domain/kernel/ids";
import { getPolicyRoute, setPolicyRoute, type PolicyView } from "@hub/domain/sessions/contract";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useAct } from "../../app/query.ts";
import { useFormIssues } from "../../ui/form-issues.ts";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";

/** Room for the number and its unit, in either language. */
const WIDE = { width: 168 };

/** The office's rules for its accounts. */
export function PolicyPage() {
  const t = useText();
  const { officeId } = useMe().officer;
  const { data, error, refetch } = useQuery({
    queryKey: ["sessions", "policy", officeId],
    queryFn: ({ signal }) => call(getPolicyRoute, { params: { officeId }, signal }),
  });
  return (
    <Page title={t("administration.policy.title")} width="text">
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton />}
      {data && <PolicyForm key={data.version} policy={data} />}
    </Page>
  );
}

function PolicyForm({ policy }: { policy: PolicyView }) {
  const t = useText();
  const { message } = App.useApp();
  const [id, setId] = useState(newId);
  const [thrown, setThrown] = useState<unknown>(null);
  const placeIssues = useFormIssues();
  const [form] = Form.useForm<PolicyView & { reason: string }>();
  const set = useAct(setPolicyRoute, ["sessions"]);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={policy}
      onFinish={({
        secondFactor,
        idleMinutes,
        passwordLength,
        passwordDays,
        calendarFeeds,
        reason,
      }) => {
        setThrown(null);
        set.mutate(
          {
            params: { officeId: policy.officeId },
            body: {
              id,
              expects: policy.version,
              reason,
              secondFactor,
              idleMinutes,
              passwordLength,
              passwordDays,
              calendarFeeds,
            },
          },
          {
            onSuccess: () => void message.success(t("account.saved")),
            onError: (error) => setThrown(placeIssues(form, error)),
            onSettled: () => setId(newId()),
          },
        );
      }}
    >
      <Form.Item name="secondFactor" label={t("administration.policy.secondFactor")}>
        <Radio.Group
          options={[
            { value: "required", label: t("administration.policy.required") },
            { value: "optional", label: t("administration.policy.optional") },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="idleMinutes"
        label={t("administration.policy.idle")}
        extra={t("administration.policy.idleHint")}
      >
        <InputNumber style={WIDE} min={1} max={60} suffix={t("administration.policy.minutes")} />
      </Form.Item>
      <Form.Item name="passwordLength" label={t("administration.policy.length")}>
        <InputNumber
          style={WIDE}
          min={10}
          max={64}
          suffix={t("administration.policy.characters")}
        />
      </Form.Item>
      <Form.Item
        name="passwordDays"
        label={t("administration.policy.days")}
        extra={t("administration.policy.daysHint")}
      >
        <InputNumber style={WIDE} min={0} max={365} suffix={t("administration.policy.daysUnit")} />
      </Form.Item>
      <Form.Item
        name="calendarFeeds"
        label={t("administration.policy.feeds")}
        extra={t("administration.policy.feedsHint")}
      >
        <Radio.Group
          options={[
            { value: false, label: t("administration.policy.feedsOff") },
            { value: true, label: t("administration.policy.feedsOn") },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t("account.delegations.reason")}
        rules={[{ required: true, message: t("ui.required") }]}
      >
        <Input maxLength={500} />
      </Form.Item>
      <div style={{ marginBottom: 16 }}>
        <ProblemNote thrown={thrown} />
      </div>
      <Button type="primary" htmlType="submit" loading={set.isPending}>
        {t("ui.save")}
      </Button>
    </Form>
  );
}
