// npm run verify: walks every chain of the journal of the hub that DATA_DIR or MONGODB_URI names. It may be running.
// npm run verify -- FILE: verifies a co-signing package (会签核验包) from its bytes alone, without a hub or a database.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { verifyJournal } from "@hub/domain/journal/verify";
import { problemsOf, signersOf } from "@hub/domain/signatures/verify-package";
import { toCannotStart } from "@hub/domain/store/reach";
import { connectStore } from "@hub/domain/store/store";
import { withStores } from "../src/stores.ts";

/** Whether everything holds. */
async function verifyHub(): Promise<boolean> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { channels, entries, erased, findings } = await withStores(
    process.env,
    root,
    { alongside: true, redis: false },
    async ({ mongodbUri }) => {
      const store = await connectStore(mongodbUri);
      try {
        return await verifyJournal(store);
      } finally {
        await store.close();
      }
    },
  );
  for (const { channelId, seq, problem } of findings)
    console.error(`channel ${channelId} #${seq}: ${problem}`);
  console.log(
    `${entries} entries in ${channels} channels (${erased} erased): ${findings.length === 0 ? "every chain holds" : `${findings.length} findings`}.`,
  );
  return findings.length === 0;
}

/** The same of a package: who signed, or what does not hold. */
async function verifyPackage(path: string): Promise<boolean> {
  const archive = await readFile(path);
  const problems = [...problemsOf(archive)];
  for (const { file, message } of problems) console.error(`${file}: ${message}`);
  if (problems.length > 0) {
    console.log(`${path}: does not hold.`);
    return false;
  }
  const signers = signersOf(archive);
  for (const { party, how } of signers) console.log(`${party}: ${how}`);
  console.log(`${path}: holds, signed by all ${signers.length} parties.`);
  return true;
}

try {
  const [, , path] = process.argv;
  const holds = path === undefined ? await verifyHub() : await verifyPackage(path);
  if (!holds) process.exitCode = 1;
} catch (thrown) {
  console.error(toCannotStart(thrown)?.message ?? thrown);
  process.exitCode = 1;
}
