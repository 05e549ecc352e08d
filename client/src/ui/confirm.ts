import { App } from "antd";
import { useText } from "../app/i18n.ts";
import { DIALOG_MOTION } from "./dialog.tsx";

interface Question {
  title: string;
  /** What will happen, in words. */
  content?: string;
  /** The act itself, never 「确定」 alone. */
  act: string;
  harmful?: boolean;
}

/** Asks once, in words, before something that harms or binds; answers whether to go on. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp();
  const t = useText();
  return ({ title, content, act, harmful = true }) =>
    new Promise((resolve) => {
      modal.confirm({
        title,
        content,
        okText: act,
        cancelText: t("ui.cancel"),
        okButtonProps: { danger: harmful },
        transitionName: DIALOG_MOTION,
        focusable: { autoFocusButton: "cancel" },
        onOk: () => resolve(true),
        onCancel: () => resolve(false),
      });
    });
}
