import { agreementRoutes } from "@hub/domain/agreements/acts-contract";
import type { Clause } from "@hub/domain/clauses/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { aClause } from "./agreement-story.ts";
import type { TestHub } from "./hub-client.ts";
import { GAOYOU, TIANCHANG, type World } from "./world.ts";

/** What the two partners agreed on: conferences by turns, agreed periods for leads, monthly sharing. */
export const articles = (): Clause[] => [
  aClause("joint_conference", { frequency: "quarterly", count: 1 }),
  aClause("lead_transfer", { days: 5 }),
  aClause("feedback", { days: 30 }),
  aClause("info_sharing", { frequency: "monthly", count: 1 }),
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
