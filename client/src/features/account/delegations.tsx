import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, DatePicker, Form, Input } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import {
  DelegatedAct,
  delegateRoute,
  listDelegationsRoute,
  revokeDelegationRoute,
  type DelegationView,
} from "@hub/domain/delegations/contract";
import { newId } from "@hub/domain/kernel/ids";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { holds, useMe } from "../../app/me.ts";
import { useAct } from "../../app/query.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { OfficerPicker } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { landmarkOf } from "../../ui/landmark.ts";
import styles from "./account.module.css";

/** 委托: who may review or issue in whose name, until when, and on which paper it rests. */
export function Delegations() {
  const t = useText();
  const me = useMe();
  const { data, error, refetch } = useQuery({
    queryKey: ["delegations"],
    queryFn: ({ signal }) => call(listDelegationsRoute, { signal }),
  });
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<DelegationView | null>(null);
  const mayDelegate = holds(me, "chief", "deputy_chief", "dept_head");
  return (
    <Page
      title={t("account.delegations.title")}
      width="text"
      actions={
        mayDelegate && (
          <Button type="primary" onClick={() => setMaking(true)}>
            {t("account.delegations.make")}
          </Button>
        )
      }
    >
      <p className={styles.note}>{t("account.delegations.hint")}</p>
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton rows={4} />}
      {data?.delegations.length === 0 && <p>{t("account.delegations.none")}</p>}
      <ul className={styles.lines}>
        {data?.delegations.map((one) => (
          <li key={one.id} className={one.inForce ? undefined : styles.past}>
            <div>
              {t("account.delegations.line", {
                principal: one.principal.name,
                delegate: one.delegate.name,
                acts: one.acts
                  .map((act) => t(`account.delegations.acts.${act}`))
                  .join(t("ui.list.comma")),
              })}
              <div className="quiet number">
                {one.from} — {one.until}　{one.basis}
              </div>
            </div>
            <span className={one.inForce ? styles.force : undefined}>
              {one.revokedAt
                ? t("account.delegations.revoked")
                : one.inForce
                  ? t("account.delegations.inForce")
                  : t("account.delegations.notInForce")}
            </span>
            {one.can.includes("revoke") && (
              <Button size="small" danger onClick={() => setRevoking(one)}>
                {t("account.delegations.revoke")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {making && <Make onClose={() => setMaking(false)} />}
      {revoking && <Revoke delegation={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  );
}

interface Values {
  delegateId: string;
  acts: DelegatedAct[];
  days: [Dayjs, Dayjs];
  basis: string;
}

function Make({ onClose }: { onClose: () => void }) {
  const t = useText();
  const me = useMe();
  const [id] = useState(newId);
  const delegate = useAct(delegateRoute, ["delegations"]);
  const needed = [{ required: true, message: t("ui.required") }];
  return (
    <FormDialog<Values>
      title={t("account.delegations.make")}
      act={t("account.delegations.make")}
      pending={delegate.isPending}
      onClose={onClose}
      send={({ delegateId, acts, days, basis }, then) => {
        const [from, until] = days.map((day) => day.format("YYYY-MM-DD"));
        delegate.mutate(
          { body: { id, delegateId, acts, basis, from: from ?? "", until: until ?? "" } },
          then,
        );
      }}
    >
      <Form.Item name="delegateId" label={t("account.delegations.to")} rules={needed}>
        <OfficerPicker officeId={me.officer.officeId} without={[me.officer.id]} />
      </Form.Item>
      <Form.Item
        name="acts"
        label={t("account.delegations.what")}
        initialValue={[]}
        rules={[{ type: "array", min: 1, message: t("ui.required") }]}
      >
        <Checkbox.Group
          options={DelegatedAct.options.map((act) => ({
            value: act,
            label: t(`account.delegations.acts.${act}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="days" label={t("account.delegations.days")} rules={needed}>
        <DatePicker.RangePicker
          getPopupContainer={landmarkOf}
          minDate={dayjs()}
          maxDate={dayjs().add(1, "year")}
        />
      </Form.Item>
      <Form.Item
        name="basis"
        label={t("account.delegations.basis")}
        extra={t("account.delegations.basisHint")}
        rules={needed}
      >
        <Input maxLength={300} />
      </Form.Item>
    </FormDialog>
  );
}

function Revoke({ delegation, onClose }: { delegation: DelegationView; onClose: () => void }) {
  const t = useText();
  const [id] = useState(newId);
  const revoke = useAct(revokeDelegationRoute, ["delegations"]);
  return (
    <FormDialog<{ reason: string }>
      title={t("account.delegations.revokeAsk", { delegate: delegation.delegate.name })}
      act={t("account.delegations.revoke")}
      harm
      what={<p className={styles.note}>{t("account.delegations.revokeWhat")}</p>}
      pending={revoke.isPending}
      onClose={onClose}
      send={({ reason }, then) =>
        revoke.mutate({ params: { delegationId: delegation.id }, body: { id, reason } }, then)
      }
    >
      <Form.Item
        name="reason"
        label={t("account.delegations.reason")}
        rules={[{ required: true, message: t("ui.required") }]}
      >
        <Input maxLength={300} />
      </Form.Item>
    </FormDialog>
  );
}
