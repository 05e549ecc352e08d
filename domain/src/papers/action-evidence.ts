import { noted, onAction } from "../actions/change.ts";
import { getFinding } from "../actions/findings-query.ts";
import { getAction } from "../actions/queries.ts";
import type { FindingView } from "../actions/record-contract.ts";
import { newId } from "../kernel/ids.ts";
import type { Ctx } from "../store/hub.ts";
import { digestOf, layPhotos, printedPhotos, statedOf } from "./action-photos.ts";
import { MISSING } from "./action-words.ts";
import { openSheet } from "./page.ts";
import { desk, markingOf, note, type PrintedPaper } from "./print.ts";
import { table } from "./table.ts";
import { grouped, secondOf } from "./words.ts";

/** Photos on the sheet itself; the others stand in its list. */
const MOST_PHOTOS = 8;

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
      [{ share: 8 }, { share: 22 }, { share: 26 }, { share: 44 }],
      finding.shots.map((one, index) => [
        String(index + 1),
        one.file?.name ?? "（尚未上传）",
        statedOf(one.shot),
        digestOf(one),
      ]),
      { head: ["序号", "文件", "时间和位置", "采集时校验码"], size: 8.5 },
    );
  sheet.skip(10);
  const shown = finding.shots.flatMap(({ file, shot, same }, index) =>
    file ? [{ about: `照片${index + 1}`, shot, same }] : [],
  );
  layPhotos(sheet, await printedPhotos(ctx.hub, shown.slice(0, MOST_PHOTOS)));
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
