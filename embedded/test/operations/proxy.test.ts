import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { expect } from "chai";
import express, { type Request, type Response } from "express";
import { securityHeaders } from "@hub/api/security";
import { ROOT } from "./compose.ts";

const nginx = readFileSync(`${ROOT}docker/nginx.conf`, "utf8");

/** The directives of a policy without what differs by answer. */
const directives = (policy: string): string[] =>
  policy
    .replace(/'nonce-[^']*'/g, "'nonce'")
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean)
    .toSorted();

describe("docker/nginx.conf", () => {
  it("serves the client under the very policy of the hub itself", async () => {
    const app = express();
    app.use(securityHeaders({ https: true }));
    app.use((_request: Request, response: Response) => void response.end());
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    server.close();
    const own = answer.headers.get("content-security-policy") ?? "";
    const [, proxied = ""] = /Content-Security-Policy "([^"]+)"/.exec(nginx) ?? [];
    expect(directives(proxied)).to.deep.equal(directives(own));
  });

  it("puts its nonce where the built page has the place for it", () => {
    const config = readFileSync(`${ROOT}client/vite.config.ts`, "utf8");
    const [, place = "missing"] = /cspNonce:\s*"([^"]+)"/.exec(config) ?? [];
    expect(nginx).to.contain(`sub_filter ${place} $request_id;`);
  });

  it("passes on the api and the socket, and nothing that operators ask", () => {
    const passed = [...nginx.matchAll(/location (?:= )?(\S+) \{[^}]*proxy_pass/g)].map(
      ([, path]) => path,
    );
    expect(passed).to.deep.equal(["/api/", "/socket.io/"]);
  });
});
