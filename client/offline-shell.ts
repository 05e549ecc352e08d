import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin, type Rolldown } from "vite";

const WORKER = fileURLToPath(new URL("src/offline/worker.ts", import.meta.url));

/** Parts of the program that are opened without network; with everything that they import themselves. */
const OPENED = [
  "index.html",
  "src/app/texts/zh.ts",
  "src/app/texts/en.ts",
  "src/features/actions/field/field-page.tsx",
  "src/features/sessions/lock-sheet.tsx",
].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Workers are assets, which say nothing of where they come from but their name. */
const WORKERS = /^assets\/hash-worker-[\w-]+\.js$/;

type Bundle = Rolldown.OutputBundle;

/** Files of the build that the shell needs, by name. */
function filesOf(bundle: Bundle): string[] {
  const found = new Set<string>();
  const take = (name: string) => {
    const output = bundle[name];
    if (!output || found.has(name)) return;
    found.add(name);
    if (output.type !== "chunk") return;
    output.imports.forEach(take);
    output.viteMetadata?.importedCss.forEach(take);
    output.viteMetadata?.importedAssets.forEach(take);
  };
  for (const output of Object.values(bundle)) {
    const opened = output.type === "chunk" && OPENED.includes(output.facadeModuleId ?? "");
    if (opened || WORKERS.test(output.fileName)) take(output.fileName);
  }
  return [...found].toSorted();
}

const digestOf = (text: string | Uint8Array): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);

/**
 * Writes /offline.js beside the page: the service worker that opens the field's screens without network. It names every file it keeps,
 * so each build has its own.
 */
export function offlineShell(): Plugin {
  let folder = "";
  let mark = "";
  return {
    name: "offline-shell",
    apply: "build",
    configResolved: ({ root, build: { outDir }, publicDir }) => {
      folder = join(root, outDir);
      mark = join(publicDir, "mark.svg");
    },
    async writeBundle(_options, bundle) {
      const page = bundle["index.html"];
      if (page?.type !== "asset") throw new TypeError("the build has a page");
      const shell = [
        // The hub puts a nonce into it: its version is what was built.
        { url: "/", revision: digestOf(page.source) },
        { url: "/mark.svg", revision: digestOf(readFileSync(mark)) },
        ...filesOf(bundle).map((name) => ({ url: `/${name}`, revision: null })),
      ];
      await build({
        configFile: false,
        publicDir: false,
        logLevel: "warn",
        define: {
          __SHELL__: JSON.stringify(shell),
          "process.env.NODE_ENV": JSON.stringify("production"),
        },
        build: {
          outDir: folder,
          emptyOutDir: false,
          target: "chrome88",
          lib: { entry: WORKER, formats: ["iife"], name: "offline", fileName: () => "offline.js" },
        },
      });
    },
  };
}
