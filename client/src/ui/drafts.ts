/** What an officer began to write in a conversation, kept on this device until it is sent. */
const keyOf = (officerId: string, channelId: string) => `draft:${officerId}:${channelId}`;

export const draftOf = (officerId: string, channelId: string): string =>
  localStorage.getItem(keyOf(officerId, channelId)) ?? "";

export function keepDraft(officerId: string, channelId: string, text: string): void {
  const key = keyOf(officerId, channelId);
  if (text) localStorage.setItem(key, text);
  else localStorage.removeItem(key);
}
