import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Select } from "antd";
import { useState } from "react";
import {
  ClockKey,
  clockRoutes,
  SUGGESTED,
  type PairTerms,
  type PairView,
} from "@hub/domain/clocks/contract";
import { newId } from "@hub/domain/kernel/ids";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useAct } from "../../app/query.ts";
import { useConfirm } from "../../ui/confirm.ts";
import { FormDialog } from "../../ui/form-dialog.tsx";
import { OfficeName, useOfficeName } from "../../ui/names.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { When } from "../../ui/when.tsx";
import styles from "./account.module.css";

type Period = NonNullable<PairTerms["ordinary"]["sign"]>;

const SPEEDS = ["ordinary", "urgent"] as const;

/** 约定期限: with each partner, what both have agreed and what one side puts forward. Nothing holds until both say so. */
export function Terms() {
  const t = useText();
  const { data, error, refetch } = useQuery({
    queryKey: ["clocks"],
    queryFn: ({ signal }) => call(clockRoutes.list, { signal }),
  });
  return (
    <Page title={t("account.terms.title")} width="text">
      <p className={styles.note}>{t("account.terms.hint")}</p>
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {!data && !error && <PageSkeleton rows={6} />}
      {data?.pairs.map((pair) => (
        <Pair key={pair.officeId} pair={pair} />
      ))}
    </Page>
  );
}

function Pair({ pair }: { pair: PairView }) {
  const t = useText();
  const confirm = useConfirm();
  const nameOf = useOfficeName();
  const [proposing, setProposing] = useState(false);
  const answer = useAct(clockRoutes.answer, ["clocks"]);
  const { agreed, proposed, officeId, can } = pair;
  const reply = async (agree: boolean) => {
    const yes = await confirm({
      title: agree
        ? t("account.terms.confirmAsk", { office: nameOf(officeId) })
        : t("account.terms.declineAsk"),
      act: agree ? t("account.terms.confirm") : t("account.terms.decline"),
      harmful: !agree,
    });
    if (yes) answer.mutate({ params: { officeId }, body: { id: newId(), agree } });
  };
  return (
    <Section
      title={nameOf(officeId)}
      aside={
        <>
          <span className="quiet">
            {agreed ? (
              <>
                {t("account.terms.agreed")} {pair.agreedAt && <When at={pair.agreedAt} short />}
              </>
            ) : (
              t("ui.due.none")
            )}
          </span>
          {can.includes("propose") && (
            <Button size="small" className={styles.aside ?? ""} onClick={() => setProposing(true)}>
              {t("account.terms.propose")}
            </Button>
          )}
        </>
      }
    >
      {agreed && <TermsTable terms={agreed} />}
      {proposed && (
        <>
          <p className={styles.note}>
            {t("account.terms.proposedBy", { name: proposed.by.name })}（
            <OfficeName id={proposed.by.officeId} short />）
          </p>
          <TermsTable terms={proposed.terms} />
        </>
      )}
      <ProblemNote thrown={answer.error} />
      {(can.includes("confirm") || can.includes("decline")) && (
        <div className={styles.buttons}>
          {can.includes("confirm") && (
            <Button type="primary" loading={answer.isPending} onClick={() => void reply(true)}>
              {t("account.terms.confirm")}
            </Button>
          )}
          {can.includes("decline") && (
            <Button onClick={() => void reply(false)}>{t("account.terms.decline")}</Button>
          )}
        </div>
      )}
      {proposing && (
        <Propose
          officeId={officeId}
          from={agreed ?? SUGGESTED}
          onClose={() => setProposing(false)}
        />
      )}
    </Section>
  );
}

function TermsTable({ terms }: { terms: PairTerms }) {
  const t = useText();
  return (
    <>
      <table className={styles.terms}>
        <thead>
          <tr>
            <th scope="col">{t("account.terms.step")}</th>
            {SPEEDS.map((speed) => (
              <th scope="col" key={speed}>
                {t(`account.terms.${speed}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ClockKey.options.map((key) => (
            <tr key={key}>
              <th scope="row">{t(`account.terms.key.${key}`)}</th>
              {SPEEDS.map((speed) => {
                const period = terms[speed][key];
                return (
                  <td key={speed} className="number">
                    {period
                      ? t(`account.terms.period.${period.unit}`, { count: period.count })
                      : t("ui.due.none")}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {terms.basis && (
        <p className={styles.note}>
          {t("account.terms.basis")}：{terms.basis}
        </p>
      )}
    </>
  );
}

function PeriodField({
  value,
  onChange,
  label,
}: {
  value?: Period | null;
  onChange?: (value: Period | null) => void;
  label: string;
}) {
  const t = useText();
  const unit = value?.unit ?? "working_days";
  return (
    <div className={styles.period}>
      <InputNumber
        min={1}
        max={365}
        value={value?.count ?? null}
        placeholder={t("account.terms.empty")}
        aria-label={label}
        onChange={(count) => onChange?.(count ? { unit, count } : null)}
      />
      <Select
        value={unit}
        disabled={!value}
        aria-label={`${label} ${t("account.terms.unit")}`}
        style={{ width: 110 }}
        onChange={(next) => value && onChange?.({ ...value, unit: next })}
        options={(["hours", "days", "working_days"] as const).map((one) => ({
          value: one,
          label: t(`account.terms.units.${one}`),
        }))}
      />
    </div>
  );
}

function Propose({
  officeId,
  from,
  onClose,
}: {
  officeId: string;
  from: PairTerms;
  onClose: () => void;
}) {
  const t = useText();
  const nameOf = useOfficeName();
  const [id] = useState(newId);
  const propose = useAct(clockRoutes.propose, ["clocks"]);
  return (
    <FormDialog<PairTerms>
      title={t("account.terms.proposeTo", { office: nameOf(officeId) })}
      act={t("account.terms.propose")}
      what={<p className={styles.note}>{t("account.terms.both")}</p>}
      initial={from}
      within="terms"
      pending={propose.isPending}
      onClose={onClose}
      send={(terms, then) => propose.mutate({ params: { officeId }, body: { id, terms } }, then)}
    >
      {SPEEDS.map((speed) => (
        <fieldset key={speed} style={{ border: 0, margin: 0, padding: 0 }}>
          <legend style={{ fontWeight: 600, marginBottom: 8 }}>
            {t(`account.terms.${speed}`)}
          </legend>
          {ClockKey.options.map((key) => (
            <Form.Item key={key} name={[speed, key]} label={t(`account.terms.key.${key}`)}>
              <PeriodField label={t(`account.terms.key.${key}`)} />
            </Form.Item>
          ))}
        </fieldset>
      ))}
      <Form.Item
        name="basis"
        label={t("account.terms.basis")}
        rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
        extra={t("account.terms.basisHint")}
      >
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  );
}
