import { useQuery } from "@tanstack/react-query";
import { Button, Input, Table } from "antd";
import { useState } from "react";
import { listAccountsRoute, type AccountView } from "@hub/domain/officers/contract";
import { missingIntake } from "@hub/domain/officers/rules";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { ActsMenu } from "../../ui/acts-menu.tsx";
import { holds, useMe } from "../../app/me.ts";
import { useDepartmentName } from "../../ui/names.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { AccountDialog, type AccountAct } from "./account-dialog.tsx";
import styles from "./administration.module.css";

/** All accounts of the office. What may be done with each is the server's answer: the system administrator makes, the security administrator appoints. */
export function Accounts() {
  const t = useText();
  const me = useMe();
  const departmentName = useDepartmentName();
  const { officeId } = me.officer;
  const { data, error, refetch, isPending } = useQuery({
    queryKey: ["officers", "accounts", officeId],
    queryFn: ({ signal }) => call(listAccountsRoute, { params: { officeId }, signal }),
  });
  const [word, setWord] = useState("");
  const [acting, setActing] = useState<AccountAct | null>(null);
  const found = (data?.accounts ?? []).filter((one) =>
    `${one.name} ${one.account} ${one.title}`.includes(word.trim()),
  );

  return (
    <Page
      title={t("administration.accounts.title")}
      aside={
        <span className="quiet">
          {data ? t("administration.accounts.count", { count: data.accounts.length }) : ""}
        </span>
      }
      actions={
        <>
          <Input
            allowClear
            style={{ width: 200 }}
            value={word}
            placeholder={t("administration.accounts.find")}
            aria-label={t("administration.accounts.find")}
            onChange={(event) => setWord(event.target.value)}
          />
          {holds(me, "system_admin") && (
            <Button type="primary" onClick={() => setActing({ act: "create" })}>
              {t("administration.accounts.create")}
            </Button>
          )}
        </>
      }
    >
      <ProblemNote thrown={error} onRetry={() => void refetch()} />
      {data && missingIntake(data.accounts) > 0 && (
        <p role="note">
          {t("administration.accounts.intake", { count: missingIntake(data.accounts) })}
        </p>
      )}
      <Table<AccountView>
        size="small"
        rowKey="id"
        loading={isPending && !error}
        dataSource={found}
        pagination={false}
        rowClassName={(one) => (one.active ? "" : (styles.closed ?? ""))}
        columns={[
          {
            title: t("administration.accounts.name"),
            render: (_, one) => (
              <>
                <strong>{one.name}</strong>
                <div className="quiet">{one.account}</div>
              </>
            ),
          },
          {
            title: t("administration.accounts.post"),
            render: (_, one) => {
              const posts =
                one.posts.map((post) => t(`ui.posts.${post}`)).join(t("ui.list.comma")) ||
                t("administration.accounts.noPost");
              return (
                <>
                  {one.title}
                  {posts !== one.title && <div className="quiet">{posts}</div>}
                </>
              );
            },
          },
          {
            title: t("account.profile.department"),
            responsive: ["lg"],
            render: (_, one) =>
              one.departmentId ? departmentName(one.departmentId) : <InCharge of={one} />,
          },
          {
            title: t("account.profile.telephone"),
            responsive: ["xl"],
            className: "number",
            dataIndex: "telephone",
          },
          {
            title: t("administration.accounts.state"),
            responsive: ["md"],
            render: (_, one) => <State account={one} />,
          },
          {
            title: <span className="unseen">{t("administration.accounts.acts")}</span>,
            align: "right",
            render: (_, one) => <Acts account={one} onAct={setActing} />,
          },
        ]}
      />
      {acting && <AccountDialog acting={acting} onClose={() => setActing(null)} />}
    </Page>
  );
}

/** What a deputy chief is in charge of, where another has his department. */
function InCharge({ of }: { of: AccountView }) {
  const t = useText();
  const departmentName = useDepartmentName();
  if (of.inCharge.length === 0) return t("ui.none");
  const names = of.inCharge.map(departmentName);
  return `${t("administration.accounts.inCharge")} ${names.join(t("ui.list.comma"))}`;
}

function State({ account }: { account: AccountView }) {
  const t = useText();
  if (!account.active) return <span className="quiet">{t("administration.accounts.closed")}</span>;
  const notes = [
    account.initial ? t("administration.accounts.initial") : null,
    account.secondFactor ? null : t("administration.accounts.noFactor"),
  ].filter(Boolean);
  return (
    <>
      <span className={styles.open}>{t("administration.accounts.open")}</span>
      <div className="quiet">{notes.join(t("ui.list.comma"))}</div>
    </>
  );
}

function Acts({ account, onAct }: { account: AccountView; onAct: (act: AccountAct) => void }) {
  const t = useText();
  if (account.can.length === 0) return null;
  return (
    <ActsMenu
      acts={account.can.map((act) => ({
        key: act,
        label: t(`administration.accounts.act.${act}`),
        danger: act === "close" || act === "reset_second_factor",
        run: () => onAct({ act, account }),
      }))}
    >
      <Button size="small" aria-label={t("administration.accounts.actsOf", { name: account.name })}>
        {t("administration.accounts.acts")}
      </Button>
    </ActsMenu>
  );
}
