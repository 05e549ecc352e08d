// npm run backup -- FILE.tar: the store, then the files, of the hub that DATA_DIR or MONGODB_URI and FILES_DIR name. It may be running.
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { systemClock } from "@hub/domain/kernel/clock";
import { CannotStart, toCannotStart } from "@hub/domain/store/reach";
import { backup } from "../src/backup.ts";
import { withStores } from "../src/stores.ts";

try {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [to, ...more] = positionals;
  if (!to || more.length > 0) throw new CannotStart("Say where to: npm run backup -- FILE.tar");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { collections, files } = await withStores(
    process.env,
    root,
    { alongside: true, redis: false },
    (stores) => backup({ ...stores, to, clock: systemClock }),
  );
  const documents = collections.reduce((sum, { documents }) => sum + documents, 0);
  console.log(
    `${to}: ${documents} documents of ${collections.length} collections, ${files.length} files.`,
  );
} catch (thrown) {
  console.error(toCannotStart(thrown)?.message ?? thrown);
  process.exitCode = 1;
}
