import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";

/** The text of each page of a PDF, as a reader would copy it out, without spaces. */
export async function pagesOf(bytes: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 });
  try {
    const document = await task.promise;
    const pages: string[] = [];
    for (let n = 1; n <= document.numPages; n += 1) {
      const { items } = await (await document.getPage(n)).getTextContent();
      pages.push(
        items
          .map((item) => ("str" in item ? item.str : ""))
          .join("")
          .replace(/\s/g, ""),
      );
    }
    return pages;
  } finally {
    await task.destroy();
  }
}
