import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { actionPaperRoutes, actionRoutes } from "@hub/domain/actions/acts-contract";
import { entriesOf, textOf } from "@hub/domain/files/archive";
import { newId } from "@hub/domain/kernel/ids";
import { pathOf } from "@hub/domain/kernel/route";
import { expect } from "chai";
import { pagesOf } from "../../domain/test/pdf-text.ts";
import { aShot, castOf, here, scheduled, type Cast } from "./action-story.ts";
import { startTestHub, type TestHub } from "./hub-client.ts";
import { aWorld, type World } from "./world.ts";

describe("papers of joint actions", () => {
  let test: TestHub;
  let world: World;
  let cast: Cast;
  let actionId: string;
  const findingId = newId();

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    cast = await castOf(test, world);
    ({ id: actionId } = await scheduled(cast, world, 0));
    await cast.prosecutor.call(actionRoutes.addFinding, {
      params: { actionId },
      body: {
        findingId,
        title: "网箱",
        device: here(),
        withIds: [world.gaoyou.officers.assistant._id],
        photos: [await aShot(cast.prosecutor)],
        evidence: {
          medium: "original",
          source: "现场拍摄",
          made: "执法记录仪拍摄后直接上传",
          kept: "高邮市院技术室",
        },
      },
    });
  });
  after(() => test.stop());

  const get = async (
    route: Pick<(typeof actionPaperRoutes)["plan" | "reportDocx"], "path">,
    params: Record<string, string> = { actionId },
    by = cast.prosecutor,
  ) => {
    const response = await by.fetch(`/api${pathOf(route, params)}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const name = decodeURIComponent(response.headers.get("content-disposition") ?? "");
    return { status: response.status, head: bytes.subarray(0, 4).toString("latin1"), name, bytes };
  };

  it("prints the plan, the attendance sheet, name cards and the report", async () => {
    for (const name of ["plan", "attendance", "cards", "report"] as const)
      expect(await get(actionPaperRoutes[name]), name).to.include({ status: 200, head: "%PDF" });
  });

  it("prints a letter to each partner that the plan names, and to nobody else", async () => {
    const { plan } = await cast.liaison.call(actionRoutes.get, { params: { actionId } });
    const partnerId = plan?.content.partners[0]?.id ?? "";
    const letter = await get(actionPaperRoutes.letter, { actionId, partnerId });
    expect(letter).to.include({ status: 200, head: "%PDF" });
    const stranger = await get(actionPaperRoutes.letter, { actionId, partnerId: newId() });
    expect(stranger.status).to.equal(404);
  });

  it("prints 取证记录 for two recorders with art 39's items, 线索材料 for one, and notes it", async () => {
    const whole = await get(actionPaperRoutes.evidence, { actionId, findingId });
    expect(whole.name).to.contain("取证记录");
    const alone = newId();
    await cast.prosecutor.call(actionRoutes.addFinding, {
      params: { actionId },
      body: { findingId: alone, title: "排口", device: here() },
    });
    const material = await get(actionPaperRoutes.evidence, { actionId, findingId: alone });
    expect(material.name).to.contain("线索材料");
    const { custody } = await cast.liaison.call(actionRoutes.finding, {
      params: { actionId, findingId },
    });
    expect(custody.at(-1)?.type).to.equal("action.finding_printed");
  });

  describe("the report", () => {
    const sha: string[] = [];
    let params: { actionId: string };

    before(async () => {
      params = { actionId: (await scheduled(cast, world, 0)).id };
      const taken = await aShot(cast.prosecutor);
      const stated = {
        ...(await aShot(cast.prosecutor)),
        takenAt: "2026-11-20T01:02:03.000Z",
        stated: "file" as const,
      };
      for (const [title, shot] of [
        ["网箱", taken],
        ["排口", stated],
      ] as const) {
        sha.push(shot.sha256);
        await cast.prosecutor.call(actionRoutes.addFinding, {
          params,
          body: { findingId: newId(), title, device: here(), photos: [shot] },
        });
      }
    });

    /** What stands under map and photos, in either form. */
    const said = () => [
      "示意图，不作为行政区域界线依据",
      "照片1第1号问题：网箱",
      "设备记录：",
      "照片2第2号问题：排口",
      "照片自述：2026年11月20日09时02分03秒位置：32.85000,119.25000（±12米）",
      ...sha.map((one) => `SHA-256${one}`),
    ];

    it("has the map drawn, and photos with their digest and by whose word time and place are", async () => {
      const { bytes } = await get(actionPaperRoutes.report, params);
      const text = (await pagesOf(bytes)).join("");
      for (const part of said()) expect(text).to.contain(part);
      // The two photos; the map is lines.
      expect(bytes.toString("latin1").match(/\/Subtype \/Image/g)).to.have.length(2);
    });

    it("has the same as .docx, where the map is a picture, too", async () => {
      const { bytes } = await get(actionPaperRoutes.reportDocx, params);
      const dir = await mkdtemp(join(tmpdir(), "hub-report-"));
      const path = join(dir, "report.docx");
      await writeFile(path, bytes);
      const [xml = ""] = await textOf(path, (name) => name === "word/document.xml", 5_000_000);
      const names = [...((await entriesOf(path))?.keys() ?? [])];
      await rm(dir, { recursive: true });
      const text = xml.replace(/<[^>]+>/g, "").replace(/\s/g, "");
      for (const part of said()) expect(text).to.contain(part);
      const media = names.filter((name) => /^word\/media\/.+/.test(name));
      expect(media.map((name) => name.split(".").at(-1))).to.have.members(["jpg", "jpg", "png"]);
    });
  });

  it("gives the report as .docx and the list as .xlsx", async () => {
    const report = await get(actionPaperRoutes.reportDocx);
    expect(report).to.include({ status: 200, head: "PK\u0003\u0004" });
    const ledger = await get(actionPaperRoutes.ledger, {});
    expect(ledger).to.include({ status: 200, head: "PK\u0003\u0004" });
  });
});
