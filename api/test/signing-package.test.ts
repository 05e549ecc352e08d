import { execFile, execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { reopenText } from "@hub/domain/agreements/commands-sign";
import { sm3 } from "@hub/domain/journal/chain";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { SM2_USER_ID, type KeyPair } from "@hub/domain/kernel/sm2";
import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import { packFiles, unpackFiles } from "@hub/domain/signatures/archive";
import { jsonOf } from "@hub/domain/signatures/package-format";
import { problemsOf, signersOf } from "@hub/domain/signatures/verify-package";
import { expect } from "chai";
import { pagesOf } from "../../domain/test/pdf-text.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { confirmedKey, proof } from "./key-story.ts";
import { frozenAgreement, sign, type Frozen } from "./signing-story.ts";
import { upload } from "./uploads.ts";
import { aWorld, type World } from "./world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

describe("the package of a co-signed agreement", function () {
  this.timeout(300_000);
  let test: TestHub;
  let world: World;
  let reader: HubClient;
  let frozen: Frozen;
  let archive: Buffer;
  let files: Map<string, Buffer>;
  let folder: string;
  let keys: [KeyPair, KeyPair];

  before(async () => {
    test = await startTestHub();
    world = await aWorld(test.hub);
    folder = await mkdtemp(join(tmpdir(), "package-"));
    const [here, there] = [world.gaoyou.officers, world.tianchang.officers];
    for (const officer of [here.chief, here.deputy, here.liaison, there.chief, there.deputy])
      await test.givePassword(officer);
    keys = [
      await confirmedKey(test, here.chief, here.deputy),
      await confirmedKey(test, there.chief, there.deputy),
    ];
    reader = await test.signIn(there.chief);
    frozen = await frozenAgreement(test, [world.gaoyou, world.tianchang, "湖区管理处"]);
    await signBoth(frozen);
    await onPaper(frozen, frozen.partyIds[2] ?? "");
    archive = await packageOf(frozen);
    const unpacked = unpackFiles(archive);
    if (!unpacked) throw new Error("the package is none");
    files = unpacked;
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await test.stop();
  });

  async function signBoth({ agreementId, partyIds }: Frozen): Promise<void> {
    for (const [place, { officers }] of [world.gaoyou, world.tianchang].entries()) {
      const pair = keys[place];
      if (!pair) throw new TypeError("unreachable");
      await sign(test.ctxOf(officers.chief), { agreementId, partyId: partyIds[place] ?? "", pair });
    }
  }

  async function onPaper({ agreementId }: Frozen, partyId: string): Promise<void> {
    const liaison = await test.signIn(world.gaoyou.officers.liaison);
    const { id: fileId } = await upload(liaison, "签章页.png");
    const written = { signedBy: "王某", role: "主任", signedOn: dayOf(new Date()) };
    const params = { agreementId };
    await liaison.call(signatureRoutes.recordPaper, {
      params,
      body: { partyId, fileId, ...written },
    });
    const chief = await test.signIn(world.gaoyou.officers.chief);
    await chief.call(signatureRoutes.confirmPaper, { params, body: { partyId, fileId, proof } });
  }

  async function bytesAt(path: string): Promise<Buffer> {
    const response = await reader.fetch(path);
    expect(response.status, path).to.equal(200);
    return Buffer.from(await response.arrayBuffer());
  }
  const packageOf = ({ agreementId }: Frozen): Promise<Buffer> =>
    bytesAt(`/api/agreements/${agreementId}/signing/package`);

  /** The changed files under a manifest that fits them: what somebody would make who wants it to pass. */
  function sealed(changed: ReadonlyMap<string, Buffer>): Buffer {
    const rest = [...changed].filter(([name]) => name !== "manifest.json");
    const digests = Object.fromEntries(rest.map(([name, bytes]) => [name, sm3(bytes)]));
    return packFiles(new Map([...rest, ["manifest.json", jsonOf({ v: 1, files: digests })]]));
  }
  const firstProblem = (bytes: Buffer) => problemsOf(bytes).next().value;
  const flipped = (bytes: Buffer, at: number, by = 1): Buffer => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ by;
    return copy;
  };

  it("holds, and names who signed and how", () => {
    expect([...problemsOf(archive)]).to.deep.equal([]);
    expect(signersOf(archive).map(({ how }) => how.split(",")[0])).to.deep.equal([
      "SM2",
      "SM2",
      "paper",
    ]);
  });

  it("is the same to the byte whenever it is asked for", async () => {
    expect((await packageOf(frozen)).equals(archive)).to.equal(true);
  });

  it("is verified by the command alone, without a hub", async () => {
    const path = join(folder, "package.zip");
    await writeFile(path, archive);
    const command = (file: string) =>
      run(process.execPath, ["--import=tsx", join(root, "embedded/bin/verify.ts"), file], {
        cwd: root,
        env: { PATH: process.env["PATH"] ?? "" },
      });
    expect((await command(path)).stdout).to.contain("holds, signed by all 3 parties");
    await writeFile(path, flipped(archive, archive.length - 30));
    const failed = await command(path).catch((thrown: { code: number; stdout: string }) => thrown);
    expect(failed).to.deep.include({ code: 1 });
    expect(failed.stdout).to.contain("does not hold");
  });

  it("verifies with OpenSSL, by the commands of its README", async () => {
    for (const [name, bytes] of files) {
      await mkdir(join(folder, dirname(name)), { recursive: true });
      await writeFile(join(folder, name), bytes);
    }
    for (const party of ["01", "02"]) {
      const cwd = join(folder, "signatures", party);
      const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd });
      const distid = ["-sigopt", `distid:${SM2_USER_ID}`];
      const given = ["-signature", "signature.der", "statement.json"];
      const said = openssl("dgst", "-sm3", "-verify", "public-key.pem", ...distid, ...given);
      expect(said.toString()).to.match(/Verified OK/);
      const digest = openssl("dgst", "-sm3", "../../agreement.json").toString().trim();
      const statement = files.get(`signatures/${party}/statement.json`)?.toString() ?? "";
      expect(JSON.parse(statement).versionHash).to.equal(digest.split("= ")[1]);
    }
  });

  it("fails with every byte flipped in turn", () => {
    for (let at = 0; at < archive.length; at += 1)
      for (const by of [0x01, 0xff])
        expect(firstProblem(flipped(archive, at, by)), `byte ${at} by ${by}`).not.to.equal(
          undefined,
        );
  });

  it("fails with every byte of every file flipped in turn, under a manifest that fits", () => {
    for (const [name, bytes] of files) {
      if (name === "manifest.json") continue;
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = new Map(files).set(name, flipped(bytes, at));
        expect(firstProblem(sealed(changed)), `${name} byte ${at}`).not.to.equal(undefined);
      }
    }
  });

  it("fails with a file more, a file less, or files of another package", async () => {
    const more = new Map(files).set("note.txt", Buffer.from("附注"));
    expect(firstProblem(sealed(more))?.file).to.equal("note.txt");
    for (const name of files.keys()) {
      if (name === "manifest.json") continue;
      const less = new Map(files);
      less.delete(name);
      expect(firstProblem(sealed(less)), name).not.to.equal(undefined);
    }
    const other = await frozenAgreement(test, [world.gaoyou, world.tianchang]);
    await signBoth(other);
    const theirs = unpackFiles(await packageOf(other));
    for (const name of [
      "agreement.json",
      "anchor.json",
      "signing.json",
      "signatures/01/entry.json",
    ]) {
      const mixed = new Map(files).set(name, theirs?.get(name) ?? Buffer.alloc(0));
      expect(firstProblem(sealed(mixed)), name).not.to.equal(undefined);
    }
  });

  it("is not there before all have signed, and says of a reopened text that it binds nobody", async () => {
    const open = await frozenAgreement(test, [world.gaoyou, world.tianchang]);
    const { agreementId, partyIds } = open;
    const chief = test.ctxOf(world.gaoyou.officers.chief);
    await sign(chief, { agreementId, partyId: partyIds[0] ?? "", pair: keys[0] });
    for (const paper of ["package", "certificate"]) {
      const refused = await reader.fetch(`/api/agreements/${agreementId}/signing/${paper}`);
      expect(await refused.json(), paper).to.deep.include({ reason: "not_complete" });
    }
    await reopenText(chief, agreementId, { id: newId(), reason: "有误" });
    const problems = [...problemsOf(await packageOf(open))];
    expect(problems.map(({ file }) => file)).to.deep.equal(["signing.json"]);
    expect(problems[0]?.message).to.contain("nobody is bound");
  });

  it("is named by its digest on the certificate, which says by what law the signatures hold", async () => {
    const pdf = await bytesAt(`/api/agreements/${frozen.agreementId}/signing/certificate`);
    const text = (await pagesOf(pdf)).join("");
    expect(text).to.contain(sm3(archive));
    expect(text).to.contain("第十三条第二款");
    for (const words of ["线下签章", "电子签名（SM2）", "湖区管理处", "王某（主任）"])
      expect(text).to.contain(words);
  });
});
