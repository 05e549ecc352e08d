import type { AgreementRow, EffectRule, Term } from "@hub/domain/agreements/contract";
import { articleNumber } from "@hub/domain/agreements/words";
import { useLanguage, useText } from "../../app/i18n.ts";
import { useOffices } from "../../ui/names.tsx";

type Party = Pick<AgreementRow["parties"][number], "officeId" | "name">;

/** A party as one calls it: an office with an account by its directory name, another as it is written down. */
export function usePartyName(): (party: Party, short?: boolean) => string {
  const offices = useOffices();
  const language = useLanguage();
  return ({ officeId, name }, short = false) => {
    const office = officeId === null ? undefined : offices.get(officeId);
    if (!office) return name;
    if (language === "en")
      return short ? office.nameEn.replace(/ People's Procuratorate$/, "") : office.nameEn;
    return short ? office.shortName : office.name;
  };
}

/** 自印发之日起施行；长期有效. */
export function useTermText() {
  const t = useText();
  return {
    effect: (rule: EffectRule): string =>
      rule.from === "day"
        ? t("agreements.effect.day", { day: rule.on })
        : t(`agreements.effect.${rule.from}`),
    term: (term: Term): string => {
      if (term.kind === "long") return t("agreements.term.long");
      return term.kind === "until"
        ? t("agreements.term.until", { day: term.on })
        : t("agreements.term.years", { count: term.count });
    },
  };
}

/** 第三条【线索移送】; an article without a number is one that does not stand in the text yet. */
export function useArticleText() {
  const t = useText();
  const language = useLanguage();
  return ({ number, heading }: { number: number | null; heading: string }): string => {
    if (number === null) return heading === "" ? t("agreements.clause.whole") : `【${heading}】`;
    const article = language === "en" ? number : articleNumber(number);
    return t("agreements.clause.article", { number: article, heading });
  };
}
