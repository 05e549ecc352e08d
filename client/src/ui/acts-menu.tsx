import { Dropdown } from "antd";
import type { ReactNode } from "react";

export interface MenuAct {
  key: string;
  label: string;
  /** What cannot be taken back. */
  danger?: boolean;
  run: () => void;
}
interface MenuGroup {
  key: string;
  label: string;
  acts: readonly MenuAct[];
}

interface ActsMenuProps {
  acts: readonly (MenuAct | MenuGroup)[];
  placement?: "bottomLeft" | "bottomRight";
  /** The button that opens it. */
  children: ReactNode;
}

const itemOf = ({ key, label, danger = false, run }: MenuAct) => ({
  key,
  label,
  danger,
  onClick: ({ domEvent }: { domEvent: { preventDefault: () => void } }) => {
    // The dialog that opens takes the focus: the same Enter would press its first button, which closes it.
    domEvent.preventDefault();
    run();
  },
});

/** Further acts behind one button. By keyboard its arrows begin at once, and Enter chooses. */
export function ActsMenu({ acts, placement = "bottomLeft", children }: ActsMenuProps) {
  const items = acts.map((one) =>
    "acts" in one
      ? { key: one.key, label: one.label, type: "group" as const, children: one.acts.map(itemOf) }
      : itemOf(one),
  );
  return (
    <Dropdown trigger={["click"]} placement={placement} autoFocus menu={{ items }}>
      {children}
    </Dropdown>
  );
}
