import { DEMO_PASSWORD } from "@hub/domain/demo/people";
import sharp from "sharp";
import type { Officer } from "./officer.ts";

/** Types the passphrase of a key to be made, twice, and asks for it. */
export async function typesKey(
  signer: Officer,
  passphrase: string,
  repeated = passphrase,
): Promise<void> {
  await signer.fill("签署口令", passphrase);
  await signer.fill("再次输入", repeated);
  await signer.press("生成密钥");
}

/** A key that its signer made and that another leader of the office confirmed. */
export async function hasKey(
  { signer, leader }: { signer: Officer; leader: Officer },
  passphrase: string,
): Promise<void> {
  await signer.go("/account/keys");
  await signer.press("生成密钥");
  await typesKey(signer, passphrase);
  await signer.sees("待确认");
  await confirmsKey(leader);
}

/** Compares the fingerprint with the one that the signer shows, and says so. */
export async function confirmsKey(leader: Officer): Promise<void> {
  await leader.go("/account/keys");
  await leader.press("确认人钥一致");
  await leader.fill("登录密码", DEMO_PASSWORD);
  await leader.confirms("确认人钥一致");
  await leader.sees("有效");
}

/** Opens what exactly is to be signed. */
export async function reads(signer: Officer): Promise<void> {
  await signer.press("查看签署内容");
  await signer.sees("逐字签署的内容");
}

/** Signs what was read. */
export async function signs(signer: Officer, passphrase: string): Promise<void> {
  await signer.fill("签署口令", passphrase);
  await signer.fill("登录密码", DEMO_PASSWORD);
  await signer.press("会签");
}

/** Waits until that party stands as signed on the signing page. */
export const sawSigned = (officer: Officer, party: string): Promise<void> =>
  officer.page
    .getByRole("listitem")
    .filter({ hasText: party })
    .getByText("已会签", { exact: true })
    .waitFor();

/** A page as a scanner gives it. */
export const aScan = async (name: string) => ({
  name,
  mimeType: "image/jpeg",
  buffer: await sharp({
    create: { width: 800, height: 1100, channels: 3, background: "#f4f2ec" },
  })
    .jpeg()
    .toBuffer(),
});

/** 线下签章: its scan, by whom and in which post it was signed, today. */
export async function recordsPaper(
  officer: Officer,
  { signedBy, role }: { signedBy: string; role: string },
): Promise<void> {
  await officer.press(/登记线下签章/);
  await officer.attaches(await aScan("签章页.jpg"));
  await officer.fill("签署人", signedBy);
  await officer.fill("职务", role);
  await officer.page.getByLabel("签署日期").click();
  await officer.page
    .locator(".ant-picker-now-btn, .ant-picker-today-btn")
    .filter({ visible: true })
    .first()
    .click();
  await officer.confirms("登记线下签章");
  await officer.sees("线下签章待核对");
}

/** Another one of the office has compared the scan with the paper. */
export async function confirmsPaper(officer: Officer): Promise<void> {
  await officer.press(/核对无误/);
  await officer.fill("登录密码", DEMO_PASSWORD);
  await officer.confirms("核对无误");
}
