import { matchPrecache, precache } from "workbox-precaching";

/** What the build wrote that a page needs where there is no network; each with the version that it is (offline-shell.ts). */
declare const __SHELL__: { url: string; revision: string | null }[];

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
/** What is used here of the worker's own world, which the types of pages do not know. */
declare const self: {
  location: Location;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Lasting) => void): void;
  addEventListener(type: "fetch", listener: (event: Asked) => void): void;
};

/** The page as the hub served it: its styles' nonce and the header that lets them in are kept together. */
const PAGE = "/";

precache(__SHELL__);
// The shell that came last is the one that opens next; a tab of before is told that it is stale (app/renewal.ts).
self.addEventListener("install", (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The network first, always: a new version is never hidden. Only where no answer comes it is what was kept. */
const page = (request: Request): Promise<Response> =>
  fetch(request).catch(async (thrown: unknown) => {
    const kept = await matchPrecache(PAGE);
    if (!kept) throw thrown;
    return kept;
  });

/** Names of assets hold the digest of their content: what is kept under one is what the hub would send. */
const asset = async (request: Request): Promise<Response> =>
  (await matchPrecache(request.url)) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // What officers read and write goes by: nothing of it is ever kept here, nor a document of it that is opened as a page.
  if (request.method !== "GET" || origin !== self.location.origin || pathname.startsWith("/api/"))
    return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("/assets/") || pathname === "/mark.svg")
    event.respondWith(asset(request));
});
