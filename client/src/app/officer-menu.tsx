import { DownOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { App, Dropdown } from "antd";
import { useNavigate } from "react-router";
import { lockRoute, signOutRoute } from "@hub/domain/sessions/contract";
import { useConfirm } from "../ui/confirm.ts";
import { problemText, useSay } from "../ui/say.ts";
import { call } from "./call.ts";
import { gate } from "./gate.ts";
import { speak, useLanguage, useText } from "./i18n.ts";
import { useLive } from "./live.ts";
import { useMe } from "./me.ts";
import { leaveNothing } from "./offline.ts";
import { problemOf } from "./problem.ts";
import styles from "./frame.module.css";

/** Who is at the desk, and the few things that concern only this desk. */
export function OfficerMenu() {
  const t = useText();
  const say = useSay();
  const me = useMe();
  const language = useLanguage();
  const navigate = useNavigate();
  const client = useQueryClient();
  const live = useLive();
  const confirm = useConfirm();
  const { message } = App.useApp();

  const act: Record<string, () => Promise<unknown> | void> = {
    account: () => navigate("/account"),
    language: () => speak(language === "en" ? "zh-CN" : "en"),
    lock: async () => {
      await call(lockRoute, {});
      gate.set("locked");
    },
    sign_out: async () => {
      const count = live.recorded();
      const asked = {
        title: t("app.frame.unsentAsk", { count }),
        content: t("app.frame.unsentWhat"),
        act: t("app.frame.signOut"),
      };
      if (count > 0 && !(await confirm(asked))) return;
      await call(signOutRoute, {});
      client.clear();
      await leaveNothing();
      window.location.assign("/");
    },
  };

  const run = (key: string) => {
    Promise.resolve(act[key]?.()).catch((thrown: unknown) => {
      void message.error(problemText(say, problemOf(thrown)));
    });
  };

  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        onClick: ({ key }) => run(key),
        items: [
          { key: "account", label: t("app.frame.account") },
          { key: "language", label: language === "en" ? "中文" : "English" },
          { type: "divider" },
          { key: "lock", label: t("app.frame.lock") },
          { key: "sign_out", label: t("app.frame.signOut") },
        ],
      }}
    >
      <button type="button" className={styles.officer}>
        <span className={styles.officerName}>{me.officer.name}</span>
        <span className={styles.officerTitle}>{me.officer.title}</span>
        <DownOutlined aria-hidden style={{ fontSize: 10 }} />
      </button>
    </Dropdown>
  );
}
