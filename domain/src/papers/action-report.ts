import sharp from "sharp";
import { noted, onAction } from "../actions/change.ts";
import { getReport } from "../actions/commands-report.ts";
import { getFinding } from "../actions/findings-query.ts";
import { getAction } from "../actions/queries.ts";
import type { FindingView } from "../actions/record-contract.ts";
import type { ReportView } from "../actions/report-contract.ts";
import { filesById } from "../files/links.ts";
import { blobPath, isKept } from "../files/storage.ts";
import { newId } from "../kernel/ids.ts";
import type { Ctx } from "../store/hub.ts";
import { whenOf } from "./action-print.ts";
import { MISSING, OUTCOME } from "./action-words.ts";
import { writeDocx } from "./docx.ts";
import { openSheet, type Sheet } from "./page.ts";
import { desk, markingOf, note, type PrintedPaper } from "./print.ts";
import { table } from "./table.ts";
import { grouped, secondOf } from "./words.ts";

/** The longest side of a printed photo, in pixels: 120 mm at 200 dots an inch. */
const LONGEST_PX = 960;

/** Photos as they are printed: upright and no larger than needed. What is no picture, or is gone, is left out. */
async function pictures(ctx: Ctx, fileIds: readonly string[]): Promise<Buffer[]> {
  const { files, store } = ctx.hub;
  const found = await filesById(store, fileIds);
  const made: Buffer[] = [];
  for (const id of fileIds) {
    const file = found.get(id);
    if (!file || (file.kind !== "jpg" && file.kind !== "png")) continue;
    if (!(await isKept(files, file.sha256))) continue;
    const bytes = await sharp(blobPath(files, file.sha256), { failOn: "none" })
      .rotate()
      .resize({ width: LONGEST_PX, height: LONGEST_PX, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality: 82 })
      .toBuffer()
      .catch(() => null);
    if (bytes) made.push(bytes);
  }
  return made;
}

function lay(sheet: Sheet, photos: readonly Buffer[]): void {
  const width = (sheet.width - 16) / 2;
  const height = width * 0.75;
  for (let index = 0; index < photos.length; index += 2) {
    sheet.room(height + 12);
    const top = sheet.pdf.y;
    for (const [place, photo] of photos.slice(index, index + 2).entries())
      sheet.pdf.image(photo, sheet.left + place * (width + 16), top, { fit: [width, height] });
    sheet.pdf.x = sheet.left;
    sheet.pdf.y = top + height + 12;
  }
}

type Named = (officeId: string) => string;

const outcomeOf = (one: ReportView["findings"][number], nameOf: Named): string =>
  [OUTCOME[one.outcome], one.officeId ? nameOf(one.officeId) : "", one.leadNumber ?? ""]
    .filter(Boolean)
    .join("\n");

const FINDING_HEAD = ["序号", "问题", "地点", "现场处置情况", "处理"];
const findingRows = (report: ReportView, nameOf: Named): string[][] =>
  report.findings.map((one) => [
    String(one.number),
    one.title,
    one.where,
    one.handling,
    outcomeOf(one, nameOf),
  ]);

/** The report as PDF: what was written, the figures, the list of findings, photos, and who confirmed. */
export async function printedReport(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const [view, report, { at, printed, nameOf, shortOf }] = await Promise.all([
    getAction(ctx, actionId),
    getReport(ctx, actionId),
    desk(ctx),
  ]);
  const mark = report.state === "agreed" ? {} : { mark: "工作稿" };
  const { title, sections, photoIds } = report.text;
  const sheet = await openSheet({
    subject: title,
    printed,
    at,
    marking: markingOf(view.marking),
    ...mark,
  });
  sheet.skip(10);
  sheet.title(title, 22);
  sheet.skip(14);
  sheet.paragraph(`时间：${whenOf(view)}`, { indent: 0 });
  for (const { heading, text } of sections) {
    sheet.paragraph(heading, { bold: true });
    for (const one of text.split("\n")) sheet.paragraph(one);
  }
  if (report.findings.length > 0) {
    sheet.skip(8);
    const shares = [{ share: 8 }, { share: 26 }, { share: 18 }, { share: 26 }, { share: 22 }];
    table(sheet, shares, findingRows(report, shortOf), { head: FINDING_HEAD, size: 10.5 });
    sheet.skip(12);
  }
  lay(sheet, await pictures(ctx, photoIds));
  for (const { officeId, given } of report.words)
    sheet.paragraph(
      `${nameOf(officeId)}：${given ? `${given.name}（${given.role}）${secondOf(given.at)}确认` : "未确认"}`,
      { indent: 0 },
    );
  const bytes = await sheet.finish();
  await note(ctx, "action_report", actionId);
  return { name: `${title}.pdf`, bytes };
}

