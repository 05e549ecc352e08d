import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:http";
import { expect } from "chai";
import express, { type Request, type Response } from "express";
import { securityHeaders } from "@hub/api/security";
import { ROOT, service } from "./compose.ts";

const nginx = readFileSync(`${ROOT}docker/nginx.conf`, "utf8");
const maps = readFileSync(`${ROOT}docker/map.conf.template`, "utf8");

/** What the template's expression makes of an address of tiles: the origin, with a blank before it. */
function originOf(tiles: string): string {
  const [, expression = "none"] = /"~([^"]+)" " \$tiles_origin"/.exec(maps) ?? [];
  const origin = new RegExp(expression).exec(tiles)?.groups?.["tiles_origin"];
  return origin ? ` ${origin}` : "";
}

/** The directives of a policy without what differs by answer. */
const directives = (policy: string): string[] =>
  policy
    .replace(/'nonce-[^']*'/g, "'nonce'")
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean)
    .toSorted();

describe("docker/nginx.conf", () => {
  for (const [name, tiles] of [
    ["without map tiles", ""],
    ["with map tiles", "https://tiles.example.cn:8443/img_w/{z}/{x}/{y}?tk=1"],
  ] as const)
    it(`serves the client under the very policy of the hub itself, ${name}`, async () => {
      const app = express();
      app.use(securityHeaders({ https: true, tiles }));
      app.use((_request: Request, response: Response) => void response.end());
      const server = createServer(app);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      server.close();
      const own = answer.headers.get("content-security-policy") ?? "";
      const [, proxied = ""] = /Content-Security-Policy "([^"]+)"/.exec(nginx) ?? [];
      expect(directives(proxied.replace("$map_origin", originOf(tiles)))).to.deep.equal(
        directives(own),
      );
    });

  it("puts its nonce where the built page has the place for it", () => {
    const config = readFileSync(`${ROOT}client/vite.config.ts`, "utf8");
    const [, place = "missing"] = /cspNonce:\s*"([^"]+)"/.exec(config) ?? [];
    expect(nginx).to.contain(`sub_filter ${place} $request_id;`);
  });

  it("puts the map's tiles where the page and its policy have the place for them", () => {
    const page = readFileSync(`${ROOT}client/index.html`, "utf8");
    for (const [place, value] of [
      ["__MAP_TILES__", "$map_tiles"],
      ["__MAP_CREDIT__", "$map_credit"],
    ] as const) {
      expect(page).to.contain(`content="${place}"`);
      expect(nginx).to.contain(`sub_filter ${place} ${value};`);
      expect(maps).to.contain(`map "" ${value} {`);
    }
    const { environment } = service("proxy");
    expect(environment).to.include.keys("MAP_TILES", "MAP_CREDIT");
    expect(nginx).to.contain(`include ${environment?.["NGINX_ENVSUBST_OUTPUT_DIR"]}/map.conf;`);
  });

  it("passes on the api and the socket, and nothing that operators ask", () => {
    const passed = [...nginx.matchAll(/location (?:= )?(\S+) \{[^}]*proxy_pass/g)].map(
      ([, path]) => path,
    );
    expect(passed).to.deep.equal(["/api/", "/socket.io/"]);
  });
});
