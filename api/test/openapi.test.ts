import { readFile } from "node:fs/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "chai";
import { openApi } from "../src/openapi.ts";
import { readContracts } from "../src/routes.ts";

describe("api/openapi.json", () => {
  it("says what the contracts say (npm run openapi writes it)", async () => {
    const written = await readFile(new URL("../openapi.json", import.meta.url), "utf8");
    const made: unknown = JSON.parse(JSON.stringify(openApi(await readContracts())));
    expect(JSON.parse(written)).to.deep.equal(made);
  });

  it("holds schemas that a validator understands, and no reference that leads nowhere", async () => {
    const { components } = openApi(await readContracts()) as {
      components: { schemas: Record<string, object> };
    };
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: "https://hub.test/openapi", components });
    const names = Object.keys(components.schemas);
    expect(names).to.include.members(["Me", "Problem", "SetPolicy.input"]);
    for (const name of names)
      expect(ajv.getSchema(`https://hub.test/openapi#/components/schemas/${name}`), name).to.be.a(
        "function",
      );
  });

  it("names every act once, and no two routes share method and path", async () => {
    const { routes } = await readContracts();
    const places = routes.map((route) => `${route.method} ${route.path.replace(/:\w+/g, ":")}`);
    expect(new Set(places).size).to.equal(routes.length);
  });
});
