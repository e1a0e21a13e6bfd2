import { allMicrotasks } from '../timeline.ts';
import { runWorld } from '../world.ts';
import { aRecording, type Recording } from './recording.ts';

export interface Tried {
  /** What was broken, a line each; null when every promise held. */
  readonly broken: string | null;
  readonly recording: Recording;
}

/** Runs a world, and says what it breaks. What nobody waits for may fail no less than what is waited for. */
export async function tryWorld(seed: number, without: ReadonlySet<string> = new Set()): Promise<Tried> {
  const recording = aRecording(without);
  const stray: unknown[] = [];
  const onStray = (reason: unknown): void => void stray.push(reason);
  process.on('unhandledRejection', onStray);
  try {
    await runWorld(seed, recording);
    await allMicrotasks();
  } catch (error) {
    stray.push(error);
  } finally {
    process.off('unhandledRejection', onStray);
  }
  const broken = stray.map((error) => (error instanceof Error ? error.message : String(error))).join('\n');
  return { broken: stray.length === 0 ? null : broken, recording };
}
