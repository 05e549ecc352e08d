import type { Officer, OfficerCard } from "../kernel/officer.ts";
import { signatureOf } from "../kernel/signature.ts";
import type { OfficeLevel } from "../offices/contract.ts";
import type { Knows, LeadRow, LeadValues, LeadView } from "./contract.ts";
import { IN_HAND } from "../exchanges/flow.ts";
import { DECIDED } from "./flow.ts";
import type { LeadRecord } from "./record.ts";
import { leadCan, suggestionFor } from "./rules.ts";

type LeadExchange = LeadView["exchanges"][number];

export function toLeadRow(
  lead: LeadRecord,
  given: {
    viewer: Officer;
    cards: ReadonlyMap<string, OfficerCard>;
    exchange: LeadExchange | null;
  },
): LeadRow {
  const handler = lead.team.find((one) => one.duty === "handler");
  const { title, field, source, grade, marking, place, body } = lead.values;
  return {
    id: lead._id,
    version: lead.version,
    officeId: lead.officeId,
    number: lead.number,
    title,
    field,
    source,
    grade,
    marking,
    place,
    body,
    state: lead.state,
    handler: handler ? (given.cards.get(handler.officerId)?.name ?? "") : null,
    registeredAt: lead.registeredAt.toISOString(),
    changedAt: lead.changedAt.toISOString(),
    channelId: given.viewer.officeId === lead.officeId ? lead.channelId : null,
    exchange: given.exchange,
  };
}

/** The lead for one viewer. A superior reads the record, but neither who reported it nor what the office thinks of it. */
export function toLeadView(
  lead: LeadRecord,
  given: {
    viewer: Officer;
    cards: ReadonlyMap<string, OfficerCard>;
    level: OfficeLevel;
    exchanges: LeadExchange[];
    finding: LeadView["finding"];
  },
): LeadView {
  const { viewer, cards } = given;
  const own = viewer.officeId === lead.officeId;
  // A lead that one office has been asked to take is not decided here meanwhile.
  const handedOver = given.exchanges.some((one) => isHandedOver(one, lead.officeId));
  const row = toLeadRow(lead, { viewer, cards, exchange: given.exchanges[0] ?? null });
  return {
    ...row,
    values: own ? lead.values : outsideValues(lead.values),
    departmentId: lead.departmentId,
    team: lead.team.flatMap(({ officerId, duty, since }) => {
      const officer = cards.get(officerId);
      return officer ? [{ officer, duty, since: since.toISOString() }] : [];
    }),
    registered: signatureOf(lead.registered),
    steps: lead.steps.map((one) => ({ ...one, by: signatureOf(one.by) })),
    recording:
      lead.values.grade === "major" && lead.superiorId
        ? {
            officeId: lead.superiorId,
            recordedOn: lead.recordedUp?.recordedOn ?? null,
            number: lead.recordedUp?.number ?? "",
          }
        : null,
    suggestion: suggestionFor(given.level, lead.values.body?.level ?? null),
    originExchangeId: lead.originExchangeId,
    finding: given.finding,
    exchanges: given.exchanges,
    knows: knowsOf(lead, cards),
    can: leadCan(viewer, lead).filter((act) => !handedOver || !DECIDED.some((one) => one === act)),
  };
}

/** 移送 by this office that the other has not ended: the lead is the other's to decide on. */
export const isHandedOver = (
  exchange: Pick<LeadExchange, "kind" | "state" | "fromOfficeId">,
  officeId: string,
): boolean =>
  exchange.kind === "transfer" &&
  exchange.fromOfficeId === officeId &&
  (exchange.state === "arrived" || IN_HAND.some((state) => state === exchange.state));

/** The values without what never leaves the office. */
export const outsideValues = (values: LeadValues): LeadValues => ({
  ...values,
  reporter: "",
  opinion: "",
});

/** 知悉范围 of a lead: the same facts from which its audience is computed. */
function knowsOf(lead: LeadRecord, cards: ReadonlyMap<string, OfficerCard>): Knows[] {
  const since = lead.registeredAt.toISOString();
  const group = (officeId: string, name: Knows["group"], why: string): Knows => ({
    officeId,
    officer: null,
    group: name,
    since,
    why,
  });
  const { officeId } = lead;
  const found = [
    group(officeId, "leaders", "registered"),
    group(officeId, "liaison", "registered"),
  ];
  if (lead.departmentId) found.push(group(officeId, "department", "handling"));
  if (lead.values.marking !== "work_secret") found.push(group(officeId, "office", "marking"));
  for (const one of lead.team) {
    const officer = cards.get(one.officerId);
    if (officer)
      found.push({
        officeId,
        officer,
        group: "person",
        since: one.since.toISOString(),
        why: "team",
      });
  }
  return [...found, ...lead.superiorIds.map((id) => group(id, "superior", "superior"))];
}
