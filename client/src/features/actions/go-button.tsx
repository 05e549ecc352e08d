import { Button } from "antd";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";

/** A button that opens another page: one thing to press, not a button in a link. */
export function GoButton({
  to,
  primary = false,
  children,
}: {
  to: string;
  primary?: boolean;
  children: ReactNode;
}) {
  const navigate = useNavigate();
  return (
    <Button type={primary ? "primary" : "default"} onClick={() => void navigate(to)}>
      {children}
    </Button>
  );
}
