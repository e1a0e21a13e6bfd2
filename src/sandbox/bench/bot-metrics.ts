import { readFileSync } from 'node:fs';
import type { BotProcess } from '../bot.ts';

/** A metric of the bot's /metrics, in its unit; NaN if absent. */
export async function metricOf(bot: BotProcess, name: string): Promise<number> {
  const text = await (await fetch(`${bot.healthUrl}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1] ?? Number.NaN);
}

/** Resident memory of a process in bytes; NaN on a system without /proc. */
export function residentBytes(pid: number | null): number {
  try {
    const [, kb = 'NaN'] = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kb) * 1024;
  } catch {
    return Number.NaN;
  }
}
