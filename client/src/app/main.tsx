import "./older-kernels.ts";
import { createRoot } from "react-dom/client";
import { startTexts } from "./i18n.ts";
import { keepShell } from "./offline.ts";
import { Providers } from "./providers.tsx";
import { nonceEveryStyle } from "./style-nonce.ts";
import { applyTokens } from "./tokens.ts";
import "./base.css";
import "./print.css";

/** Starts the client in the page's one element. */
async function start(element: HTMLElement): Promise<void> {
  nonceEveryStyle();
  applyTokens(document.documentElement);
  await startTexts();
  createRoot(element).render(<Providers />);
  keepShell();
}

const element = document.querySelector<HTMLElement>("#root");
if (element) void start(element);
