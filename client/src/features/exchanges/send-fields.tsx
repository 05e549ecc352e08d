import { useQuery } from "@tanstack/react-query";
import { OPEN_KINDS, Section, Urgency, type OpenKind } from "@hub/domain/exchanges/contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { Alert, Checkbox, Form, Input, Radio, Select } from "antd";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { useOfficeName } from "../../ui/names.tsx";
import { MaterialsChoice } from "./acts/materials-choice.tsx";
import { recipientsQuery } from "./queries.ts";
import { isAgreed, partnersFirst, termsOf, transferBar, type SendValues } from "./send-values.ts";
import { TermsField, TermsText } from "./terms-field.tsx";
import styles from "./send-dialog.module.css";

const { Item } = Form;

interface SendFieldsProps {
  lead: LeadView;
  values: SendValues;
  /** A draft goes to whom it was drafted for; another recipient is another draft. */
  fixed: boolean;
}

/** The left half: what I fill in. */
export function SendFields({ lead, values, fixed }: SendFieldsProps) {
  const t = useText();
  const bar = fixed ? null : transferBar(lead);
  return (
    <>
      <Item
        name="kind"
        label={t("exchanges.send.kind")}
        extra={
          <>
            <div>{t(`exchanges.kindHint.${values.kind}`)}</div>
            {bar && <div>{t("exchanges.send.bar", { reason: t(`faults.reasons.${bar}`) })}</div>}
          </>
        }
      >
        <Radio.Group
          optionType="button"
          disabled={fixed}
          options={OPEN_KINDS.toReversed().map((kind) => ({
            value: kind,
            label: t(`exchanges.kind.${kind}`),
            disabled: kind === "transfer" && bar !== null,
          }))}
        />
      </Item>
      {values.kind === "transfer" && lead.suggestion === "refer_up" && (
        <Item>
          <Alert role="status" type="warning" showIcon title={t("leads.page.suggestion")} />
        </Item>
      )}
      <RecipientItem lead={lead} kind={values.kind} fixed={fixed} />
      <Item name="sections" label={t("exchanges.send.sections")}>
        <SectionsField reporter={lead.values.reporter !== ""} />
      </Item>
      <Item label={t("exchanges.send.materials")} name="materials">
        <MaterialsChoice leadId={lead.id} />
      </Item>
      <Item name="note" label={t("exchanges.send.note")}>
        <Input.TextArea
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={2_000}
          placeholder={t("exchanges.send.noteHint")}
        />
      </Item>
      <Item
        name="agreement"
        label={t("exchanges.send.agreement")}
        extra={t("exchanges.send.agreementHint")}
      >
        <Input maxLength={200} />
      </Item>
      {values.kind === "transfer" && (
        <>
          <Item name="urgency" label={t("exchanges.send.urgency")}>
            <Radio.Group
              optionType="button"
              options={Urgency.options.map((value) => ({
                value,
                label: t(`exchanges.urgency.${value}`),
              }))}
            />
          </Item>
          <TermsItem lead={lead} values={values} />
        </>
      )}
    </>
  );
}

function RecipientItem({ lead, kind, fixed }: { lead: LeadView; kind: OpenKind; fixed: boolean }) {
  const t = useText();
  const nameOf = useOfficeName();
  const toOfficeId = Form.useWatch<string | undefined>("toOfficeId");
  const { data, isPending } = useQuery(recipientsQuery(lead.id, kind));
  const { partners, others } = partnersFirst(data?.recipients ?? []);
  const option = ({ officeId }: { officeId: string }) => ({
    value: officeId,
    label: nameOf(officeId),
  });
  const chosen = data?.recipients.find((one) => one.officeId === toOfficeId);
  return (
    <Item
      name="toOfficeId"
      label={t("exchanges.send.to")}
      extra={t(`exchanges.send.toHint.${kind}`)}
      {...(chosen?.openExchangeId && !fixed
        ? {
            help: (
              <span role="alert">
                {t("exchanges.send.open")}{" "}
                <Link to={`/exchanges/${chosen.openExchangeId}`}>
                  {t("exchanges.send.openLink")}
                </Link>
              </span>
            ),
            validateStatus: "warning" as const,
          }
        : {})}
    >
      <Select
        loading={isPending}
        disabled={fixed}
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t("leads.form.pick")}
        notFoundContent={t("exchanges.send.noRecipient")}
        options={[
          ...(partners.length > 0
            ? [{ label: t("exchanges.send.partners"), options: partners.map(option) }]
            : []),
          ...(others.length > 0
            ? [{ label: t("exchanges.send.others"), options: others.map(option) }]
            : []),
        ]}
      />
    </Item>
  );
}

interface SectionsFieldProps {
  /** There is something to show about who reported. */
  reporter: boolean;
  value?: Section[];
  onChange?: (sections: Section[]) => void;
}

function SectionsField({ reporter, value = [], onChange }: SectionsFieldProps) {
  const t = useText();
  const say = (section: Section) =>
    section === "basic" || section === "reporter" ? t(`exchanges.sectionHint.${section}`) : null;
  return (
    <div className={styles.sections}>
      {Section.options
        .filter((section) => section !== "reporter" || reporter)
        .map((section) => (
          <Checkbox
            key={section}
            checked={section === "basic" || value.includes(section)}
            disabled={section === "basic"}
            onChange={(event) =>
              onChange?.(
                Section.options.filter((one) =>
                  one === section ? event.target.checked : value.includes(one),
                ),
              )
            }
          >
            {t(`exchanges.section.${section}`)}{" "}
            {say(section) && <span className={styles.hint}>{say(section)}</span>}
          </Checkbox>
        ))}
      {value.includes("reporter") && (
        <Alert
          className={styles.warn ?? ""}
          type="warning"
          role="status"
          showIcon
          title={t("exchanges.send.reporterWarn")}
        />
      )}
      <span className={styles.hint}>{t("exchanges.send.never")}</span>
    </div>
  );
}

function TermsItem({ lead, values }: { lead: LeadView; values: SendValues }) {
  const t = useText();
  const nameOf = useOfficeName();
  const { data } = useQuery(recipientsQuery(lead.id, values.kind));
  const recipient = data?.recipients.find((one) => one.officeId === values.toOfficeId);
  if (!values.toOfficeId) return null;
  const agreed = termsOf({ ...values, ownTerms: false }, recipient);
  return (
    <Item label={t("exchanges.send.terms")}>
      {!values.ownTerms && (
        <div className={styles.terms}>
          {isAgreed(agreed) ? (
            <>
              <span className={styles.hint}>
                {t("exchanges.send.termsFrom", { office: nameOf(values.toOfficeId, true) })}
                {recipient?.basis && ` · ${recipient.basis}`}
              </span>
              <TermsText terms={agreed} />
            </>
          ) : (
            <span className={styles.hint}>{t("exchanges.send.termsNone")}</span>
          )}
        </div>
      )}
      <Item name="ownTerms" valuePropName="checked" style={{ margin: "4px 0" }}>
        <Checkbox>{t("exchanges.send.termsOwn")}</Checkbox>
      </Item>
      {values.ownTerms && (
        <Item name="terms" noStyle>
          <TermsField />
        </Item>
      )}
    </Item>
  );
}
