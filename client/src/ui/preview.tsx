import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";
// oxlint-disable-next-line import/default -- the address of a file, made by the build
import workerUrl from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";
import { fileRoutes, type FileKind } from "@hub/domain/files/contract";
import { addressOf } from "../app/call.ts";
import { useText } from "../app/i18n.ts";
import { useMe } from "../app/me.ts";
import { unreachable } from "../app/problem.ts";
import { PageSkeleton } from "./page-skeleton.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { minuteTime } from "./time.ts";
import styles from "./files.module.css";

/** At most so many pages are drawn; the rest is for the download. */
const PAGES = 30;

interface Fetched {
  bytes: Blob;
  /** The hub could not draw the watermark into it; the page lays it over. */
  overlay: boolean;
}

/** A picture or a PDF with the reader's name across it; nothing is kept after it is closed. */
export function Preview({ file }: { file: { fileId: string; kind: FileKind; title: string } }) {
  const t = useText();
  const { data, error, refetch } = useQuery({
    queryKey: ["files", file.fileId, "preview"],
    gcTime: 0,
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Fetched> => {
      const address = addressOf(fileRoutes.preview, { fileId: file.fileId });
      const response = await fetch(address, { signal, credentials: "same-origin" });
      if (!response.ok) throw unreachable();
      return {
        bytes: await response.blob(),
        overlay: response.headers.get("watermark") === "overlay",
      };
    },
  });
  if (error) return <ProblemNote thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <div className={styles.preview}>
      {file.kind === "pdf" ? (
        <Pdf {...data} />
      ) : (
        <Picture {...data} label={t("ui.files.pictureOf", { title: file.title })} />
      )}
    </div>
  );
}

function Overlay() {
  const me = useMe();
  const [at] = useState(() => minuteTime(new Date()));
  return (
    <div className={styles.mark} aria-hidden>
      {me.officer.name} {me.officer.officeId} {at}
    </div>
  );
}

function Picture({ bytes, overlay, label }: Fetched & { label: string }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const address = URL.createObjectURL(bytes);
      image.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [bytes],
  );
  return (
    <div className={styles.page}>
      <img ref={show} alt={label} />
      {overlay && <Overlay />}
    </div>
  );
}

function Pdf({ bytes, overlay }: Fetched) {
  const t = useText();
  const place = useRef<HTMLDivElement>(null);
  const [pages, setPages] = useState({ drawn: 0, all: 0 });
  const [broken, setBroken] = useState<unknown>(null);

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    pdfjs.GlobalWorkerOptions.workerSrc = workerUrl;
    let stopped = false;
    const draw = async () => {
      const task = pdfjs.getDocument({ data: await bytes.arrayBuffer(), isEvalSupported: false });
      const document_ = await task.promise;
      for (let number = 1; number <= Math.min(PAGES, document_.numPages); number += 1) {
        const page = await document_.getPage(number);
        const viewport = page.getViewport({ scale: 1.4 });
        const canvas = document.createElement("canvas");
        canvas.width = viewport.width;
        canvas.height = viewport.height;
        await page.render({ canvas, viewport }).promise;
        if (stopped) break;
        element.append(canvas);
        setPages({ drawn: number, all: document_.numPages });
      }
      await task.destroy();
    };
    draw().catch(setBroken);
    return () => {
      stopped = true;
      element.replaceChildren();
    };
  }, [bytes]);

  return (
    <>
      <div className={styles.page}>
        <div ref={place} className={styles.preview} role="img" aria-label={t("ui.files.pdf")} />
        {overlay && <Overlay />}
      </div>
      {broken !== null && <ProblemNote thrown={broken} />}
      {pages.all > PAGES && <p className="quiet">{t("ui.files.pages", { ...pages })}</p>}
    </>
  );
}
