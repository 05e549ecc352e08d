import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import sharp from "sharp";
import { signIn, until } from "./officer.ts";
import { openBrowser, openStage } from "./stage.ts";

const TITLE = "四季度高邮湖联合巡查（演示）";
const CREDIT = "审图号：GS(2026)0000号";

/** Tiles on an address of their own, and which of them were asked for. */
async function openTiles(): Promise<{ url: string; asked: string[]; server: Server }> {
  const tile = await sharp({
    create: { width: 256, height: 256, channels: 3, background: "#e8e4d8" },
  })
    .png()
    .toBuffer();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("content-type", "image/png").end(tile);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, server };
}

describe("tiles under the schematic map", function () {
  this.timeout(240_000);
  let browser: Browser;
  let tiles: Awaited<ReturnType<typeof openTiles>>;

  before(async () => {
    [browser, tiles] = await Promise.all([openBrowser(), openTiles()]);
  });
  after(async () => {
    await browser?.close();
    tiles?.server.close();
  });

  const mapOf = async (url: string) => {
    const officer = await signIn(browser, url, "gaoyou.zhou");
    await officer.go("/actions/list");
    await officer.page.getByRole("link", { name: TITLE }).first().click();
    await officer.sees(/示意图，不作为/);
    return officer;
  };

  it("come from the address that the deployment names, from no other, and say whose they are", async () => {
    const stage = await openStage({
      MAP_TILES: `${tiles.url}/img/{z}/{x}/{y}.png`,
      MAP_CREDIT: CREDIT,
    });
    try {
      const { page, context, errors } = await mapOf(stage.url);
      const loaded = () =>
        page.evaluate<number>(
          `[...document.querySelectorAll(".leaflet-tile-pane img")].filter((one) => one.naturalWidth > 0).length`,
        );
      await until(loaded, (count) => count > 0);
      expect(tiles.asked.every((one) => /^\/img\/\d+\/\d+\/\d+\.png$/.test(one))).to.equal(true);
      await page.getByText(CREDIT).waitFor();
      const other = tiles.url.replace("127.0.0.1", "localhost");
      const isRefused = await page.evaluate<boolean>(`new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve(false);
        image.onerror = () => resolve(true);
        image.src = ${JSON.stringify(`${other}/img/1/1/1.png`)};
      })`);
      expect(isRefused).to.equal(true);
      // The one refusal that was provoked.
      expect(errors.filter((one) => !one.includes(other))).to.deep.equal([]);
      await context.close();
    } finally {
      await stage.stop();
    }
  });

  it("are none where the deployment names no address: nothing outside is asked", async () => {
    const stage = await openStage();
    try {
      tiles.asked.length = 0;
      const { page, context } = await mapOf(stage.url);
      const outside: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(stage.url) && !request.url().startsWith("blob:"))
          outside.push(request.url());
      });
      await page.reload();
      await page.locator(".leaflet-container path").first().waitFor();
      expect(await page.locator(".leaflet-tile-pane img").count()).to.equal(0);
      expect([outside, tiles.asked]).to.deep.equal([[], []]);
      await context.close();
    } finally {
      await stage.stop();
    }
  });
});
