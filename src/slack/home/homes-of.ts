import type { WebClient } from '@slack/web-api';
import { rulesOf } from '../../core/policy/policy.ts';
import type { Text } from '../../text/en.ts';
import type { AppContext } from '../kit/context.ts';
import { gatherHome, type Mine } from './gather-home.ts';
import { homeView } from './home.ts';
import { type Homes, keepHomes } from './keep-homes.ts';

/** @param web the workspace's web address; null while unknown */
export function homesOf(
  context: Pick<AppContext, 'store' | 'authority' | 'policy' | 'clock' | 'log' | 'localizer'>,
  client: WebClient,
  web: () => string | null,
): Homes {
  const { store, authority, clock, localizer } = context;
  const viewOf = (user: string, mine: Mine | null, text: Text) =>
    homeView(
      {
        noAdmins: authority.admins().length === 0,
        reader: { user, isAdmin: authority.isAdmin(user) },
        presets: [...rulesOf(context).presets.keys()],
        mine,
      },
      text,
    );
  return keepHomes({
    ...context,
    draw: async (user) =>
      viewOf(user, await gatherHome(store, user, clock.now(), web()), await localizer.textFor(user)),
    drawWithoutStore: (user) => viewOf(user, null, localizer.textOf(user)),
    publish: (user, view) => client.views.publish({ user_id: user, view }),
  });
}
