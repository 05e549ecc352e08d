import type { Writable } from "node:stream";
import type { ActionQuery } from "../actions/acts-contract.ts";
import type { ActionView } from "../actions/contract.ts";
import { COUNT_CAP } from "../kernel/cursor.ts";
import { actionRows, countActions, getAction } from "../actions/queries.ts";
import { spanText, timeOf } from "../actions/time.ts";
import { HubError } from "../kernel/faults.ts";
import type { Ctx } from "../store/hub.ts";
import type { PaperKind } from "./contract.ts";
import { ACTION_CELLS } from "./ledger-columns.ts";
import { openSheet, type Sheet } from "./page.ts";
import { desk, exportLedger, markingOf, note, type PrintedPaper } from "./print.ts";
import { table } from "./table.ts";
import { ACTION_LEDGER } from "./action-words.ts";
import { minuteOf, OCCURRENCE_STATE } from "./words.ts";

const DRAFT = "工作稿";
export const whenOf = ({ span }: Pick<ActionView, "span">): string =>
  span ? spanText(timeOf(span)) : "时间待定";

interface Paper {
  kind: PaperKind;
  subject: string;
  mark?: string;
}
type Desk = Awaited<ReturnType<typeof desk>>;

/** One paper of an action that this officer may read: written, and noted in the log of the office that prints. */
async function printed(
  ctx: Ctx,
  view: ActionView,
  { kind, subject, mark }: Paper,
  write: (sheet: Sheet, at: Desk) => void | Promise<void>,
): Promise<PrintedPaper> {
  const around = await desk(ctx);
  const sheet = await openSheet({
    subject,
    printed: around.printed,
    at: around.at,
    marking: markingOf(view.marking),
    ...(mark ? { mark } : {}),
  });
  sheet.skip(10);
  await write(sheet, around);
  const bytes = await sheet.finish();
  await note(ctx, kind, view.id);
  return { name: `${subject} ${view.title}.pdf`, bytes };
}

/** 商请函 to a 协同单位. Number and seal are the office's. */
export async function printedLetter(
  ctx: Ctx,
  actionId: string,
  partnerId: string,
): Promise<PrintedPaper> {
  const view = await getAction(ctx, actionId);
  const plan = view.plan?.content;
  const partner = plan?.partners.find((one) => one.id === partnerId);
  if (!plan || !partner) throw new HubError("not_found");
  return printed(
    ctx,
    view,
    { kind: "action_letter", subject: "商请函", mark: DRAFT },
    (sheet, at) => {
      const offices = view.officeIds.map(at.nameOf);
      sheet.title("商请函", 22);
      sheet.skip(20);
      sheet.paragraph(`${partner.unit}：`, { indent: 0 });
      sheet.paragraph(
        `为做好跨区域检察协作，${offices.join("、")}定于${whenOf(view)}开展“${view.title}”。商请贵单位派员参加。`,
      );
      if (plan.gathering?.name) sheet.paragraph(`集合地点：${plan.gathering.name}。`);
      if (plan.stops.length > 0)
        sheet.paragraph(`行程点位：${plan.stops.map((one) => one.name).join("、")}。`);
      sheet.paragraph(
        `联系人：${plan.contact.name || view.proposed.name}，电话：${plan.contact.telephone}。`,
      );
      sheet.skip(40);
      sheet.paragraph(at.nameOf(view.hostOfficeId), { align: "right", indent: 0 });
      sheet.paragraph("（印章）　　　年　月　日", { align: "right", indent: 0 });
    },
  );
}

