import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { postMessage, recallMessage } from "@hub/domain/channels/commands";
import { ensureRoom, sweepFiles } from "@hub/domain/files/commands";
import { fileRoutes, MAX_FILE_BYTES, type FileView } from "@hub/domain/files/contract";
import { blobPath, keep } from "@hub/domain/files/storage";
import { toProblem, type Problem } from "@hub/domain/kernel/faults";
import { newId } from "@hub/domain/kernel/ids";
import { registerLead } from "@hub/domain/leads/commands";
import { expect } from "chai";
import sharp from "sharp";
import { Upload } from "tus-js-client";
import { aDocx, aJpeg, anMp4, aPdf, aPng } from "../../domain/test/file-samples.ts";
import { ORIGIN, startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { aWorld, type World } from "./world.ts";

describe("files", function () {
  this.timeout(60_000);
  let test: TestHub;
  let world: World;
  /** Of Gaoyou: the one who works on the lead, a colleague outside its team, and of another office: nobody to it. */
  let author: HubClient;
  let colleague: HubClient;
  let stranger: HubClient;
  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    author = await test.signIn(world.gaoyou.officers.prosecutor);
    colleague = await test.signIn(world.gaoyou.officers.outsider);
    stranger = await test.signIn(world.baoying.officers.chief);
  });
  after(() => test.stop());

  const meta = (name: string) => `name ${Buffer.from(name).toString("base64")}`;
  const TUS = { "tus-resumable": "1.0.0" };
  const PATCH = { ...TUS, "content-type": "application/offset+octet-stream" };

  const create = (by: HubClient, name: string, size: number) =>
    by.fetch("/api/uploads", {
      method: "POST",
      headers: { ...TUS, "upload-length": String(size), "upload-metadata": meta(name) },
    });
  const patch = (by: HubClient, url: string, offset: number, body: Uint8Array) =>
    by.fetch(url, {
      method: "PATCH",
      headers: { ...PATCH, "upload-offset": String(offset) },
      body,
    });
  const offsetOf = async (by: HubClient, url: string) =>
    (await by.fetch(url, { method: "HEAD", headers: TUS })).headers.get("upload-offset");

  /** Lays the bytes there as an upload and gives its id. */
  async function uploaded(by: HubClient, name: string, bytes: Uint8Array): Promise<string> {
    const made = await create(by, name, bytes.length);
    expect(made.status, await made.text()).to.equal(201);
    const url = made.headers.get("location") ?? "";
    expect((await patch(by, url, 0, bytes)).status).to.equal(204);
    return url.split("/").at(-1) ?? "";
  }
  const kept = async (by: HubClient, name: string, bytes: Uint8Array): Promise<FileView> =>
    by.call(fileRoutes.register, { body: { upload: await uploaded(by, name, bytes) } });

  async function aLead(files: { fileId: string; title?: string }[] = []): Promise<string> {
    const leadId = newId();
    await registerLead(test.ctxOf(world.gaoyou.officers.prosecutor), {
      id: newId(),
      leadId,
      departmentId: null,
      team: [],
      files,
      values: {
        title: "高邮湖非法网箱养殖",
        field: "ECO",
        source: "patrol",
        sourceNote: "",
        foundOn: null,
        grade: "ordinary",
        marking: "work_secret",
        body: null,
        place: null,
        facts: "湖面发现网箱。",
        reporter: "",
        opinion: "",
      },
    });
    return leadId;
  }
  const incoming = () => readdir(test.hub.files.incoming).catch(() => []);

  describe("arriving", () => {
    it("keeps what came, with both digests over the bytes as they arrived", async () => {
      const bytes = await aJpeg();
      const file = await kept(author, "现场照片.JPG", bytes);
      const hash = (name: string) => createHash(name).update(bytes).digest("hex");
      expect(file).to.deep.include({
        name: "现场照片.JPG",
        title: "现场照片",
        kind: "jpg",
        mime: "image/jpeg",
        size: bytes.length,
        sha256: hash("sha256"),
        sm3: hash("sm3"),
      });
      expect(file.uploader.officeId).to.equal(world.gaoyou.id);
      expect((await stat(blobPath(test.hub.files, file.sha256))).size).to.equal(bytes.length);
      expect(await incoming()).to.deep.equal([]);
    });

    it("goes on where the connection broke", async () => {
      const bytes = anMp4(300_000);
      const made = await create(author, "录像.mp4", bytes.length);
      const url = made.headers.get("location") ?? "";
      await patch(author, url, 0, bytes.subarray(0, 100_000));
      expect(await offsetOf(author, url)).to.equal("100000");
      expect((await patch(author, url, 50_000, bytes.subarray(50_000))).status).to.equal(409);
      const upload = url.split("/").at(-1) ?? "";
      const early = await author.refused(fileRoutes.register, "not_now", { body: { upload } });
      expect(early.reason).to.equal("upload_unfinished");
      await patch(author, url, 100_000, bytes.subarray(100_000));
      const file = await author.call(fileRoutes.register, { body: { upload } });
      expect(file.sha256).to.equal(createHash("sha256").update(bytes).digest("hex"));
    });

    it("speaks with the client that browsers use", async () => {
      const bytes = await aPdf("线索".repeat(400));
      const url = await new Promise<string | null>((resolve, reject) => {
        const upload = new Upload(bytes, {
          endpoint: `${test.url}/api/uploads`,
          chunkSize: 4_000,
          metadata: { name: "报告.pdf" },
          headers: {
            origin: ORIGIN,
            cookie: [...author.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
          },
          onError: reject,
          onSuccess: () => resolve(upload.url),
        });
        upload.start();
      });
      const upload = url?.split("/").at(-1) ?? "";
      const file = await author.call(fileRoutes.register, { body: { upload, title: "调查报告" } });
      expect(file).to.deep.include({ title: "调查报告", kind: "pdf", size: bytes.length });
    });

    it("makes one file of one upload, however often it is asked", async () => {
      const upload = await uploaded(author, "a.png", await aPng());
      const id = newId();
      const both = await Promise.all(
        [0, 1, 2].map(() => author.call(fileRoutes.register, { body: { id, upload } })),
      );
      expect(new Set(both.map((file) => file.sha256)).size).to.equal(1);
      expect(await test.hub.store.files.countDocuments({ uploadId: upload })).to.equal(1);
      const other = await uploaded(author, "b.png", await aPng(10, 10));
      await author.refused(fileRoutes.register, "duplicate", { body: { id, upload: other } });
      await colleague.refused(fileRoutes.register, "duplicate", { body: { id, upload } });
    });

    it("goes on after it was killed between keeping the bytes and writing it down", async () => {
      const bytes = await aPng(33, 33);
      const upload = await uploaded(author, "c.png", bytes);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      // As a process leaves it that dies there: the bytes have their place, the record is missing, the upload lies there still.
      await keep(test.hub.files, join(test.hub.files.incoming, upload), sha256);
      const file = await author.call(fileRoutes.register, { body: { upload } });
      expect(file.sha256).to.equal(sha256);
    });

    it("stores the same bytes once", async () => {
      const bytes = await aPng(77, 7);
      const [one, two] = [await kept(author, "a.png", bytes), await kept(stranger, "b.png", bytes)];
      expect(one.id).not.to.equal(two.id);
      expect((await stat(blobPath(test.hub.files, one.sha256))).nlink).to.equal(1);
      expect(await readdir(join(test.hub.files.dir, one.sha256.slice(0, 2)))).to.include(
        one.sha256,
      );
    });

    it("is for those who have to do with content", async () => {
      for (const who of ["systemAdmin", "auditAdmin"] as const) {
        const answer = await create(await test.signIn(world.gaoyou.officers[who]), "a.png", 10);
        expect([answer.status, ((await answer.json()) as Problem).reason]).to.deep.equal([
          403,
          "administrator",
        ]);
      }
    });

    it("is the uploader's alone at every step", async () => {
      const bytes = await aPng();
      const made = await create(author, "a.png", bytes.length);
      const url = made.headers.get("location") ?? "";
      const upload = url.split("/").at(-1) ?? "";
      for (const other of [colleague, stranger]) {
        expect((await other.fetch(url, { method: "HEAD", headers: TUS })).status).to.equal(404);
        expect((await patch(other, url, 0, bytes)).status).to.equal(404);
        expect((await other.fetch(url, { method: "DELETE", headers: TUS })).status).to.equal(404);
      }
      await patch(author, url, 0, bytes);
      await stranger.refused(fileRoutes.register, "not_found", { body: { upload } });
      expect((await author.fetch(url)).status, "GET").to.equal(404);
      expect((await test.visitor().fetch(url, { method: "HEAD", headers: TUS })).status).to.equal(
        401,
      );
      const foreign = await author.fetch(url, {
        method: "PATCH",
        headers: { ...PATCH, "upload-offset": "0", origin: "http://evil.test" },
        body: bytes,
      });
      expect(foreign.status).to.equal(403);
      expect((await author.fetch(url, { method: "DELETE", headers: TUS })).status).to.equal(204);
      expect(await offsetOf(author, url)).to.equal(null);
    });
  });

  describe("refusing", () => {
    beforeEach(() => rm(test.hub.files.incoming, { recursive: true, force: true }));
    beforeEach(() => mkdir(test.hub.files.incoming));

    const before: [what: string, name: string, size: number, status: number, code: string][] = [
      ["an empty file", "空.pdf", 0, 400, "bad_input"],
      ["more than 200 MB", "长.mp4", MAX_FILE_BYTES + 1, 413, "too_large"],
      ["a program by its name", "run.exe", 10, 415, "unsupported_type"],
      ["a page by its name", "page.html", 10, 415, "unsupported_type"],
      ["a file without a name", "", 10, 415, "unsupported_type"],
      ["a state-secret mark in the name", "机密★报告.pdf", 10, 422, "state_secret"],
    ];
    for (const [what, name, size, status, code] of before)
      it(`refuses ${what} before a byte is sent`, async () => {
        const answer = await create(author, name, size);
        const body = await answer.text();
        expect(answer.status, body).to.equal(status);
        if (code) expect(JSON.parse(body)).to.deep.include({ code });
        expect(await incoming()).to.deep.equal([]);
      });

    const after: [
      what: string,
      name: string,
      bytes: () => Promise<Buffer> | Buffer,
      code: string,
    ][] = [
      [
        "a program under another name",
        "报告.pdf",
        () => Buffer.from("MZ\x90\0 program"),
        "unsupported_type",
      ],
      [
        "a page under another name",
        "照片.jpg",
        () => Buffer.from("<html><script>"),
        "unsupported_type",
      ],
      ["a document that is called a picture", "照片.png", () => aDocx("x"), "unsupported_type"],
      ["a state-secret mark in a document", "报告.docx", () => aDocx("机密", "★"), "state_secret"],
      ["a state-secret mark in a PDF", "报告.pdf", () => aPdf("绝密★"), "state_secret"],
    ];
    for (const [what, name, bytes, code] of after)
      it(`refuses ${what}, and keeps nothing of it`, async () => {
        const content = await bytes();
        const upload = await uploaded(author, name, content);
        const answered = await author.ask(fileRoutes.register, { body: { upload } });
        expect(answered.ok ? "kept" : answered.problem.code).to.equal(code);
        expect(await incoming()).to.deep.equal([]);
        const sha256 = createHash("sha256").update(content).digest("hex");
        expect(await stat(blobPath(test.hub.files, sha256)).catch(() => null)).to.equal(null);
      });

    it("asks to come back later when the disk is full", async () => {
      await ensureRoom(test.hub, 2 ** 60).then(
        () => expect.fail("found room for an exabyte"),
        (thrown: unknown) => {
          expect(toProblem(thrown)).to.deep.include({
            code: "busy",
            reason: "disk_full",
            retry: true,
          });
        },
      );
      await ensureRoom(test.hub, 1);
    });

    it("takes no more than was announced", async () => {
      const made = await create(author, "a.png", 10);
      const url = made.headers.get("location") ?? "";
      const answer = await patch(author, url, 0, Buffer.alloc(20));
      expect(answer.status).to.be.oneOf([400, 413]);
      await author.fetch(url, { method: "DELETE", headers: TUS });
    });
  });

  describe("reading", () => {
    it("lets only the uploader read what belongs to nothing yet", async () => {
      const { id } = await kept(author, "a.png", await aPng());
      await author.call(fileRoutes.get, { params: { fileId: id } });
      for (const other of [colleague, stranger])
        for (const route of [fileRoutes.get, fileRoutes.content, fileRoutes.preview])
          await other
            .fetch(`/api/files/${id}${route === fileRoutes.get ? "" : `/${route.name.slice(6)}`}`)
            .then((answer) => expect(answer.status, route.name).to.equal(404));
    });

    it("lets whoever reads the lead read its files, and nobody else", async () => {
      const { id } = await kept(author, "a.png", await aPng());
      const leadId = await aLead([{ fileId: id, title: "网箱" }]);
      const head = await test.signIn(world.gaoyou.officers.head);
      const superior = await test.signIn(world.yangzhou.officers.chief);
      for (const reader of [author, head, superior]) {
        const file = await reader.call(fileRoutes.get, { params: { fileId: id } });
        expect(file.title).to.equal("网箱");
        const { materials } = await reader.call(fileRoutes.ofLead, { params: { leadId } });
        expect(materials.map((one) => [one.number, one.title])).to.deep.equal([[1, "网箱"]]);
      }
      for (const other of [colleague, stranger]) {
        await other.refused(fileRoutes.get, "not_found", { params: { fileId: id } });
        await other.refused(fileRoutes.ofLead, "not_found", { params: { leadId } });
        expect((await other.fetch(`/api/files/${id}/content`)).status).to.equal(404);
        expect((await other.fetch(`/api/files/${id}/preview`)).status).to.equal(404);
      }
      expect(await test.hub.store.reads.countDocuments({ matterId: leadId })).to.equal(0);
      await superior.fetch(`/api/files/${id}/preview`);
      expect(await test.hub.store.reads.countDocuments({ matterId: leadId })).to.equal(1);
    });

    it("shuts a file together with the lead", async () => {
      const { id } = await kept(author, "a.png", await aPng());
      const leadId = await aLead([{ fileId: id }]);
      await test.hub.store.leads.updateOne({ _id: leadId }, { $set: { audience: [] } });
      await author.refused(fileRoutes.get, "not_found", { params: { fileId: id } });
    });

    it("numbers on and never gives a number twice", async () => {
      const leadId = await aLead();
      const ids = [];
      for (const name of ["a.png", "b.png", "c.png"])
        ids.push((await kept(author, name, await aPng())).id);
      const [a, b, c] = ids.map((fileId) => ({ fileId }));
      if (!a || !b || !c) throw new Error("three files");
      const params = { leadId };
      await author.call(fileRoutes.add, { params, body: { files: [a, b] } });
      await author.call(fileRoutes.remove, {
        params,
        body: { fileIds: [b.fileId], reason: "与本案无关" },
      });
      await author.refused(fileRoutes.get, "not_found", { params: { fileId: b.fileId } });
      const { materials } = await author.call(fileRoutes.add, { params, body: { files: [c] } });
      expect(materials.map((one) => one.number)).to.deep.equal([1, 3]);
    });

    it("attaches only one's own uploads, and only where one may write", async () => {
      const mine = await kept(author, "a.png", await aPng());
      const leadId = await aLead();
      const theirs = await kept(stranger, "b.png", await aPng());
      const params = { leadId };
      const files = (fileId: string) => ({ params, body: { files: [{ fileId }] } });
      await author.refused(fileRoutes.add, "not_found", files(theirs.id));
      await stranger.refused(fileRoutes.add, "not_found", files(theirs.id));
      const liaison = await test.signIn(world.gaoyou.officers.liaison);
      await liaison.refused(fileRoutes.add, "forbidden", files(mine.id));
    });

    it("gives a file on a message to the channel while the message stands", async () => {
      const ctx = test.ctxOf(world.gaoyou.officers.prosecutor);
      const leadId = await aLead();
      const lead = await test.hub.store.leads.findById(leadId).lean();
      const channelId = lead?.channelId ?? "";
      const file = await kept(author, "a.png", await aPng());
      const id = newId();
      const body = { text: "", files: [file.id], mentions: [], inReplyTo: null };
      await postMessage(ctx, channelId, { id, ...body });
      const chief = await test.signIn(world.gaoyou.officers.chief);
      await chief.call(fileRoutes.get, { params: { fileId: file.id } });
      const listed = { params: { channelId }, query: { entries: [id] } };
      const { files } = await chief.call(fileRoutes.ofChannel, listed);
      expect(files.map((one) => [one.entryId, one.fileId])).to.deep.equal([[id, file.id]]);
      await colleague.refused(fileRoutes.ofChannel, "not_found", listed);
      await colleague.refused(fileRoutes.get, "not_found", { params: { fileId: file.id } });

      await recallMessage(ctx, { channelId, entryId: id }, { id: newId() });
      await chief.refused(fileRoutes.get, "not_found", { params: { fileId: file.id } });
      expect((await chief.call(fileRoutes.ofChannel, listed)).files).to.deep.equal([]);
    });

    it("lays nothing at somebody else's message", async () => {
      const leadId = await aLead();
      const lead = await test.hub.store.leads.findById(leadId).lean();
      const channelId = lead?.channelId ?? "";
      const id = newId();
      const said = { text: "请看", files: [], mentions: [], inReplyTo: null };
      await postMessage(test.ctxOf(world.gaoyou.officers.prosecutor), channelId, { id, ...said });
      const chief = world.gaoyou.officers.chief;
      const client = await test.signIn(chief);
      const file = await kept(client, "a.png", await aPng());
      await postMessage(test.ctxOf(chief), channelId, { id, ...said, files: [file.id] }).then(
        () => expect.fail("posted under another's id"),
        (thrown: unknown) => expect(thrown).to.deep.include({ code: "duplicate" }),
      );
      const listed = { params: { channelId }, query: { entries: [id] } };
      expect((await author.call(fileRoutes.ofChannel, listed)).files).to.deep.equal([]);
      await author.refused(fileRoutes.get, "not_found", { params: { fileId: file.id } });
    });
  });

  describe("handing out", () => {
    it("is an attachment under the title that no browser runs", async () => {
      const bytes = await aPdf("报告");
      const { id } = await kept(author, "x.pdf", bytes);
      await aLead([{ fileId: id, title: "调查报告（一）" }]);
      const answer = await author.fetch(`/api/files/${id}/content`);
      expect(answer.status).to.equal(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).to.equal(true);
      const header = (name: string) => answer.headers.get(name);
      expect(header("content-type")).to.equal("application/pdf");
      expect(header("content-disposition")).to.contain(
        `filename*=UTF-8''${encodeURIComponent("调查报告（一）.pdf")}`,
      );
      expect(header("x-content-type-options")).to.equal("nosniff");
      expect(header("content-security-policy")).to.match(/^sandbox;/);
      expect(header("cache-control")).to.equal("private, no-store");
    });

    it("answers ranges of a film", async () => {
      const bytes = anMp4(5_000);
      const { id } = await kept(author, "录像.mp4", bytes);
      const headers = { range: "bytes=100-199" };
      const answer = await author.fetch(`/api/files/${id}/content`, { headers });
      expect(answer.status).to.equal(206);
      expect(answer.headers.get("content-range")).to.equal(`bytes 100-199/${bytes.length}`);
      expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(100, 200))).to.equal(
        true,
      );
      const past = await author.fetch(`/api/files/${id}/content`, {
        headers: { range: "bytes=9000-" },
      });
      expect(past.status).to.equal(416);
    });

    it("says gone when the folder lacks the bytes", async () => {
      const { id, sha256 } = await kept(author, "录像.mp4", anMp4(4_321));
      await rm(blobPath(test.hub.files, sha256));
      const answer = await author.fetch(`/api/files/${id}/content`);
      expect(answer.status).to.equal(410);
      expect(answer.headers.get("content-disposition")).to.equal(null);
    });

    it("previews a picture anew, without what the camera wrote, with the watermark", async () => {
      const bytes = await aJpeg(1200, 800);
      expect((await sharp(bytes).metadata()).exif).not.to.equal(undefined);
      const { id } = await kept(author, "照片.jpg", bytes);
      const answer = await author.fetch(`/api/files/${id}/preview`);
      expect(answer.headers.get("content-type")).to.equal("image/jpeg");
      expect(answer.headers.get("watermark")).to.equal("stamped");
      const seen = Buffer.from(await answer.arrayBuffer());
      expect((await sharp(seen).metadata()).exif).to.equal(undefined);
      expect(seen.includes("Camera of Zhang")).to.equal(false);
      // The original is one colour; whatever else is there is the watermark.
      expect((await sharp(bytes).stats()).channels[0]?.stdev).to.be.lessThan(1);
      expect((await sharp(seen).stats()).channels[0]?.stdev).to.be.greaterThan(1);
    });

    it("previews a PDF with the watermark in it, and leaves an encrypted one to the page", async () => {
      const { id } = await kept(author, "报告.pdf", await aPdf("报告"));
      const answer = await author.fetch(`/api/files/${id}/preview`);
      expect(answer.headers.get("watermark")).to.equal("stamped");
      expect(
        Buffer.from(await answer.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).to.equal("%PDF-");
      const torn = Buffer.from("%PDF-1.7\nnothing inside\n%%EOF");
      const broken = await kept(author, "坏.pdf", torn);
      const plain = await author.fetch(`/api/files/${broken.id}/preview`);
      expect(plain.headers.get("watermark")).to.equal("overlay");
      expect(Buffer.from(await plain.arrayBuffer()).equals(torn)).to.equal(true);
    });

    it("previews nothing else", async () => {
      const { id } = await kept(author, "报告.docx", aDocx("报告"));
      const answer = await author.fetch(`/api/files/${id}/preview`);
      expect(answer.status).to.equal(415);
    });
  });

  describe("sweeping", () => {
    it("removes uploads that nobody goes on with, and no other", async () => {
      const old = await uploaded(author, "a.png", await aPng());
      const fresh = await uploaded(author, "b.png", await aPng());
      const long = new Date(Date.now() - 49 * 3_600_000);
      const path = join(test.hub.files.incoming, old);
      await utimes(path, long, long);
      await writeFile(join(test.hub.files.incoming, `${newId()}.json`), "{}");
      expect((await sweepFiles(test.hub)).uploads).to.equal(1);
      expect(await incoming())
        .to.include(fresh)
        .and.not.include(old);
      await author.fetch(`/api/uploads/${fresh}`, { method: "DELETE", headers: TUS });
    });

    it("removes files that belong to nothing after a week, with their bytes", async () => {
      const lone = await kept(author, "a.png", await aPng(randomBytes(1)[0] ?? 9, 311));
      const used = await kept(author, "b.png", await aPng(312, 5));
      await aLead([{ fileId: used.id }]);
      const long = new Date(Date.now() - 8 * 24 * 3_600_000);
      await test.hub.store.files.updateMany(
        { _id: { $in: [lone.id, used.id] } },
        { $set: { at: long } },
      );
      for (const { sha256 } of [lone, used])
        await utimes(blobPath(test.hub.files, sha256), long, long);
      expect((await sweepFiles(test.hub)).files).to.equal(1);
      expect(await stat(blobPath(test.hub.files, lone.sha256)).catch(() => null)).to.equal(null);
      await author.call(fileRoutes.get, { params: { fileId: used.id } });
      expect((await author.fetch(`/api/files/${used.id}/content`)).status).to.equal(200);
    });
  });
});
