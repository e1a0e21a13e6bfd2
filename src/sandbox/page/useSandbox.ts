import { useEffect, useState } from 'react';
import type { SandboxState } from '../state.ts';
import { api } from './api.ts';

const RETRY_AFTER_MS = 1000;

/** The sandbox's state, live: one long poll after the other. */
export function useSandbox(): { readonly state: SandboxState | null; readonly reachable: boolean } {
  const [state, setState] = useState<SandboxState | null>(null);
  const [reachable, setReachable] = useState(true);
  useEffect(() => {
    const abort = new AbortController();
    follow(abort.signal, setState, setReachable);
    return () => abort.abort();
  }, []);
  return { state, reachable };
}

async function follow(
  signal: AbortSignal,
  setState: (state: SandboxState) => void,
  setReachable: (reachable: boolean) => void,
): Promise<void> {
  let version = -1;
  while (!signal.aborted) {
    try {
      const next = await api.state(version, signal);
      if (signal.aborted) return;
      setReachable(true);
      // A poll that ran out returns the known version: nothing to draw.
      if (next.version !== version) setState(next);
      version = next.version;
    } catch {
      if (signal.aborted) return;
      setReachable(false);
      // A restarted server counts from the beginning.
      version = -1;
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    }
  }
}
