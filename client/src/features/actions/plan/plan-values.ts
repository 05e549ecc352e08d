import { PlanContent } from "@hub/domain/actions/plan-contract";
import { newId } from "@hub/domain/kernel/ids";
import { minuteTime } from "../../../ui/time.ts";
import { instantOf } from "../span-text.ts";

type Stop = PlanContent["stops"][number];

/** A plan while it is being written: a place by its name, arrival by the clock of a day. */
export interface PlanValues extends Omit<PlanContent, "gathering" | "stops" | "contact"> {
  gathering: string;
  contactName: string;
  contactTelephone: string;
  stops: (Omit<Stop, "arriveAt" | "point"> & {
    lat: number | null;
    lon: number | null;
    /** `YYYY-MM-DD HH:mm` in Asia/Shanghai, or empty. */
    arrive: string;
  })[];
}

export const EMPTY: PlanContent = PlanContent.parse({});

export const valuesOfPlan = (content: PlanContent): PlanValues => ({
  ...content,
  gathering: content.gathering?.name ?? "",
  contactName: content.contact.name,
  contactTelephone: content.contact.telephone,
  stops: content.stops.map(({ point, arriveAt, ...stop }) => ({
    ...stop,
    lat: point?.lat ?? null,
    lon: point?.lon ?? null,
    arrive: arriveAt ? minuteTime(arriveAt) : "",
  })),
});

/** `before`: keeps what the form does not touch, as the point of the place where people gather. */
export function planOfValues(values: PlanValues, before: PlanContent): PlanContent {
  const { gathering, contactName, contactTelephone, stops, ...rest } = values;
  const place =
    gathering.trim() === ""
      ? null
      : before.gathering?.name === gathering
        ? before.gathering
        : { name: gathering, point: null };
  return {
    ...rest,
    gathering: place,
    contact: { name: contactName, telephone: contactTelephone },
    stops: stops.map(({ lat, lon, arrive, ...stop }) => ({
      ...stop,
      point: typeof lat === "number" && typeof lon === "number" ? { lat, lon } : null,
      arriveAt: /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(arrive)
        ? instantOf(arrive.slice(0, 10), arrive.slice(11))
        : null,
    })),
  };
}

export const newStop = (name: string, point: { lat: number; lon: number } | null) => ({
  id: newId(),
  name,
  lat: point?.lat ?? null,
  lon: point?.lon ?? null,
  arrive: "",
  note: "",
});
export const newGroup = () => ({
  id: newId(),
  name: "",
  duty: "",
  leaderId: null,
  officerIds: [],
  partnerIds: [],
  boatId: null,
});
export const newBoat = () => ({ id: newId(), name: "", capacity: 8, skipper: "", telephone: "" });
export const newPartner = () => ({ id: newId(), unit: "", name: "", post: "", telephone: "" });
export const newItem = () => ({ id: newId(), text: "", perStop: true });
export const newPhase = (day: string) => ({ id: newId(), name: "", from: day, to: day, goal: "" });
