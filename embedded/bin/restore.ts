// npm run restore -- FILE.tar [--force]: brings a backup into the hub that DATA_DIR, or MONGODB_URI, REDIS_URL and FILES_DIR, name.
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import { systemClock } from "@hub/domain/kernel/clock";
import { CannotStart, toCannotStart } from "@hub/domain/store/reach";
import { restore } from "../src/restore.ts";
import { withStores } from "../src/stores.ts";

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { force: { type: "boolean", default: false } },
  });
  const [from, ...more] = positionals;
  if (!from || more.length > 0)
    throw new CannotStart("Say what: npm run restore -- FILE.tar [--force]");
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { at, collections, files } = await withStores(
    process.env,
    root,
    { alongside: false, redis: true },
    async (stores) => {
      const manifest = await restore({ ...stores, from, force: values.force, clock: systemClock });
      if (manifest.secret) stores.keepSecret(manifest.secret);
      return manifest;
    },
  );
  const documents = collections.reduce((sum, { documents }) => sum + documents, 0);
  console.log(
    `Restored as of ${at}: ${documents} documents of ${collections.length} collections, ${files.length} files.`,
  );
} catch (thrown) {
  console.error(toCannotStart(thrown)?.message ?? thrown);
  process.exitCode = 1;
}
