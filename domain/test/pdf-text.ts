import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** One run of text on a page: where it begins and how wide it is, in points from the lower left corner. */
export interface Run {
  text: string;
  x: number;
  y: number;
  width: number;
}

/** The runs of each page of a PDF, in the order in which they were written. */
export async function runsOf(bytes: Uint8Array): Promise<Run[][]> {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 });
  try {
    const document = await task.promise;
    const pages: Run[][] = [];
    for (let n = 1; n <= document.numPages; n += 1) {
      const { items } = await (await document.getPage(n)).getTextContent();
      pages.push(
        items.flatMap((item) => {
          if (!("str" in item)) return [];
          const [, , , , x = 0, y = 0] = item.transform as number[];
          return [{ text: item.str, x, y, width: item.width }];
        }),
      );
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

/** The text of each page of a PDF, as a reader would copy it out, without spaces. */
export async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const pages = await runsOf(bytes);
  return pages.map((runs) =>
    runs
      .map((run) => run.text)
      .join("")
      .replace(/\s/g, ""),
  );
}