/** 签到表: everybody who is to come, with room for a signature; photographed afterwards it is the record of attendance. */
export async function printedAttendance(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const view = await getAction(ctx, actionId);
  const paper = { kind: "action_attendance" as const, subject: "签到表" };
  return printed(ctx, view, paper, (sheet, at) => {
    sheet.title(`${view.title}签到表`, 20);
    sheet.skip(12);
    sheet.paragraph(`时间：${whenOf(view)}`, { indent: 0 });
    sheet.skip(8);
    const rows = attendeesOf(view, at.nameOf).map((cells, index) => [
      String(index + 1),
      ...cells,
      "",
    ]);
    const empty = Array.from({ length: 6 }, () => ["", "", "", "", "", ""]);
    table(
      sheet,
      [{ share: 8 }, { share: 30 }, { share: 16 }, { share: 18 }, { share: 18 }, { share: 20 }],
      [...rows, ...empty],
      { head: ["序号", "单位", "姓名", "职务", "电话", "签名"], size: 12 },
    );
  });
}

/** Unit, name, post and telephone of everybody who comes: by answer of a conference, else by plan. */
function attendeesOf(view: ActionView, nameOf: (id: string) => string): string[][] {
  const answered = view.conference?.replies ?? [];
  if (answered.length > 0)
    return answered.flatMap((reply) =>
      reply.attendees.map((one) => [nameOf(reply.officeId), one.name, one.post, one.telephone]),
    );
  return [
    ...view.parties.flatMap((party) =>
      party.people.map((one) => [nameOf(party.officeId), one.name, one.title, one.telephone]),
    ),
    ...(view.plan?.content.partners ?? []).map((one) => [
      one.unit,
      one.name,
      one.post,
      one.telephone,
    ]),
  ];
}

/** 桌签: one name a half page, to be folded. */
export async function printedCards(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const view = await getAction(ctx, actionId);
  const paper = { kind: "action_cards" as const, subject: "桌签" };
  return printed(ctx, view, paper, (sheet, at) => {
    for (const [unit = "", name = ""] of attendeesOf(view, at.nameOf)) {
      sheet.room(300);
      sheet.skip(70);
      sheet.title(name, 56);
      sheet.title(unit, 18);
      sheet.skip(70);
    }
  });
}

/** 行动方案 as it stands, with who approved it. */
export async function printedPlan(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const view = await getAction(ctx, actionId);
  const { plan } = view;
  if (!plan) throw new HubError("not_now", { reason: "no_plan" });
  const mark = plan.state === "agreed" ? {} : { mark: DRAFT };
  const paper = { kind: "action_plan" as const, subject: "行动方案", ...mark };
  return printed(ctx, view, paper, (sheet, at) => {
    const { content } = plan;
    const people = new Map(
      view.parties.flatMap((one) => one.people.map((who) => [who.id, who.name])),
    );
    const names = (ids: readonly string[]) => ids.map((id) => people.get(id) ?? "").join("、");
    sheet.title(`${view.title}方案`, 22);
    sheet.skip(14);
    const part = (head: string, text: string) => {
      if (!text) return;
      sheet.paragraph(head, { bold: true });
      sheet.paragraph(text);
    };
    part("一、时间", whenOf(view));
    part("二、目的", content.aim || view.purpose);
    part("三、集合地点", content.gathering?.name ?? "");
    part(
      "四、行程点位（示意）",
      content.stops.map((one, index) => `${index + 1}. ${one.name}`).join("；"),
    );
    part(
      "五、分工",
      content.groups
        .map((one) => `${one.name}：${names(one.officerIds)}${one.duty ? `，${one.duty}` : ""}`)
        .join("；"),
    );
    part(
      "六、船艇",
      content.boats
        .map((one) => `${one.name}，核载${one.capacity}人，驾驶${one.skipper}`)
        .join("；"),
    );
    part(
      "七、安全",
      [
        content.safetyOfficerId ? `安全责任人：${names([content.safetyOfficerId])}` : "",
        content.safety,
      ]
        .filter(Boolean)
        .join("。"),
    );
    part(
      "八、协同单位",
      content.partners
        .map((one) => [one.unit, one.name, one.post].filter(Boolean).join(" "))
        .join("；"),
    );
    sheet.skip(12);
    table(
      sheet,
      [{ share: 40 }, { share: 30 }, { share: 30 }],
      plan.words.map((one) => [
        at.nameOf(one.officeId),
        one.given ? `${one.given.name}（${one.given.role}）` : "",
        one.given ? minuteOf(one.given.at) : "",
      ]),
      { head: ["单位", "批准人", "时间"], size: 11 },
    );
  });
}

