import type { Clock } from './clock.ts';
import { fail, type Result } from './result.ts';

/** The result of `work`, or `late` when it takes longer than `ms`. The work itself goes on. */
export function withDeadline<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | 'late'> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => resolve('late'));
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (error: unknown) => {
        cancel();
        reject(error);
      },
    );
  });
}

/** The same for a question: an answer that comes too late is a failure. */
export async function answerWithin<T, E>(
  clock: Clock,
  ms: number,
  question: Promise<Result<T, E>>,
): Promise<Result<T, E | 'late'>> {
  const answer = await withDeadline(clock, ms, question);
  return answer === 'late' ? fail(answer) : answer;
}
