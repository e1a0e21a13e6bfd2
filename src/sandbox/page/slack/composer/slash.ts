/** Reads typed text like Slack: a command and its text, or null for an ordinary message. */
export function readSlash(typed: string): { readonly command: string; readonly text: string } | null {
  const read = /^(\/[a-z0-9_-]+)(?:\s+([\s\S]*))?$/i.exec(typed.trim());
  return read && { command: read[1] ?? '', text: (read[2] ?? '').trim() };
}
