import type { PersonSees } from '../../ports.ts';
import type { ResponseUrls } from '../transport/response-url.ts';
import type { Dispatched, Outgoing } from '../transport/transport.ts';
import type { World } from '../world.ts';

/** The parts of a person's Slack client. */
export interface Client {
  readonly world: World;
  readonly responses: ResponseUrls;
  dispatch(outgoing: Outgoing): Promise<Dispatched>;
}

export const sees = (error: string, more: Omit<PersonSees, 'ok' | 'error'> = {}): PersonSees => ({
  ok: false,
  error,
  ...more,
});
export const FINE: PersonSees = { ok: true };

export const interactive = (payload: object, acceptsResponse: boolean): Outgoing => ({
  kind: 'interactive',
  payload,
  acceptsResponse,
});
