import { crc32 } from "node:zlib";
import Paper from "pdfkit";
import ExcelJS from "exceljs";
import sharp from "sharp";
import { fontBytes } from "@hub/domain/papers/font";

/** A zip file with these entries, stored uncompressed. */
export function aZip(entries: Record<string, string | Uint8Array>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(entries)) {
    const data = Buffer.from(content);
    const path = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2); // names are UTF-8
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from("PK\x03\x04", "latin1"), common, path, data);
    const entry = Buffer.alloc(46);
    entry.write("PK\x01\x02", 0, "latin1");
    entry.writeUInt16LE(20, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, path);
    at += 30 + path.length + data.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(Object.keys(entries).length, 8);
  end.writeUInt16LE(Object.keys(entries).length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, listing, end]);
}

/** A compound document whose directory names these streams; `text` lies in it as Word keeps text, in UTF-16LE. */
export function aCompound(streams: readonly string[], text = ""): Buffer {
  const header = Buffer.alloc(512, 0xff);
  Buffer.from("d0cf11e0a1b11ae1", "hex").copy(header);
  header.fill(0, 8, 76);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(1, 44);
  header.writeUInt32LE(1, 48); // the directory begins in sector 1
  header.writeUInt32LE(0, 76); // the allocation table is sector 0
  const table = Buffer.alloc(512, 0xff);
  table.writeUInt32LE(0xfffffffd, 0);
  table.writeUInt32LE(0xfffffffe, 4);
  const directory = Buffer.alloc(512);
  for (const [index, name] of ["Root Entry", ...streams].entries()) {
    const entry = directory.subarray(index * 128, index * 128 + 128);
    entry.write(name, "utf16le");
    entry.writeUInt16LE(name.length * 2 + 2, 64);
    entry[66] = index === 0 ? 5 : 2;
  }
  return Buffer.concat([header, table, directory, Buffer.alloc(1), Buffer.from(text, "utf16le")]);
}

const types = (main: string) =>
  `<?xml version="1.0"?><Types><Override PartName="/x" ContentType="application/vnd.openxmlformats-officedocument.${main}.main+xml"/></Types>`;

/** The part by which an archive is a Word document. */
export const DOCX_PARTS = { "[Content_Types].xml": types("wordprocessingml.document") };

/** A Word document; each item is a run of its own, as an editor leaves them. */
export const aDocx = (...runs: string[]): Buffer =>
  aZip({
    ...DOCX_PARTS,
    "word/document.xml": `<w:document><w:body><w:p>${runs.map((run) => `<w:r><w:t>${run}</w:t></w:r>`).join("")}</w:p></w:body></w:document>`,
  });

export const anOfd = (text: string): Buffer =>
  aZip({
    "OFD.xml": "<ofd:OFD/>",
    "Doc_0/Pages/Page_0/Content.xml": `<ofd:Page><ofd:TextCode>${text}</ofd:TextCode></ofd:Page>`,
  });

export async function anXlsx(text: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet("台账").addRow([text]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

export async function aPdf(text: string): Promise<Buffer> {
  const font = await fontBytes();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const paper = new Paper({ size: "A4" });
    paper.on("data", (chunk: Buffer) => chunks.push(chunk));
    paper.on("end", () => resolve(Buffer.concat(chunks)));
    paper.on("error", reject);
    paper.registerFont("serif", font);
    paper.font("serif").text(text);
    paper.end();
  });
}

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#7fb8bb" } });

/** A photograph with a camera's notes in it. */
export const aJpeg = (width = 640, height = 480): Promise<Buffer> =>
  plain(width, height)
    .withExif({ IFD0: { Make: "Camera of Zhang", ImageDescription: "home" } })
    .jpeg()
    .toBuffer();

export const aPng = (width = 64, height = 48): Promise<Buffer> =>
  plain(width, height).png().toBuffer();

/** The boxes with which a film begins, and `bytes` of it. */
export function anMp4(bytes = 64): Buffer {
  const box = (name: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + content.length);
    head.write(name, 4, "latin1");
    return Buffer.concat([head, content]);
  };
  const brand = Buffer.from("isom\x00\x00\x02\x00isomiso2avc1mp41", "latin1");
  return Buffer.concat([box("ftyp", brand), box("mdat", Buffer.alloc(bytes, 7))]);
}
