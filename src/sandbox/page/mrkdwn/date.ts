/** Fills a `<!date^…>` format in the reader's own time zone, as Slack's clients do. `at` in seconds UTC, `now` in ms UTC. */
export function formatDate(at: number, format: string, now: number, locale?: string): string {
  const when = new Date(at * 1000);
  const show = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options).format(when);
  const long = () => show({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const middle = () => show({ year: 'numeric', month: 'long', day: 'numeric' });
  const short = () => show({ year: 'numeric', month: 'short', day: 'numeric' });
  const parts: Record<string, () => string> = {
    date_num: () => numeric(when),
    date: middle,
    date_short: short,
    date_long: long,
    date_pretty: () => nearDay(when, now, locale) ?? middle(),
    date_short_pretty: () => nearDay(when, now, locale) ?? short(),
    date_long_pretty: () => nearDay(when, now, locale) ?? long(),
    time: () => show({ hour: '2-digit', minute: '2-digit' }),
    time_secs: () => show({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    ago: () => ago(at * 1000 - now, locale),
  };
  return format.replace(/\{(\w+)\}/g, (whole, name: string) => parts[name]?.() ?? whole);
}

function numeric(when: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
}

/** Today and its neighbours are words. */
function nearDay(when: Date, now: number, locale: string | undefined): string | null {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(when.getTime()) - midnight(now)) / 86_400_000);
  return Math.abs(days) > 1 ? null : new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
}

function ago(deltaMs: number, locale: string | undefined): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const;
  const [unit, size] = units.find(([, ms]) => Math.abs(deltaMs) >= ms) ?? units[3];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(deltaMs / size), unit);
}
