import type { SessionView } from "./contract.ts";

const first = (text: string, table: [RegExp, string][]): string =>
  table.find(([pattern]) => pattern.test(text))?.[1] ?? "";

/** The browser in a word people know; empty when nobody can tell. Order matters: the others call themselves Chrome, too. */
export const browserOf = (userAgent: string): string =>
  first(userAgent, [
    [/Edg\//, "Edge"],
    [/QAXBrowser|Qaxbrowser/i, "奇安信可信浏览器"],
    [/QIHU|360/i, "360"],
    [/UBrowser|UOS/i, "UOS"],
    [/Firefox\//, "Firefox"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ]);

export const systemOf = (userAgent: string): string =>
  first(userAgent, [
    [/Windows/, "Windows"],
    [/Android/, "Android"],
    [/HarmonyOS/, "HarmonyOS"],
    [/iPhone|iPad/, "iOS"],
    [/Mac OS X/, "macOS"],
    [/Linux/, "Linux"],
  ]);

export const toSessionView = (
  session: { _id: string; since: Date; activeAt: Date; address: string; userAgent: string },
  currentId: string,
): SessionView => ({
  id: session._id,
  current: session._id === currentId,
  since: session.since.toISOString(),
  activeAt: session.activeAt.toISOString(),
  address: session.address,
  browser: browserOf(session.userAgent),
  system: systemOf(session.userAgent),
});
