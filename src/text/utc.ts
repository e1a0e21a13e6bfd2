/** `2026-11-24 16:00 UTC`: where Slack does not draw a moment in the reader's own time. */
export const utcText = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
