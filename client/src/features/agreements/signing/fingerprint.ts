/** All of it in groups: two people compare it by eye or by voice. */
export const inGroups = (fingerprint: string): string =>
  (fingerprint.toUpperCase().match(/.{4}/g) ?? []).join(" ");
