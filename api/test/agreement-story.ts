import { agreementRoutes, type DraftAgreement } from "@hub/domain/agreements/acts-contract";
import type { AgreementView } from "@hub/domain/agreements/contract";
import type { Clause, ClauseKey } from "@hub/domain/clauses/contract";
import { fromLibrary } from "@hub/domain/clauses/rules";
import { newId } from "@hub/domain/kernel/ids";
import { proposalRoutes, type Change, type ProposalView } from "@hub/domain/proposals/contract";
import { loadVersion } from "@hub/domain/agreements/change";
import { markSigned } from "@hub/domain/agreements/effect";
import type { AgreementDoc } from "@hub/domain/agreements/model";
import type { z } from "zod";
import type { HubClient, TestHub } from "./hub-client.ts";
import { GAOYOU, TIANCHANG, type TestOffice, type World } from "./world.ts";

/** An article of the library with its fields filled in. */
export const aClause = (key: ClauseKey, values: Clause["values"] = {}): Clause => ({
  ...fromLibrary(newId(), key),
  values,
});

/** Articles as two county offices might have them; `days` of the transfer. */
export const someClauses = (days = 5): Clause[] => [
  aClause("scope", { area: "高邮湖", fields: "生态环境和资源保护" }),
  aClause("lead_transfer", { days }),
  aClause("joint_conference", { frequency: "half_yearly", count: 1 }),
  aClause("joint_patrol", { frequency: "quarterly", count: 1, responsible: "rotation" }),
];

/** The people of an office who bring an agreement about. */
export interface Side {
  office: TestOffice;
  writer: HubClient;
  head: HubClient;
  deputy: HubClient;
  chief: HubClient;
  liaison: HubClient;
}

export async function sideOf(test: TestHub, office: TestOffice): Promise<Side> {
  const { prosecutor, head, deputy, chief, liaison } = office.officers;
  return {
    office,
    writer: await test.signIn(prosecutor),
    head: await test.signIn(head),
    deputy: await test.signIn(deputy),
    chief: await test.signIn(chief),
    liaison: await test.signIn(liaison),
  };
}

/** Gaoyou hosts, Tianchang is the other party; further parties come by their names. */
export interface Story {
  test: TestHub;
  host: Side;
  other: Side;
}

export async function aStory(test: TestHub, world: World): Promise<Story> {
  return {
    test,
    host: await sideOf(test, world.gaoyou),
    other: await sideOf(test, world.tianchang),
  };
}

type Drafted = z.input<typeof DraftAgreement>;

/** A draft of the host office that nobody else knows of. */
export function drafted({ host }: Story, over: Partial<Drafted> = {}): Promise<AgreementView> {
  return host.writer.call(agreementRoutes.draft, {
    body: {
      agreementId: newId(),
      values: {
        title: "关于建立高邮湖协作机制的实施意见",
        instrument: "implementing",
        area: "高邮湖",
        fields: ["ECO"],
      },
      parties: [
        { officeId: GAOYOU, name: "高邮市人民检察院" },
        { officeId: TIANCHANG, name: "天长市人民检察院" },
      ],
      clauses: someClauses(),
      ...over,
    },
  });
}

/** The same, sent to all parties for their opinions, and staffed by the other one. */
export async function circulated(
  story: Story,
  over: Partial<Drafted> = {},
): Promise<AgreementView> {
  const draft = await drafted(story, over);
  const params = { agreementId: draft.id };
  await story.host.chief.call(agreementRoutes.circulate, {
    params,
    body: { expects: draft.draft?.revision ?? 0 },
  });
  const { office, liaison } = story.other;
  await liaison.call(agreementRoutes.staff, {
    params,
    body: {
      departmentId: office.departments.pil._id,
      officerIds: [office.officers.prosecutor._id],
    },
  });
  return viewed(story, draft.id);
}

export const viewed = (story: Story, agreementId: string): Promise<AgreementView> =>
  story.host.writer.call(agreementRoutes.get, { params: { agreementId } });

/** A proposal of a side, written but not released. */
export function proposed(
  side: Side,
  agreementId: string,
  change: Change,
  reason = "更便于执行",
): Promise<ProposalView> {
  return side.writer.call(proposalRoutes.draft, {
    params: { agreementId },
    body: { proposalId: newId(), change, reason },
  });
}

/** The same, through 审核 and released by a leader. */
export async function released(
  side: Side,
  agreementId: string,
  change: Change,
  reason = "更便于执行",
): Promise<ProposalView> {
  const draft = await proposed(side, agreementId, change, reason);
  const params = { agreementId, proposalId: draft.id };
  let view = await side.writer.call(proposalRoutes.submit, {
    params,
    body: { expects: draft.version },
  });
  view = await side.head.call(proposalRoutes.review, {
    params,
    body: { expects: view.version, pass: true },
  });
  return side.deputy.call(proposalRoutes.release, { params, body: { expects: view.version } });
}

/** Through every step of a side's own 院内审批. */
export async function approvedBy(side: Side, agreementId: string): Promise<AgreementView> {
  const params = { agreementId };
  let view = await side.chief.call(agreementRoutes.get, { params });
  while (view.approval?.next) {
    const who = { department: side.head, deputy: side.deputy, chief: side.chief };
    view = await who[view.approval.next].call(agreementRoutes.approve, {
      params,
      body: { digest: view.settled ?? "" },
    });
  }
  return view;
}

/** Settled, approved by both sides and frozen: ready to be signed. */
export async function frozen(story: Story, over: Partial<Drafted> = {}): Promise<AgreementView> {
  const view = await circulated(story, over);
  return frozenFrom(story, view);
}

export async function frozenFrom(story: Story, view: AgreementView): Promise<AgreementView> {
  const params = { agreementId: view.id };
  const { host, other } = story;
  const settled = await host.chief.call(agreementRoutes.settle, {
    params,
    body: { expects: view.draft?.revision ?? 0 },
  });
  await approvedBy(host, view.id);
  await approvedBy(other, view.id);
  return host.chief.call(agreementRoutes.freeze, {
    params,
    body: { expects: settled.draft?.revision ?? 0 },
  });
}

/** As the last signature does, in an act of its own. */
export async function signedByAll(story: Story, agreementId: string): Promise<AgreementView> {
  const ctx = story.test.ctxOf(story.other.office.officers.chief);
  await ctx.hub.journal.act(ctx, {
    id: newId(),
    input: { signed: agreementId },
    run: async (tx) => {
      const agreement = await tx.store.agreements
        .findById(agreementId, null, { session: tx.session })
        .lean<AgreementDoc>();
      const version = await loadVersion(tx, agreementId, agreement?.inHand ?? 0);
      if (!agreement || version?.state !== "frozen") throw new Error("nothing is being signed");
      return markSigned(tx, { agreement, version });
    },
  });
  return viewed(story, agreementId);
}

/** In force by its number. */
export async function inForce(story: Story, over: Partial<Drafted> = {}): Promise<AgreementView> {
  const view = await frozen(story, over);
  await signedByAll(story, view.id);
  return story.host.liaison.call(agreementRoutes.number, {
    params: { agreementId: view.id },
    body: { number: "邮检发〔2026〕9号", on: "2026-11-20" },
  });
}
