import type { Me } from "../../app/me.ts";
import { SignIn } from "./sign-in.tsx";

interface LockSheetProps {
  me: Me;
  signedOut: boolean;
  onEnter: (me: Me) => void;
}

export function LockSheet({ me, onEnter }: LockSheetProps) {
  return <SignIn me={me} onEnter={onEnter} />;
}
