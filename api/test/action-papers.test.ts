import { actionPaperRoutes, actionRoutes } from "@hub/domain/actions/acts-contract";
import { newId } from "@hub/domain/kernel/ids";
import { pathOf } from "@hub/domain/kernel/route";
import { expect } from "chai";
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
    route: (typeof actionPaperRoutes)["plan" | "letter" | "evidence" | "ledger"],
    params: Record<string, string> = { actionId },
    by = cast.prosecutor,
  ) => {
    const response = await by.fetch(`/api${pathOf(route, params)}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const name = decodeURIComponent(response.headers.get("content-disposition") ?? "");
    return { status: response.status, head: bytes.subarray(0, 4).toString("latin1"), name };
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

  it("gives the report as .docx and the list as .xlsx", async () => {
    const report = await get(actionPaperRoutes.reportDocx);
    expect(report).to.include({ status: 200, head: "PK\u0003\u0004" });
    const ledger = await get(actionPaperRoutes.ledger, {});
    expect(ledger).to.include({ status: 200, head: "PK\u0003\u0004" });
  });
});
