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

/** A moment of one API call at a simulator. `before`: nothing happened yet. `after`: it took effect, no answer was sent yet. */
export interface CallMoment {
  readonly api: string;
  readonly phase: 'before' | 'after';
  /** Counts the calls of this simulator, from 1. */
  readonly n: number;
  /** By which name the caller has reached it, such as `localhost`: who uses a name of its own is known by it. */
  readonly host: string;
}

/** A call of the ECS API, with its parameters in wire casing, secrets included. */
export interface EcsCallMoment extends CallMoment {
  readonly params: Readonly<Record<string, string>>;
}

interface Simulator {
  /** Every fault it knows, by name, with what it does and which fields it reads. */
  readonly faultNames: Readonly<Record<string, string>>;
  /** Returns a sentence when the fault is not one of its own or is malformed; null when it is on. */
  addFault(fault: Fault): string | null;
  clearFaults(): void;
  activeFaults(): readonly Fault[];
  /** 1 = real time; 10 = ten cloud seconds in a second. */
  setTimeScale(scale: number): void;
  /** Awaited at each moment of each call; lets a test kill the bot just there. Returns how to stop. */
  onCall(hook: (moment: CallMoment) => void | Promise<void>): () => void;
  /** Called after each change that `state()` would show. Returns how to stop. */
  onChange(listener: () => void): () => void;
}

export interface EcsSimulator extends Simulator {
  onCall(hook: (moment: EcsCallMoment) => void | Promise<void>): () => void;
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** A key of another account: its instances, money and ClientTokens are its own. */
  readonly otherAccessKeyId: string;
  readonly otherAccessKeySecret: string;
  readonly regions: readonly string[];
  /** Of one account; of that of the first key when left out. */
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
  /** Serves `/api/<method>`, `/response/<id>`; false when the path is not its own. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** The Socket Mode WebSocket at `/link/`; false when the path is not its own. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Told once the server listens: the URL under which its own paths can be reached, and where signed HTTP goes (HTTP mode). */
  listenAt(base: string, httpTarget: string | null): void;

  // What a person does in the client. Each answers what the person would see at once.
  slash(input: { user: string; channel: string; command: string; text: string }): Promise<PersonSees>;
  shortcut(input: { user: string; callback_id: string }): Promise<PersonSees>;
  submit(input: { user: string; view_id: string; values: StateValues }): Promise<PersonSees>;
  action(input: ActionInput): Promise<PersonSees>;
  options(
    input: OptionsInput,
  ): Promise<PersonSees & { options?: readonly unknown[]; option_groups?: readonly unknown[] }>;
  closeView(input: { user: string; view_id: string }): Promise<PersonSees>;
  openHome(input: { user: string }): Promise<PersonSees>;
  /** Delivers the last hundred things that people did once more, in their order; resolves when all are acknowledged. */
  deliverAgain(): Promise<void>;
  /** What an owner of the workspace does under People: who is in a user group from now on. Makes the group where there is none. */
  setUserGroup(id: string, users: readonly string[]): void;
  /** The same of somebody's account: it is deactivated, or made a guest, from now on. */
  setAccount(id: string, kind: AccountKind): void;
  close(): Promise<void>;
}
