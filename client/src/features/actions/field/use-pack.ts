import type { ActionView } from "@hub/domain/actions/contract";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { gate } from "../../../app/gate.ts";
import { useLink } from "../../../app/live.ts";
import { useMe } from "../../../app/me.ts";
import { packs } from "../../../app/offline.ts";
import { officesQuery } from "../../../ui/directory.ts";

/**
 * Keeps on this device what these screens need to be opened again where there is no network. Only while the hub says that the session is
 * open: what was opened from the device never makes itself younger.
 */
export function usePack(action: ActionView): void {
  const me = useMe();
  const { data: offices } = useQuery(officesQuery);
  const { status } = useLink();
  const isReached = status === "live" || status === "polling";
  const isOpen = useSyncExternalStore(gate.subscribe, gate.state) === "open";
  useEffect(() => {
    if (!isReached || !isOpen || !offices) return;
    void packs.keep({ actionId: action.id, at: new Date().toISOString(), me, offices, action });
  }, [isReached, isOpen, me, offices, action]);
}
