import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const Service = z.object({
  image: z.string().optional(),
  build: z.object({ context: z.string(), dockerfile: z.string(), target: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  ports: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  networks: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  deploy: z.object({ replicas: z.number() }).optional(),
});
export type Service = z.infer<typeof Service>;

export const composeText = (): string => readFileSync(`${ROOT}docker-compose.yml`, "utf8");

/** docker-compose.yml as it is read by Compose: merge keys applied, variables not yet filled in. */
export const composeFile = (): unknown => parse(composeText(), { merge: true });

export function service(name: string): Service {
  const { services } = z
    .object({ services: z.record(z.string(), z.unknown()) })
    .parse(composeFile());
  return Service.parse(services[name]);
}
