import type { World } from '../world.ts';
import { done, type Method, type Reply, refuse } from './method.ts';

/** `ticket`: makes a single-use ticket to a Socket Mode link. */
export function appMethods(ticket: () => string): Readonly<Record<string, Method>> {
  const open = (world: World): Reply => {
    if (world.base === null) return refuse('internal_error');
    const url = `${world.base.replace(/^http/, 'ws')}/link/?ticket=${ticket()}&app_id=${world.app.id}`;
    return done({ url });
  };
  return {
    'api.test': { tier: 'free', token: 'none', scopes: [], run: () => done() },
    'apps.connections.open': { tier: 3, token: 'app', scopes: [], run: ({ world }) => open(world) },
  };
}