/** 会议通知, with 上次议定事项落实情况. */
export async function printedConferenceNotice(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const view = await getAction(ctx, actionId);
  const notice = view.conference?.notice;
  if (!notice) throw new HubError("not_now", { reason: "no_notice" });
  const paper = { kind: "action_notice" as const, subject: "会议通知", mark: DRAFT };
  return printed(ctx, view, paper, (sheet, at) => {
    sheet.title(`关于召开${view.title}的通知`, 22);
    sheet.skip(14);
    sheet.paragraph(`${view.officeIds.map(at.nameOf).join("、")}：`, { indent: 0 });
    if (notice.text) sheet.paragraph(notice.text);
    sheet.paragraph(`会议时间：${whenOf(view)}。会议地点：${notice.place?.name ?? ""}。`);
    sheet.paragraph("会议议程：", { bold: true });
    for (const [index, item] of (view.conference?.agenda ?? []).entries())
      sheet.paragraph(
        `${index + 1}. ${item.title}（${item.minutes}分钟${item.speaker ? `，${item.speaker}` : ""}）`,
      );
    sheet.paragraph(`请于${minuteOf(notice.replyBy)}前报送回执。`);
    if (notice.former.length > 0) {
      sheet.paragraph("上次议定事项落实情况：", { bold: true });
      table(
        sheet,
        [{ share: 50 }, { share: 22 }, { share: 16 }, { share: 12 }],
        notice.former.map((one) => [
          one.title,
          at.shortOf(one.officeId),
          one.dueOn,
          (OCCURRENCE_STATE as Record<string, string>)[one.state] ?? one.state,
        ]),
        { head: ["事项", "责任单位", "期限", "情况"], size: 11 },
      );
    }
  });
}

/** 会议纪要. */
export async function printedMinutes(ctx: Ctx, actionId: string): Promise<PrintedPaper> {
  const view = await getAction(ctx, actionId);
  const minutes = view.conference?.minutes;
  if (!minutes) throw new HubError("not_now", { reason: "no_minutes" });
  const mark = minutes.issued ? {} : { mark: DRAFT };
  const paper = { kind: "action_minutes" as const, subject: "会议纪要", ...mark };
  return printed(ctx, view, paper, (sheet, at) => {
    sheet.title(`${view.title}纪要`, 22);
    if (minutes.issued) sheet.title(minutes.issued.number, 14);
    sheet.skip(14);
    for (const text of minutes.content.text.split("\n")) sheet.paragraph(text);
    if (minutes.content.resolutions.length > 0) {
      sheet.skip(8);
      table(
        sheet,
        [{ share: 8 }, { share: 52 }, { share: 24 }, { share: 16 }],
        minutes.content.resolutions.map((one, index) => [
          String(index + 1),
          one.text,
          at.shortOf(one.officeId),
          one.dueOn,
        ]),
        { head: ["序号", "议定事项", "责任单位", "期限"], size: 11 },
      );
    }
    sheet.skip(12);
    for (const { officeId, given } of minutes.words)
      sheet.paragraph(
        `${at.nameOf(officeId)}：${given ? `${given.name}（${given.role}）${minuteOf(given.at)}会签` : "未会签"}`,
        { indent: 0 },
      );
  });
}

/** 行动台账: the actions of a list. */
export const exportActionLedger = (
  ctx: Ctx,
  query: Omit<ActionQuery, "cursor" | "limit">,
  out: Writable,
): Promise<void> =>
  exportLedger(
    ctx,
    {
      name: ACTION_LEDGER,
      columns: ACTION_CELLS,
      count: (limit) => countActions(ctx, query, Math.min(limit, COUNT_CAP + 1)),
      rows: actionRows(ctx, query),
      entry: (rows) => ({ type: "ledger.actions_exported", body: { rows } }),
    },
    out,
  );
