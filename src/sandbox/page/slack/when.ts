/** A Slack timestamp (`seconds.counter`) in milliseconds. */
export const msOf = (ts: string): number => Number(ts.split('.')[0]) * 1000;

/** `locale` undefined for the browser's own. */
export function timeOf(ts: string, locale: string | undefined): string {
  return new Date(msOf(ts)).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
}

/** The day of a message; `today` for the present day. */
export function dayOf(ts: string, locale: string | undefined, today: string): string {
  const day = new Date(msOf(ts));
  if (day.toDateString() === new Date().toDateString()) return today;
  return day.toLocaleDateString(locale, { weekday: 'long', month: 'long', day: 'numeric' });
}
