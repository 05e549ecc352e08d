import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { Clause } from "@hub/domain/clauses/contract";
import { fromLibrary } from "@hub/domain/clauses/rules";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import type { TestHub } from "./hub-client.ts";
import { GAOYOU, TIANCHANG, type World } from "./world.ts";

const clause = (key: Clause["key"], values: Clause["values"] = {}): Clause => ({
  ...fromLibrary(newId(), key),
  values,
});

/** What the two partners agreed on: conferences by turns, agreed periods for leads, monthly sharing. */
export const articles = (): Clause[] => [
  clause("joint_conference", { frequency: "quarterly", count: 1 }),
  clause("lead_transfer", { days: 5 }),
  clause("feedback", { days: 30 }),
  clause("info_sharing", { frequency: "monthly", count: 1 }),
];

/** An agreement of Gaoyou (host) and Tianchang that is in force since today, registered from paper. */
export async function agreementInForce(
  test: TestHub,
  world: World,
  given: { title?: string; clauses?: Clause[]; agreementId?: string } = {},
): Promise<string> {
  const { title = "高邮湖跨区域协作实施意见", clauses = articles() } = given;
  const agreementId = given.agreementId ?? newId();
  const writer = await test.signIn(world.gaoyou.officers.head);
  await writer.call(agreementRoutes.register, {
    body: {
      agreementId,
      values: { title, instrument: "implementing" },
      parties: [
        { officeId: GAOYOU, name: "高邮市人民检察院" },
        { officeId: TIANCHANG, name: "天长市人民检察院" },
      ],
      hostIndex: 0,
      effectiveOn: dayOf(new Date()),
      clauses,
    },
  });
  return agreementId;
}
