import { writeFile } from "node:fs/promises";
import { openApi } from "../src/openapi.ts";
import { readContracts } from "../src/routes.ts";

const file = new URL("../openapi.json", import.meta.url);
await writeFile(file, `${JSON.stringify(openApi(await readContracts()), null, 1)}\n`);
console.log(`written: ${file.pathname}`);
