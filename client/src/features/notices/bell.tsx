import { BellOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { lazy, Suspense, useState } from "react";
import { UNREAD_CAP } from "@hub/domain/notices/contract";
import { useText } from "../../app/i18n.ts";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { useIsPhone } from "../../ui/panes.tsx";
import { noticeCountQuery } from "./queries.ts";
import styles from "./notices.module.css";

const Notices = lazy(async () => ({ default: (await import("./notices.tsx")).Notices }));

/** How many notices are unread; opens them at the side. */
export function Bell() {
  const t = useText();
  const phone = useIsPhone();
  const { data: unread = 0 } = useQuery(noticeCountQuery);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.bell} onClick={() => setOpen(true)}>
        <BellOutlined aria-hidden />
        <span className={styles.word}>{t("notices.title")}</span>
        {unread > 0 && (
          <span className={styles.count}>{unread >= UNREAD_CAP ? "99+" : unread}</span>
        )}
        <span className="unseen" role="status">
          {t("notices.unread", { count: unread })}
        </span>
      </button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t("notices.title")}
        size={phone ? "100%" : 420}
        styles={{ body: { padding: 0 } }}
        destroyOnHidden
      >
        <Suspense fallback={<PageSkeleton />}>
          <Notices onOpened={() => setOpen(false)} />
        </Suspense>
      </Drawer>
    </>
  );
}
