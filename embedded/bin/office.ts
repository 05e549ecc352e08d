// npm run office: lets an office take part and makes the accounts of its three administrators.
import { fileURLToPath } from "node:url";
import { HubError } from "@hub/domain/kernel/faults";
import { foundOffice, Founding } from "@hub/domain/officers/found";
import { openHub } from "@hub/domain/store/open-hub";
import { toCannotStart } from "@hub/domain/store/reach";
import { withStores } from "../src/stores.ts";

const USAGE = `npm run office -- CODE system_admin=ACCOUNT:NAME security_admin=ACCOUNT:NAME audit_admin=ACCOUNT:NAME

For example: npm run office -- 321084 system_admin=gaoyou.wang:王某 security_admin=gaoyou.li:李某 audit_admin=gaoyou.zhao:赵某
CODE is the division code of an office of the tree. On a hub without the demo it is run before the first start, or beside a running hub.`;

const REASONS: Partial<Record<string, string>> = {
  not_found: "The tree has no office with this code.",
  not_now: "This office has accounts already: its system administrator creates further ones.",
  bad_input: "One of the accounts is taken, or named twice.",
};

const parse = ([officeId, ...people]: string[]) =>
  Founding.safeParse({
    officeId,
    ...Object.fromEntries(
      people.map((one) => {
        const [, post = one, account, name] = /^(\w+)=([^:]+):(.+)$/.exec(one) ?? [];
        return [post, { account, name }];
      }),
    ),
  });

const founding = parse(process.argv.slice(2));
if (!founding.success) {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  try {
    const root = fileURLToPath(new URL("../..", import.meta.url));
    const made = await withStores(process.env, root, { alongside: true, redis: false }, (stores) =>
      found(stores, founding.data),
    );
    for (const { account, initialPassword } of made) console.log(`${account}  ${initialPassword}`);
    console.log("Initial passwords, shown this once; each is changed at the first sign-in.");
  } catch (thrown) {
    const known = thrown instanceof HubError ? REASONS[thrown.code] : undefined;
    console.error(known ?? toCannotStart(thrown)?.message ?? thrown);
    process.exitCode = 1;
  }
}

async function found(
  stores: { mongodbUri: string; filesDir: string },
  of: Founding,
): Promise<{ account: string; initialPassword: string }[]> {
  // Nothing is sealed here, so the hub's own secret is not needed.
  const { hub, close } = await openHub({
    MONGODB_URI: stores.mongodbUri,
    FILES_DIR: stores.filesDir,
    SESSION_SECRET: "nothing is sealed or signed by this command",
  });
  try {
    return await foundOffice(hub, of);
  } finally {
    await close();
  }
}
