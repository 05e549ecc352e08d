import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { offlineShell } from "./offline-shell.ts";

/** Where `vite` and `vite preview` send /api and the socket; the built client is served by the hub itself. */
const backend = process.env["BACKEND"] ?? "http://127.0.0.1:8080";
const port = Number(process.env["PORT"] ?? 27_900);
/** The hub answers only pages of its own origin; in development this server is that page. */
const toBackend = { target: backend, changeOrigin: true, headers: { origin: backend } };
const proxy = { "/api": toBackend, "/socket.io": { ...toBackend, ws: true } };

export default defineConfig({
  plugins: [react(), offlineShell()],
  // The server puts each answer's nonce in its place; styles without it are refused.
  html: { cspNonce: "__CSP_NONCE__" },
  server: { host: "127.0.0.1", port, strictPort: true, proxy },
  preview: { host: "127.0.0.1", port, strictPort: true, proxy },
  build: {
    // Office desktops often run browsers with a Chromium kernel several years old.
    target: "chrome88",
    cssTarget: "chrome88",
    // The server's CSP allows no data: addresses; small assets stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});
