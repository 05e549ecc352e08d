// npm run verify: walks every chain of the journal of the hub that DATA_DIR or MONGODB_URI names. It may be running.
import { fileURLToPath } from "node:url";
import { verifyJournal } from "@hub/domain/journal/verify";
import { toCannotStart } from "@hub/domain/store/reach";
import { connectStore } from "@hub/domain/store/store";
import { withStores } from "../src/stores.ts";

try {
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
  if (findings.length > 0) process.exitCode = 1;
} catch (thrown) {
  console.error(toCannotStart(thrown)?.message ?? thrown);
  process.exitCode = 1;
}
