import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type {
  AccountKind,
  ActionInput,
  EcsState,
  Fault,
  OptionsInput,
  PersonSees,
  SandboxUser,
  SlackState,
  StateValues,
} from './state.ts';

export type * from './state.ts';

/**
 * A moment of an API call at a simulator. `before`: nothing happened yet. `after`: it took effect, but no answer was sent yet.
 */
export interface CallMoment {
  readonly api: string;
  readonly phase: 'before' | 'after';
  /** Counts this simulator's calls, from 1. */
  readonly n: number;
  /** The host name that the caller used, such as `localhost`: a caller with its own name is recognised by it. */
  readonly host: string;
}

/** A call of the ECS API, with its parameters in wire casing, secrets included. */
export interface EcsCallMoment extends CallMoment {
  readonly params: Readonly<Record<string, string>>;
}

interface Simulator {
  /** All its faults by name, each with its effect and the fields it reads. */
  readonly faultNames: Readonly<Record<string, string>>;
  /** Returns a sentence if the fault is unknown or malformed; null if it is on. */
  addFault(fault: Fault): string | null;
  clearFaults(): void;
  activeFaults(): readonly Fault[];
  /** 1 = real time; 10 = ten cloud seconds per second. */
  setTimeScale(scale: number): void;
  /** Awaited at each moment of each call, so that a test can kill the bot exactly there. Returns how to stop. */
  onCall(hook: (moment: CallMoment) => void | Promise<void>): () => void;
  /** Called after each change of `state()`. Returns how to stop. */
  onChange(listener: () => void): () => void;
}

export interface EcsSimulator extends Simulator {
  onCall(hook: (moment: EcsCallMoment) => void | Promise<void>): () => void;
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** A key of another account, with its own instances, money and ClientTokens. */
  readonly otherAccessKeyId: string;
  readonly otherAccessKeySecret: string;
  readonly regions: readonly string[];
  /** Of one account; by default of the first key's. */
  state(account?: string): EcsState;
  close(): Promise<void>;
}

export interface SlackSimulator extends Simulator {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly users: readonly SandboxUser[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  /** The app's global shortcuts. */
  readonly shortcuts: readonly { readonly callback_id: string; readonly name: string }[];
  state(): SlackState;
  /** Serves `/api/<method>` and `/response/<id>`; false for other paths. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** The Socket Mode WebSocket at `/link/`; false for other paths. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Called once the server listens, with the base URL of its own paths, and the target of signed HTTP (HTTP mode). */
  listenAt(base: string, httpTarget: string | null): void;

  // A person's acts in the client. Each returns what the person sees at once.
  slash(input: { user: string; channel: string; command: string; text: string }): Promise<PersonSees>;
  shortcut(input: { user: string; callback_id: string }): Promise<PersonSees>;
  submit(input: { user: string; view_id: string; values: StateValues }): Promise<PersonSees>;
  action(input: ActionInput): Promise<PersonSees>;
  options(
    input: OptionsInput,
  ): Promise<PersonSees & { options?: readonly unknown[]; option_groups?: readonly unknown[] }>;
  closeView(input: { user: string; view_id: string }): Promise<PersonSees>;
  openHome(input: { user: string }): Promise<PersonSees>;
  /** Sends the payloads of the last hundred acts of people again, in their order; resolves when all are acknowledged. */
  retryAll(): Promise<void>;
  /** Sets a user group's members, as an owner of the workspace does under People. Creates the group if there is none. */
  setUserGroup(id: string, users: readonly string[]): void;
  /** Changes a person's account from now on: deactivates it, or makes it a guest's. */
  setAccount(id: string, kind: AccountKind): void;
  close(): Promise<void>;
}
