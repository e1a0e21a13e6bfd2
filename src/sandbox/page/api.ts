import type {
  ActionInput,
  Fault,
  OfferedCommand,
  OptionsInput,
  PersonSees,
  SandboxState,
  StateValues,
} from '../state.ts';

/** `GET /sandbox/faults`. */
interface FaultList {
  readonly names: Readonly<Record<string, string>>;
  readonly active: readonly Fault[];
}

export type Suggested = PersonSees & { readonly options?: unknown; readonly option_groups?: unknown };

/** The page's calls to its own server. A missing answer reads as `unreachable`. */
export const api = {
  state: (since: number, signal: AbortSignal): Promise<SandboxState> => get(`/sandbox/state?since=${since}`, signal),
  faults: (): Promise<FaultList> => get('/sandbox/faults'),
  commands: async (): Promise<readonly OfferedCommand[]> =>
    (await get<{ commands?: OfferedCommand[] }>('/sandbox/commands')).commands ?? [],
  gallery: (): Promise<[string, unknown][]> => get('/gallery.json'),
  slash: (input: { user: string; channel: string; command: string; text: string }) => post('/sandbox/slash', input),
  shortcut: (input: { user: string; callback_id: string }) => post('/sandbox/shortcut', input),
  submit: (input: { user: string; view_id: string; values: StateValues }) => post('/sandbox/submit', input),
  action: (input: ActionInput & Readonly<Record<string, unknown>>) => post('/sandbox/action', input),
  options: (input: OptionsInput): Promise<Suggested> => post('/sandbox/options', input),
  close: (input: { user: string; view_id: string }) => post('/sandbox/close', input),
  home: (input: { user: string }) => post('/sandbox/home', input),
  /** `ok` if this window has the turn; also sent while the page is being left. */
  tour: (window: string, on: boolean) => send('POST', '/sandbox/tour', { window, on }, true),
  clock: (scale: number) => post('/sandbox/clock', { scale }),
  bot: (what: 'kill' | 'stop' | 'start') => post('/sandbox/bot', { do: what }),
  addFault: (fault: Fault) => post('/sandbox/faults', fault),
  clearFaults: () => send('DELETE', '/sandbox/faults'),
};

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, signal ? { signal } : {});
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

const post = (path: string, body: object) => send('POST', path, body);

async function send(method: string, path: string, body?: object, keepalive = false): Promise<Suggested> {
  try {
    const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(path, { method, keepalive, ...init });
    return { ok: response.ok, ...(await response.json()) };
  } catch {
    return { ok: false, error: 'unreachable' };
  }
}
