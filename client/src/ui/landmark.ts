/** Where a part's calendar is opened: in the dialog or the content it belongs to, so that a screen reader finds it there. */
export const landmarkOf = (trigger: HTMLElement): HTMLElement =>
  trigger.closest<HTMLElement>("[role=dialog], main") ?? document.body;
