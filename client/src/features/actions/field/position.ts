import type { Fix } from "@hub/domain/actions/record-contract";
import { useEffect, useState } from "react";
import { isSecure } from "./hashing.ts";

/** Where the device says it is, or why it does not say. */
export interface Position {
  state: "asking" | "known" | "refused" | "unavailable" | "insecure";
  fix: Fix | null;
  /** When the receiver gave it. */
  at: number;
}

/** A fix older than this says where somebody was, not where he is. */
const FRESH_MS = 60_000;

/** Follows the device's receiver while the page is open; what it refuses is said and records go without. */
export function usePosition(): Position {
  const [position, setPosition] = useState<Position>(() => ({
    state: isSecure() && "geolocation" in navigator ? "asking" : "insecure",
    fix: null,
    at: 0,
  }));
  useEffect(() => {
    if (!isSecure() || !("geolocation" in navigator)) return undefined;
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) =>
        setPosition({
          state: "known",
          fix: {
            lat: coords.latitude,
            lon: coords.longitude,
            accuracyM: Math.min(coords.accuracy, 100_000),
          },
          at: timestamp,
        }),
      ({ code, PERMISSION_DENIED }) =>
        setPosition((before) => ({
          ...before,
          state: code === PERMISSION_DENIED ? "refused" : "unavailable",
        })),
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 30_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, []);
  return position;
}

/** The fix that a record made now may carry; null when there is none, or only an old one. */
export const fixAt = ({ fix, at }: Position, now: number): Fix | null =>
  fix !== null && now - at <= FRESH_MS ? fix : null;
