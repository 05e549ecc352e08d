import { readFileSync } from "node:fs";
import { expect } from "chai";
import { z } from "zod";
import { ROOT } from "./compose.ts";

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

describe("package-lock.json", () => {
  // `npm ci` (npm 11) refuses a lock file that names an optional package without an entry. npm writes such a file by itself when a
  // registry lacks the build for some other platform; the name is then to be taken out of that package's optionalDependencies.
  it("has an entry for every optional package that it names", () => {
    const { packages } = Lock.parse(JSON.parse(readFileSync(`${ROOT}package-lock.json`, "utf8")));
    const paths = Object.keys(packages);
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
      .filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
    expect(missing).to.deep.equal([]);
  });
});
