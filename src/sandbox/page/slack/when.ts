/** A Slack timestamp (`seconds.counter`) in milliseconds. */
export const msOf = (ts: string): number => Number(ts.split('.')[0]) * 1000;

export function timeOf(ts: string): string {
  return new Date(msOf(ts)).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

export function dayOf(ts: string): string {
  const day = new Date(msOf(ts));
  const today = new Date();
  if (day.toDateString() === today.toDateString()) return 'Today';
  return day.toLocaleDateString([], { weekday: 'long', month: 'long', day: 'numeric' });
}
