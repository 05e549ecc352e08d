import { Modal, type ModalProps } from "antd";
import { useRef } from "react";

/** Dialogs fade in where they stand: one that grew from a point would move its buttons away under a pointer that presses them. */
export const DIALOG_MOTION = "ant-fade";

const isFree = (field: HTMLInputElement | HTMLTextAreaElement): boolean =>
  !field.disabled &&
  field.type !== "hidden" &&
  field.type !== "file" &&
  !(field instanceof HTMLInputElement && field.type === "radio" && !field.checked);

/**
 * The frame of every dialog. Whoever works with a keyboard begins at its first field and not at the button that closes it; on glass
 * the keyboard would cover what is to be read, so there it stays away until a field is touched.
 */
export function Dialog({ children, afterOpenChange, ...rest }: ModalProps) {
  const body = useRef<HTMLDivElement>(null);
  const begin = () => {
    const within = body.current;
    if (!within || within.contains(document.activeElement)) return;
    if (!window.matchMedia("(pointer: fine)").matches) return;
    const fields = within.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
      "input, textarea",
    );
    Array.from(fields).find(isFree)?.focus({ preventScroll: true });
  };
  return (
    <Modal
      transitionName={DIALOG_MOTION}
      {...rest}
      afterOpenChange={(open) => {
        if (open) begin();
        afterOpenChange?.(open);
      }}
    >
      <div ref={body}>{children}</div>
    </Modal>
  );
}
