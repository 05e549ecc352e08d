import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Segmented } from "antd";
import { useState } from "react";
import { newId } from "@hub/domain/kernel/ids";
import { myDeputyRoute, nameDeputyRoute } from "@hub/domain/officers/contract";
import { call } from "../../app/call.ts";
import { LANGUAGES, speak, useLanguage, useText } from "../../app/i18n.ts";
import { isAdministrator, useMe } from "../../app/me.ts";
import { useAct } from "../../app/query.ts";
import { Facts } from "../../ui/facts.tsx";
import { OfficeName, OfficerName, OfficerPicker, useDepartmentName } from "../../ui/names.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import styles from "./account.module.css";

const NAMES = { "zh-CN": "中文", en: "English" } as const;

/** Who I am here, who stands in for me, and in which language I read. */
export function Profile() {
  const t = useText();
  const me = useMe();
  const { officer, account } = me;
  const departmentName = useDepartmentName();
  const language = useLanguage();
  return (
    <Page title={t("account.profile.title")} width="text">
      <Section title={officer.name} aside={<span className="quiet">{officer.title}</span>}>
        <Facts
          facts={[
            [t("account.profile.office"), <OfficeName key="o" id={officer.officeId} />],
            [
              t("account.profile.department"),
              officer.departmentId ? departmentName(officer.departmentId) : t("ui.none"),
            ],
            [
              t("account.profile.posts"),
              officer.posts.map((post) => t(`ui.posts.${post}`)).join(t("ui.list.comma")),
            ],
            [t("account.profile.account"), account],
            [t("account.profile.telephone"), officer.telephone || t("ui.none")],
          ]}
        />
        <p className={styles.note}>{t("account.profile.correct")}</p>
      </Section>
      {!isAdministrator(me) && <Deputy />}
      <Section title={t("account.profile.language")}>
        <Segmented
          value={language}
          aria-label={t("account.profile.language")}
          options={LANGUAGES.map((one) => ({ value: one, label: NAMES[one] }))}
          onChange={(one) => void speak(one)}
        />
      </Section>
    </Page>
  );
}

function Deputy() {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const { message } = App.useApp();
  const key = ["officers", "deputy"];
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(myDeputyRoute, { signal }),
  });
  const name = useAct(nameDeputyRoute, []);
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  const now = chosen === undefined ? (data?.deputyId ?? null) : chosen;
  const save = () =>
    name.mutate(
      { body: { id: newId(), deputyId: now } },
      {
        onSuccess: ({ deputyId }) => {
          client.setQueryData(key, (known: typeof data) => known && { ...known, deputyId });
          setChosen(undefined);
          void message.success(t("account.saved"));
        },
      },
    );
  return (
    <Section title={t("account.deputy.title")}>
      <p className={styles.note}>{t("account.deputy.hint")}</p>
      <ProblemNote thrown={error ?? name.error} />
      <div className={styles.row}>
        <OfficerPicker
          officeId={me.officer.officeId}
          without={[me.officer.id]}
          value={now ?? undefined}
          onChange={(id) => setChosen(id || null)}
          allowClear
          placeholder={t("account.deputy.none")}
          aria-label={t("account.deputy.title")}
        />
        <Button
          type="primary"
          disabled={chosen === undefined || chosen === data?.deputyId}
          loading={name.isPending}
          onClick={save}
        >
          {t("ui.save")}
        </Button>
      </div>
      {data && data.standsInFor.length > 0 && (
        <p className={styles.note}>
          {t("account.deputy.standsIn")}
          {data.standsInFor.map((id, index) => (
            <span key={id}>
              {index > 0 && t("ui.list.comma")}
              <OfficerName id={id} />
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}
