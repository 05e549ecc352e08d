import { useEffect, useState } from "react";
import { useLink } from "./live.ts";

/** The program that a page starts: its name holds the hash of everything it is built from. Null for a page that starts none. */
export function entryOf(page: string): string | null {
  const tag = /<script\b[^>]*\btype="module"[^>]*>/.exec(page)?.[0] ?? "";
  return /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? null;
}

/** Whether the hub serves another program now than the one that runs in this tab; a page that says nothing leaves it as it is. */
async function isOutdated(): Promise<boolean> {
  const own = document.querySelector('script[type="module"][src]')?.getAttribute("src");
  const answer = await fetch("/", { cache: "no-store" });
  const served = answer.ok ? entryOf(await answer.text()) : null;
  return own !== undefined && served !== null && served !== own;
}

/**
 * True once this tab is stale. A new version comes with a restart, so it is asked for when the link is there again, and when somebody
 * comes back to the tab; nothing is reloaded by itself, for somebody may be typing.
 */
export function useOutdated(): boolean {
  const { status } = useLink();
  const [outdated, setOutdated] = useState(false);
  useEffect(() => {
    if (outdated || status === "offline" || status === "closed") return undefined;
    let isOver = false;
    const look = () => {
      if (document.visibilityState === "hidden") return;
      isOutdated().then(
        (found) => !isOver && setOutdated(found),
        () => undefined, // the hub is away; asked again when it is back
      );
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", look);
    };
  }, [status, outdated]);
  return outdated;
}
