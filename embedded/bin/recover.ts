// npm run recover -- OLD.mdb NEW.mdb: writes what is whole in the engine's damaged data file into a new one.
import { parseArgs } from "node:util";
import { recoverFile } from "../src/mongo/recover.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const [from, to, ...more] = positionals;
if (!from || !to || more.length > 0) {
  console.error("Say from where to where: npm run recover -- OLD.mdb NEW.mdb");
  process.exit(2);
}
try {
  const { collections, documents, strays, faults } = await recoverFile(from, to);
  for (const fault of faults) console.error(fault);
  console.log(
    `${to}: ${documents} documents of ${collections} collections, ${strays} of them perhaps out of date; ${faults.length === 0 ? "nothing was damaged" : `${faults.length} faults`}.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
