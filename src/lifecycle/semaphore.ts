/** Runs at most `atOnce` pieces of work at a time; the others wait in the order of the calls. */
export interface Semaphore {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function makeSemaphore(atOnce: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return {
    async run(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next(); // hands over its slot
      }
    },
  };
}
