import { App, Button } from "antd";
import { useEffect } from "react";
import { useText } from "./i18n.ts";
import { useOutdated } from "./renewal.ts";

/** Tells that a new version is there. It stays until one reloads or sends it away: what is being written comes first. */
export function Outdated() {
  const t = useText();
  const { notification } = App.useApp();
  const isOutdated = useOutdated();
  useEffect(() => {
    if (!isOutdated) return undefined;
    notification.info({
      key: "outdated",
      role: "status",
      placement: "bottomRight",
      duration: false,
      title: t("app.outdated.title"),
      description: t("app.outdated.hint"),
      actions: (
        <Button type="primary" onClick={() => window.location.reload()}>
          {t("ui.reload")}
        </Button>
      ),
    });
    return () => notification.destroy("outdated");
  }, [isOutdated, notification, t]);
  return null;
}