/** The same as .docx, without photos, to be worked on. */
export async function reportDocx(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const [view, report, { printed, nameOf, shortOf }] = await Promise.all([
    getAction(ctx, actionId),
    getReport(ctx, actionId),
    desk(ctx),
  ]);
  const { title, sections } = report.text;
  const bytes = await writeDocx({
    title,
    by: printed.by,
    parts: [
      { kind: "title", text: title },
      { kind: "body", text: `时间：${whenOf(view)}` },
      ...sections.flatMap(({ heading, text }) => [
        { kind: "heading" as const, text: heading },
        { kind: "body" as const, text },
      ]),
      ...(report.findings.length > 0
        ? [
            {
              kind: "table" as const,
              widths: [8, 26, 18, 26, 22],
              rows: [FINDING_HEAD, ...findingRows(report, shortOf)],
            },
          ]
        : []),
      ...report.words.map(({ officeId, given }) => ({
        kind: "right" as const,
        text: `${nameOf(officeId)}  ${given ? `${given.name} ${secondOf(given.at)}` : ""}`,
      })),
    ],
  });
  await note(ctx, "action_report", actionId);
  return { name: `${title}.docx`, bytes };
}

/**
 * 取证记录 once two 检察人员 recorded and the items of art 39 are there; before that the same sheet as 线索材料, which says what is missing.
 * That it was printed stands in the custody log.
 */
export async function printedEvidence(
  ctx: Ctx,
  actionId: string,
  findingId: string,
): Promise<PrintedPaper> {
  const [view, finding, { at, printed }] = await Promise.all([
    getAction(ctx, actionId),
    getFinding(ctx, actionId, findingId),
    desk(ctx),
  ]);
  const whole = finding.missing.length === 0;
  const subject = whole ? "取证记录" : "线索材料";
  const sheet = await openSheet({
    subject,
    printed,
    at,
    marking: markingOf(view.marking),
    ...(whole ? {} : { mark: "线索材料" }),
  });
  sheet.skip(10);
  sheet.title(subject, 22);
  sheet.skip(12);
  table(sheet, [{ share: 22 }, { share: 78 }], evidenceRows(view.title, finding), {
    size: 11,
    labels: true,
  });
  sheet.skip(10);
  if (finding.shots.length > 0)
    table(
      sheet,
      [{ share: 8 }, { share: 24 }, { share: 22 }, { share: 46 }],
      finding.shots.map((one, index) => [
        String(index + 1),
        one.file?.name ?? "（尚未上传）",
        one.shot.takenAt ? secondOf(one.shot.takenAt) : "",
        `采集 ${grouped(one.shot.sha256)}${one.same === false ? "\n与到达文件不一致" : ""}`,
      ]),
      { head: ["序号", "文件", "设备时间", "SHA-256"], size: 8.5 },
    );
  sheet.skip(10);
  const arrived = finding.shots.flatMap((one) => one.file?.fileId ?? []);
  lay(sheet, await pictures(ctx, arrived.slice(0, 8)));
  for (const who of ["取证人", "取证人", "见证人、持有人"])
    sheet.paragraph(`${who}（签名）：　　　　　　　　　年　月　日`, { indent: 0 });
  const bytes = await sheet.finish();
  await note(ctx, "action_evidence", findingId);
  await onAction(ctx, actionId, {
    id: newId(),
    input: { printedEvidence: findingId },
    run: (_, x) => Promise.resolve([noted(x, "action.finding_printed", { actionId, findingId })]),
  });
  return { name: `${subject} ${finding.title}.pdf`, bytes };
}

function evidenceRows(action: string, x: FindingView): string[][] {
  const { fix, at, waited } = x.device;
  const { medium, whyCopy, source, made, kept, holder, witness } = x.evidence;
  const where = fix
    ? `${fix.lat.toFixed(6)}, ${fix.lon.toFixed(6)}（WGS-84，精度${fix.accuracyM ?? "不明"}米，以设备所示为准）`
    : "设备未给出位置";
  return [
    ["行动", action],
    ["问题", `第${x.number}号  ${x.title}`],
    ["情况", x.text],
    ["地点", [x.place?.name ?? "", where].filter(Boolean).join("\n")],
    ["设备时间", `${secondOf(at)}${waited ? "（离线记录，后上传）" : ""}`],
    ["平台时间", secondOf(x.by.at)],
    ["取证人", x.recorders.map((one) => `${one.name}（${one.title}）`).join("、")],
    [
      "现场处置情况",
      [x.handling.text, x.handling.unit, x.handling.basis].filter(Boolean).join("；"),
    ],
    [
      "介质",
      medium === null ? "" : medium === "original" ? "原始存储介质" : `复制件。原因：${whyCopy}`,
    ],
    ["来源", source],
    ["制作过程", made],
    ["存放地点", kept],
    ["持有人、见证人", [holder, witness].filter(Boolean).join("；")],
    ["校验码", grouped(x.digest)],
    ...(x.missing.length > 0 ? [["尚缺", x.missing.map((one) => MISSING[one]).join("、")]] : []),
  ];
}
