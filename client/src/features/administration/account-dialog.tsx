import { Button, Form, Input, Select, Typography } from "antd";
import { useState } from "react";
import { newId } from "@hub/domain/kernel/ids";
import { Post } from "@hub/domain/kernel/officer";
import {
  appointRoute,
  changeAccountRoute,
  closeAccountRoute,
  createAccountRoute,
  reopenAccountRoute,
  resetPasswordRoute,
  resetSecondFactorRoute,
  type AccountView,
} from "@hub/domain/officers/contract";
import { call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { FormDialog, type Then } from "../../ui/form-dialog.tsx";
import { useDepartmentName, useOffices } from "../../ui/names.tsx";
import { useQueryClient } from "@tanstack/react-query";
import styles from "./administration.module.css";

export type AccountAct =
  | { act: "create" }
  | { act: AccountView["can"][number]; account: AccountView };

interface Values {
  account: string;
  name: string;
  telephone: string;
  title: string;
  posts: Post[];
  departmentId?: string;
  inCharge?: string[];
  basis: string;
  reason: string;
}

/** One act on an account: what will happen in words, what it asks, and a new password shown this once. */
export function AccountDialog({ acting, onClose }: { acting: AccountAct; onClose: () => void }) {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const [form] = Form.useForm<Values>();
  const [ids] = useState(() => ({ command: newId(), officer: newId() }));
  const [busy, setBusy] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const { act } = acting;
  const account = "account" in acting ? acting.account : null;
  const asked =
    act === "create"
      ? t("administration.accounts.create")
      : t(`administration.accounts.act.${act}`);
  const harmful = act === "close" || act === "reset_second_factor" || act === "reset_password";

  const send = async (values: Values): Promise<string | null> => {
    const id = ids.command;
    if (account === null) {
      const made = await call(createAccountRoute, {
        params: { officeId: me.officer.officeId },
        body: {
          id,
          officerId: ids.officer,
          account: values.account,
          name: values.name,
          telephone: values.telephone ?? "",
        },
      });
      return made.initialPassword;
    }
    const params = { officerId: account.id };
    const reason = { id, reason: values.reason };
    const expects = account.version;
    switch (act) {
      case "change":
        await call(changeAccountRoute, {
          params,
          body: { id, expects, name: values.name, telephone: values.telephone ?? "" },
        });
        return null;
      case "appoint":
        await call(appointRoute, {
          params,
          body: {
            id,
            expects,
            posts: values.posts ?? [],
            departmentId: values.departmentId ?? null,
            inCharge: values.inCharge ?? [],
            title: values.title,
            basis: values.basis,
          },
        });
        return null;
      case "reset_password":
        return (await call(resetPasswordRoute, { params, body: reason })).initialPassword;
      case "close":
        await call(closeAccountRoute, { params, body: reason });
        return null;
      case "reopen":
        await call(reopenAccountRoute, { params, body: reason });
        return null;
      case "reset_second_factor":
        await call(resetSecondFactorRoute, { params, body: reason });
        return null;
      default:
        return null;
    }
  };

  const submit = (values: Values, { onError }: Then) => {
    setBusy(true);
    send(values)
      .then(async (initial) => {
        await client.invalidateQueries({ queryKey: ["officers"] });
        if (initial === null) onClose();
        else setPassword(initial);
      })
      .catch(onError)
      .finally(() => setBusy(false));
  };

  if (password !== null)
    return (
      <Dialog
        open
        closable={false}
        title={`${t("administration.accounts.passwordTitle")} · ${account?.account ?? form.getFieldValue("account")}`}
        footer={
          <Button type="primary" onClick={onClose}>
            {t("administration.accounts.noted")}
          </Button>
        }
      >
        <p className={styles.note}>{t("administration.accounts.passwordHint")}</p>
        <Typography.Paragraph copyable className={styles.password ?? ""}>
          {password}
        </Typography.Paragraph>
      </Dialog>
    );
  return (
    <FormDialog
      title={account ? `${asked} · ${account.name}` : asked}
      act={asked}
      harm={harmful}
      what={<p className={styles.note}>{t(`administration.accounts.what.${act}`)}</p>}
      form={form}
      initial={{
        name: account?.name,
        telephone: account?.telephone,
        title: account?.title,
        posts: account?.posts ?? [],
        departmentId: account?.departmentId ?? undefined,
        inCharge: account?.inCharge ?? [],
      }}
      pending={busy}
      onClose={onClose}
      send={submit}
    >
      <Fields act={act} />
    </FormDialog>
  );
}

/** 分管: asked only of a deputy chief, and forgotten with the post. */
function InChargeField() {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const departmentName = useDepartmentName();
  const form = Form.useFormInstance<Values>();
  const posts = Form.useWatch("posts", form) ?? [];
  if (!posts.includes("deputy_chief")) return null;
  return (
    <Form.Item
      name="inCharge"
      preserve={false}
      label={t("administration.accounts.inCharge")}
      extra={t("administration.accounts.inChargeHint")}
    >
      <Select
        mode="multiple"
        showSearch={{ optionFilterProp: "label" }}
        options={offices
          .departmentsOf(me.officer.officeId)
          .map(({ id }) => ({ value: id, label: departmentName(id) }))}
      />
    </Form.Item>
  );
}

function Fields({ act }: { act: AccountAct["act"] }) {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const departmentName = useDepartmentName();
  const needed = [{ required: true, message: t("ui.required") }];
  if (act === "create" || act === "change")
    return (
      <>
        {act === "create" && (
          <Form.Item
            name="account"
            label={t("account.profile.account")}
            extra={t("administration.accounts.accountHint")}
            rules={needed}
          >
            <Input maxLength={40} autoComplete="off" spellCheck={false} />
          </Form.Item>
        )}
        <Form.Item name="name" label={t("administration.accounts.name")} rules={needed}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="telephone" label={t("account.profile.telephone")}>
          <Input maxLength={30} inputMode="tel" />
        </Form.Item>
      </>
    );
  if (act === "appoint")
    return (
      <>
        <Form.Item name="posts" label={t("account.profile.posts")}>
          <Select
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            maxCount={6}
            options={Post.options.map((post) => ({ value: post, label: t(`ui.posts.${post}`) }))}
          />
        </Form.Item>
        <Form.Item name="departmentId" label={t("account.profile.department")}>
          <Select
            allowClear
            showSearch={{ optionFilterProp: "label" }}
            options={offices
              .departmentsOf(me.officer.officeId)
              .map(({ id }) => ({ value: id, label: departmentName(id) }))}
          />
        </Form.Item>
        <InChargeField />
        <Form.Item
          name="title"
          label={t("administration.accounts.titleField")}
          extra={t("administration.accounts.titleHint")}
          rules={needed}
        >
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="basis" label={t("account.delegations.basis")} rules={needed}>
          <Input maxLength={300} />
        </Form.Item>
      </>
    );
  return (
    <Form.Item name="reason" label={t("account.delegations.reason")} rules={needed}>
      <Input maxLength={300} />
    </Form.Item>
  );
}
