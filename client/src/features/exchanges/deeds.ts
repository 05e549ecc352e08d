import type { ReactNode } from "react";

/** Something that may be done now, as a button or a line of a menu. */
export interface Deed {
  key: string;
  label: string;
  formal?: boolean;
  danger?: boolean;
  pending?: boolean;
  run: () => void;
}

/** What may be done with one thing: what presses, the rest, and the dialogs in which it is done. */
export interface Deeds {
  pressing: readonly Deed[];
  rest: readonly Deed[];
  dialogs: ReactNode;
}
