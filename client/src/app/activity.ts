import { useEffect, useRef } from "react";
import { activeRoute, lockRoute } from "@hub/domain/sessions/contract";
import { call } from "./call.ts";
import { gate } from "./gate.ts";

const TELL_MS = 60_000;

/**
 * Tells the hub, at most once a minute, that somebody is at the desk, and locks the screen when nobody was for `idleMinutes`. The hub
 * counts by itself too; this only hides the page in time. `isOut`: in the field without network, where a lock could not be opened again
 * and would end the recording; the device's own lock stands there, and the hub's once it can be reached.
 */
export function useActivity(idleMinutes: number, isOut: boolean): void {
  const out = useRef(isOut);
  useEffect(() => {
    out.current = isOut;
  }, [isOut]);
  useEffect(() => {
    let toldAt = Date.now();
    let seenAt = Date.now();
    const seen = () => {
      seenAt = Date.now();
      if (seenAt - toldAt < TELL_MS || gate.state() !== "open") return;
      toldAt = seenAt;
      call(activeRoute, {}).catch(() => {});
    };
    const timer = setInterval(() => {
      if (out.current || gate.state() !== "open" || Date.now() - seenAt < idleMinutes * 60_000)
        return;
      gate.set("locked");
      call(lockRoute, {}).catch(() => {});
    }, 5_000);
    const signs = ["keydown", "pointerdown", "wheel", "touchstart"] as const;
    for (const sign of signs) window.addEventListener(sign, seen, { passive: true });
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, seen);
    };
  }, [idleMinutes]);
}
