import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { fileRoutes } from "@hub/domain/files/contract";
import { newId } from "@hub/domain/kernel/ids";
import { makeNotices } from "@hub/domain/notices/commands";
import { expect } from "chai";
import {
  aPlan,
  aShot,
  castOf,
  here,
  propose,
  scheduled,
  sha256,
  spanIn,
  staff,
  type Cast,
} from "./action-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aPhoto, upload } from "./uploads.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

describe("records of joint actions", () => {
  let test: TestHub;
  let world: World;
  let cast: Cast;

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    cast = await castOf(test, world);
  });
  after(() => test.stop());

  const found = async (by: HubClient = cast.prosecutor) => {
    const { id: actionId } = await scheduled(cast, world);
    const params = { actionId, findingId: newId() };
    await by.call(actionRoutes.addFinding, {
      params,
      body: { findingId: params.findingId, title: "网箱十八个", text: "原记录", device: here() },
    });
    return params;
  };

  describe("a bulk import", () => {
    /** What a drone wrote into its files: a day, and a place it was not at. */
    const stated = {
      takenAt: "2026-03-01T02:00:00.000Z",
      fix: { lat: 1, lon: 2, accuracyM: null },
    };
    const imported = async (by: HubClient, count: number) =>
      Promise.all(
        Array.from({ length: count }, async (_, index) => {
          const bytes = await aPhoto();
          const { id: fileId } = await upload(by, `DJI_${index}.png`, bytes);
          return { fileId, sha256: sha256(bytes), ...stated };
        }),
      );

    it("takes hundreds of files at once, and sent twice keeps each once", async function () {
      this.timeout(60_000);
      const { id: actionId } = await scheduled(cast, world);
      const params = { actionId };
      const photos = await imported(cast.prosecutor, 200);
      const body = { id: newId(), photos };
      const first = await cast.prosecutor.call(actionRoutes.importPhotos, { params, body });
      expect(await cast.prosecutor.call(actionRoutes.importPhotos, { params, body })).to.deep.equal(
        first,
      );
      const { imports } = await cast.theirProsecutor.call(actionRoutes.imports, { params });
      expect(imports.map((one) => one.by.officerId)).to.deep.equal([
        world.gaoyou.officers.prosecutor._id,
      ]);
      const kept = imports.flatMap((one) => one.photos);
      expect(kept.map(({ shot }) => shot)).to.deep.equal(
        photos.map((one) => ({ ...one, stated: "file" })),
      );
      expect(kept.every(({ same }) => same)).to.equal(true);
      const view = await cast.theirProsecutor.call(actionRoutes.get, { params });
      expect(view.imported).to.equal(200);
      const last = photos.at(-1)?.fileId ?? "";
      await cast.theirProsecutor.call(fileRoutes.get, { params: { fileId: last } });
      const stranger = await test.signIn(world.baoying.officers.liaison);
      await stranger.refused(fileRoutes.get, "not_found", { params: { fileId: last } });
    });

    it("says of time and place that the device states them, whatever the sender claims", async () => {
      const { actionId, findingId } = await found();
      const params = { actionId };
      const [one] = await imported(cast.prosecutor, 1);
      const claimed = { ...stated, fileId: "", sha256: "", ...one, stated: "capture" as const };
      await cast.prosecutor.call(actionRoutes.importPhotos, {
        params,
        body: { findingId, photos: [claimed] },
      });
      const view = await cast.theirProsecutor.call(actionRoutes.finding, {
        params: { actionId, findingId },
      });
      expect(view.shots.map(({ shot, same }) => [shot.stated, shot.takenAt, same])).to.deep.equal([
        ["file", stated.takenAt, true],
      ]);
      // The hub's own time stands beside what the device says.
      expect(Date.parse(view.shots[0]?.arrivedAt ?? "")).to.be.above(Date.parse(stated.takenAt));
    });

    it("tells bytes that are others than the sender read from those that are the same", async () => {
      const { actionId } = await found();
      const params = { actionId };
      const photos = await imported(cast.prosecutor, 2);
      await cast.prosecutor.call(actionRoutes.importPhotos, {
        params,
        body: { photos: photos.map((one) => ({ ...one, sha256: photos[0]?.sha256 ?? "" })) },
      });
      const { imports } = await cast.theirProsecutor.call(actionRoutes.imports, { params });
      expect(imports[0]?.photos.map((one) => one.same)).to.deep.equal([true, false]);
    });

    it("takes nobody else's upload, and no finding of another action", async () => {
      const { actionId } = await found();
      const params = { actionId };
      const [theirs] = await imported(cast.theirProsecutor, 1);
      const [mine] = await imported(cast.prosecutor, 1);
      for (const body of [
        { photos: theirs ? [theirs] : [] },
        { photos: mine ? [mine] : [], findingId: (await found()).findingId },
      ])
        await cast.prosecutor.refused(actionRoutes.importPhotos, "not_found", { params, body });
    });
  });

  describe("an amended finding", () => {
    const asked = { reason: "数量点错", title: "网箱十六个", text: "重新清点" };

    it("says what it says now, keeps what it said with the reason, and shows it in the custody log", async () => {
      const params = await found();
      const before = await cast.prosecutor.call(actionRoutes.finding, { params });
      const after = await cast.prosecutor.call(actionRoutes.amendFinding, {
        params,
        body: { ...asked, expects: before.version },
      });
      expect([after.title, after.version, after.number]).to.deep.equal([
        asked.title,
        before.version + 1,
        before.number,
      ]);
      expect(after.digest).to.not.equal(before.digest);
      expect(after.custody.at(-1)?.type).to.equal("action.finding_amended");
      expect(after.past.map((one) => [one.reason, one.title, one.text])).to.deep.equal([
        [asked.reason, before.title, before.text],
      ]);
    });

    for (const [name, by, code] of [
      ["whoever recorded it", "prosecutor", null],
      ["a liaison of a party", "theirLiaison", null],
      ["somebody else who goes", "theirProsecutor", "forbidden"],
      ["whoever has an old version before the eyes", "prosecutor", "stale"],
    ] as const)
      it(`answers ${code ?? "what it says now"} to ${name}`, async () => {
        const params = await found();
        const { version } = await cast.prosecutor.call(actionRoutes.finding, { params });
        const expects = code === "stale" ? version - 1 : version;
        const given = { params, body: { ...asked, expects } };
        if (code) await cast[by].refused(actionRoutes.amendFinding, code, given);
        else
          expect((await cast[by].call(actionRoutes.amendFinding, given)).title).to.equal(
            asked.title,
          );
      });

    it("is amended no more once something has become of it", async () => {
      const params = await found();
      await cast.prosecutor.call(actionRoutes.settle, {
        params,
        body: { settlement: { kind: "none", reason: "当场清理完毕" } },
      });
      const { version } = await cast.prosecutor.call(actionRoutes.finding, { params });
      const problem = await cast.prosecutor.refused(actionRoutes.amendFinding, "not_now", {
        params,
        body: { ...asked, expects: version },
      });
      expect(problem.reason).to.equal("finding_settled");
    });
  });

  describe("the signed sheet", () => {
    it("is the record of attendance: who brought it, when, and its photos", async () => {
      const { id: actionId } = await scheduled(cast, world);
      const params = { actionId };
      const { fileId } = await aShot(cast.prosecutor);
      const body = { id: newId(), fileIds: [fileId] };
      const first = await cast.prosecutor.call(actionRoutes.addSheet, { params, body });
      expect(await cast.prosecutor.call(actionRoutes.addSheet, { params, body })).to.deep.equal(
        first,
      );
      const { attendance, state } = await cast.theirProsecutor.call(actionRoutes.get, { params });
      expect(
        attendance.sheets.map(({ files, by }) => [files.map((one) => one.fileId), by.officerId]),
      ).to.deep.equal([[[fileId], world.gaoyou.officers.prosecutor._id]]);
      expect(state).to.equal("under_way");
    });

    it("is brought by those who go or speak for a party, not by others, nor before it is scheduled", async () => {
      const { id: actionId } = await scheduled(cast, world);
      const clerk = await test.signIn(world.gaoyou.officers.clerk);
      const { fileId } = await aShot(clerk);
      const body = { fileIds: [fileId] };
      await clerk.refused(actionRoutes.addSheet, "forbidden", { params: { actionId }, body });
      const early = await propose(cast, { span: spanIn(8) });
      const shot = await aShot(cast.liaison);
      await cast.liaison.refused(actionRoutes.addSheet, "not_now", {
        params: { actionId: early.id },
        body: { fileIds: [shot.fileId] },
      });
    });
  });

  describe("notices", () => {
    /** Officers who are told of what happened last, with what they are asked to do. */
    const toldOf = async (actionId: string, type: string): Promise<string[]> => {
      const { store } = test.hub;
      const entry = await store.entries
        .findOne({ type, "body.actionId": actionId })
        .sort({ seq: -1 })
        .lean();
      if (!entry) throw new Error(`no ${type}`);
      await makeNotices(test.hub, entry._id);
      const notices = await store.notices.find({ entryId: entry._id }).lean();
      const people = await store.officers.find({}, { name: 1, officeId: 1 }).lean();
      const nameOf = (id: string) => people.find((one) => one._id === id)?.name ?? id;
      return notices.map((one) => `${nameOf(one.officerId)} ${one.act ?? "told"}`).toSorted();
    };
    /** Those who go and the other office's liaison; whoever did it knows. */
    const EVERYBODY = [
      `${GAOYOU}assistant told`,
      `${GAOYOU}prosecutor told`,
      `${TIANCHANG}assistant told`,
      `${TIANCHANG}liaison told`,
      `${TIANCHANG}prosecutor told`,
    ];

    for (const [name, type, story, people] of [
      [
        "a plan that goes round waits for the leaders of both offices",
        "action.plan_submitted",
        async () => {
          const { id } = await propose(cast, { span: spanIn(5) });
          await staff(cast, world, id);
          const params = { actionId: id };
          const { version } = await cast.liaison.call(actionRoutes.get, { params });
          const { plan } = await cast.liaison.call(actionRoutes.savePlan, {
            params,
            body: { expects: version, content: aPlan(world) },
          });
          const digest = plan?.digest ?? "";
          await cast.liaison.call(actionRoutes.submitPlan, { params, body: { digest } });
          return id;
        },
        [GAOYOU, TIANCHANG].flatMap((id) => [
          `${id}chief approve_plan`,
          `${id}deputy approve_plan`,
        ]),
      ],
      [
        "a cancelled action tells liaisons and those who go of every office, but not who cancelled it",
        "action.cancelled",
        async () => {
          const { id } = await scheduled(cast, world);
          await cast.liaison.call(actionRoutes.cancel, {
            params: { actionId: id },
            body: { reason: "封湖" },
          });
          return id;
        },
        EVERYBODY,
      ],
      [
        "a moved one, too",
        "action.rescheduled",
        async () => {
          const { id, version } = await scheduled(cast, world);
          await cast.liaison.call(actionRoutes.reschedule, {
            params: { actionId: id },
            body: { expects: version, span: spanIn(9), reason: "大风预警" },
          });
          return id;
        },
        EVERYBODY,
      ],
      [
        "a task waits for those who are to do it, and for nobody else",
        "action.task_added",
        async () => {
          const { id } = await scheduled(cast, world);
          for (const { officers } of [world.gaoyou, world.tianchang])
            await cast.liaison.call(actionRoutes.addTask, {
              params: { actionId: id },
              body: {
                taskId: newId(),
                title: "备好救生衣",
                assigneeIds: [officers.prosecutor._id],
              },
            });
          return id;
        },
        [`${TIANCHANG}prosecutor do_task`],
      ],
    ] as const)
      it(`of ${name}`, async () => {
        expect(await toldOf(await story(), type)).to.deep.equal(people);
      });

    it("hold no word of what it is about", async () => {
      const { id } = await scheduled(cast, world, 3, { title: "金丝雀巡查" });
      await toldOf(id, "action.scheduled");
      const notices = await test.hub.store.notices.find({ matterId: id }).lean();
      expect(notices).to.not.deep.equal([]);
      expect(JSON.stringify(notices)).to.not.contain("金丝雀");
    });
  });
});
