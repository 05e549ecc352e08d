import type { Desks } from "./desks.ts";
import type { Officer } from "./officer.ts";

/** The people of one office by what they do about a text. */
export interface Office {
  /** As lists call it, and as it signs. */
  name: string;
  fullName: string;
  drafter: string;
  drafterName: string;
  head: string;
  deputy: string | null;
  chief: string;
}

export const GAOYOU: Office = {
  name: "高邮市院",
  fullName: "高邮市人民检察院",
  drafter: "gaoyou.li",
  drafterName: "李望舒",
  head: "gaoyou.zhang",
  deputy: "gaoyou.zhao",
  chief: "gaoyou.lin",
};
export const TIANCHANG: Office = {
  name: "天长市院",
  fullName: "天长市人民检察院",
  drafter: "tianchang.tang",
  drafterName: "唐一苇",
  head: "tianchang.xu",
  deputy: "tianchang.he",
  chief: "tianchang.gu",
};
export const BAOYING: Office = {
  name: "宝应县院",
  fullName: "宝应县人民检察院",
  drafter: "baoying.fan",
  drafterName: "范宁",
  head: "baoying.ye",
  deputy: null,
  chief: "baoying.song",
};
export const OFFICES = [GAOYOU, TIANCHANG, BAOYING] as const;

/** The chief says who of the office handles it. */
export async function staffs(chief: Officer, path: string, { drafterName }: Office): Promise<void> {
  await chief.go(`${path}?act=staff`);
  await chief.choose("承办部门", "第三检察部");
  await chief.choose("承办人员", drafterName);
  await chief.page.getByRole("dialog").getByText("确定承办").first().click();
  await chief.confirms("保存");
}

/** Begins a change of the article, of the kind that the menu calls so. */
export async function begins(officer: Officer, heading: string, kind: string): Promise<void> {
  await officer.press(`对【${heading}】提出意见`);
  await officer.page.getByRole("menuitem", { name: kind }).click();
  await officer.page.getByRole("dialog").filter({ visible: true }).waitFor();
}

/** Keeps it inside the own office. */
export async function keeps(officer: Officer, reason: string): Promise<void> {
  await officer.fill(/^(理由|意见)$/, reason);
  await officer.confirms("保存（仅本院可见）");
  await officer.sees("仅本院可见");
  await officer.sees(reason);
}

/** From the drafter over the head to the chief, each from his own workbench. */
export async function releases(desks: Desks, office: Office, title: string): Promise<void> {
  const { drafter, head, chief } = office;
  await (await desks.at(drafter)).does("提交审批");
  for (const [account, act] of [
    [head, "审核通过"],
    [chief, "以本院名义提出"],
  ] as const) {
    const officer = await desks.at(account);
    await officer.go("/");
    await officer.takesUp(title);
    await officer.does(act);
  }
}

/** The host adopts what this office proposes. */
export async function adopts(host: Officer, { name }: Office): Promise<void> {
  const card = host.page.getByRole("group", { name: `${name}的意见` });
  await card.getByRole("button", { name: "处理" }).click();
  await host.confirms("采纳");
}

/** 院内审批: the head, the deputy where there is one, and the chief of each office agree to the settled text. */
export async function approves(
  desks: Desks,
  path: string,
  offices: readonly Office[],
): Promise<void> {
  for (const { head, deputy, chief } of offices)
    for (const account of [head, ...(deputy ? [deputy] : []), chief]) {
      const officer = await desks.at(account);
      await officer.go(`${path}?act=approve`);
      await officer.confirms("同意");
    }
}
