import { getReport } from "../actions/commands-report.ts";
import type { ActionView } from "../actions/contract.ts";
import type { FindingDoc } from "../actions/model.ts";
import { getAction } from "../actions/queries.ts";
import type { ReportView } from "../actions/report-contract.ts";
import type { Ctx } from "../store/hub.ts";
import { drawnAction, layMap, MAP_NOTE, mapPicture } from "./action-map.ts";
import { layPhotos, printedPhotos, type PrintedPhoto } from "./action-photos.ts";
import { whenOf } from "./action-print.ts";
import { OUTCOME } from "./action-words.ts";
import { writeDocx, type Part } from "./docx.ts";
import { openSheet, type Sheet } from "./page.ts";
import { desk, markingOf, note, type PrintedPaper } from "./print.ts";
import { table } from "./table.ts";
import { secondOf } from "./words.ts";

type Named = (officeId: string) => string;

const outcomeOf = (one: ReportView["findings"][number], nameOf: Named): string =>
  [OUTCOME[one.outcome], one.officeId ? nameOf(one.officeId) : "", one.leadNumber ?? ""]
    .filter(Boolean)
    .join("\n");

const FINDING_HEAD = ["序号", "问题", "地点", "现场处置情况", "处理"];
const FINDING_SHARES = [8, 26, 18, 26, 22];
const findingRows = (report: ReportView, nameOf: Named): string[][] =>
  report.findings.map((one) => [
    String(one.number),
    one.title,
    one.where,
    one.handling,
    outcomeOf(one, nameOf),
  ]);

/** The photos that the report names, in its order, each with what is known of it. */
async function photosOf(
  ctx: Ctx,
  actionId: string,
  { photoIds }: ReportView["text"],
): Promise<PrintedPhoto[]> {
  const findings = await ctx.hub.store.findings
    .find({ actionId, "shots.shot.fileId": { $in: photoIds } })
    .lean<FindingDoc[]>();
  const shots = photoIds.flatMap((fileId, index) => {
    const finding = findings.find((one) => one.shots.some(({ shot }) => shot.fileId === fileId));
    const kept = finding?.shots.find(({ shot }) => shot.fileId === fileId);
    if (!finding || !kept) return [];
    const { shot, arrived } = kept;
    const about = `照片${index + 1}  第${finding.number}号问题：${finding.title}`;
    return [{ about, shot, same: arrived && arrived.sha256 === shot.sha256 }];
  });
  return printedPhotos(ctx.hub, shots);
}

/** What both forms of the report are made of. Whoever may not read the action gets neither. */
async function written(ctx: Ctx, actionId: string) {
  const [view, report, names] = await Promise.all([
    getAction(ctx, actionId),
    getReport(ctx, actionId),
    desk(ctx),
  ]);
  const photos = await photosOf(ctx, actionId, report.text);
  return { view, report, photos, drawn: drawnAction(view), ...names };
}

/** The report as PDF: what was written, the map, the list of findings, photos with their digests, and who confirmed. */
export async function printedReport(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const { view, report, photos, drawn, at, printed, nameOf, shortOf } = await written(
    ctx,
    actionId,
  );
  const mark = report.state === "agreed" ? {} : { mark: "工作稿" };
  const { title } = report.text;
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
  layText(sheet, view, report);
  if (drawn) {
    sheet.skip(8);
    layMap(sheet, drawn);
  }
  if (report.findings.length > 0) {
    sheet.skip(8);
    const shares = FINDING_SHARES.map((share) => ({ share }));
    table(sheet, shares, findingRows(report, shortOf), { head: FINDING_HEAD, size: 10.5 });
    sheet.skip(12);
  }
  layPhotos(sheet, photos);
  for (const { officeId, given } of report.words)
    sheet.paragraph(
      `${nameOf(officeId)}：${given ? `${given.name}（${given.role}）${secondOf(given.at)}确认` : "未确认"}`,
      { indent: 0 },
    );
  const bytes = await sheet.finish();
  await note(ctx, "action_report", actionId);
  return { name: `${title}.pdf`, bytes };
}

function layText(sheet: Sheet, view: ActionView, { text }: ReportView): void {
  sheet.paragraph(`时间：${whenOf(view)}`, { indent: 0 });
  for (const { heading, text: body } of text.sections) {
    sheet.paragraph(heading, { bold: true });
    for (const one of body.split("\n")) sheet.paragraph(one);
  }
}

/** The same as .docx, to be worked on: map and photos are pictures in it. */
export async function reportDocx(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const { view, report, photos, drawn, printed, nameOf, shortOf } = await written(ctx, actionId);
  const { title, sections } = report.text;
  const parts: Part[] = [
    { kind: "title", text: title },
    { kind: "body", text: `时间：${whenOf(view)}` },
    ...sections.flatMap(({ heading, text }): Part[] => [
      { kind: "heading", text: heading },
      { kind: "body", text },
    ]),
  ];
  if (drawn)
    parts.push({
      kind: "picture",
      type: "png",
      picture: await mapPicture(drawn),
      caption: [MAP_NOTE],
    });
  if (report.findings.length > 0)
    parts.push({
      kind: "table",
      widths: FINDING_SHARES,
      rows: [FINDING_HEAD, ...findingRows(report, shortOf)],
    });
  parts.push(
    ...photos.map((one): Part => ({ kind: "picture", type: "jpg", ...one })),
    ...report.words.map(({ officeId, given }): Part => ({
      kind: "right",
      text: `${nameOf(officeId)}  ${given ? `${given.name} ${secondOf(given.at)}` : ""}`,
    })),
  );
  const bytes = await writeDocx({ title, by: printed.by, parts });
  await note(ctx, "action_report", actionId);
  return { name: `${title}.docx`, bytes };
}
