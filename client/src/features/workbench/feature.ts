import { isAdministrator } from "../../app/me.ts";
import type { Feature } from "../../app/features.ts";
import { TodoCount } from "./todo-count.tsx";

export const workbench: Feature = {
  pages: [
    {
      index: true,
      lazy: async () => ({ Component: (await import("./home.tsx")).Home }),
    },
  ],
  rail: [
    {
      path: "/",
      label: "workbench.rail",
      Count: TodoCount,
      shown: (me) => !isAdministrator(me),
    },
  ],
};
