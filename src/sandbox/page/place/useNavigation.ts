import { useEffect, useMemo, useState } from 'react';
import type { SandboxState, SlackState } from '../../state.ts';
import type { MessageRef, Navigation, SlackPlace } from '../session.ts';
import { isIn } from '../unread.ts';
import { readAddress, writeAddress } from './address.ts';
import { landingOf } from './permalink.ts';

/** The played person and the shown place, kept in the address, so that a reload keeps them. */
export function useNavigation(state: SandboxState): Navigation | null {
  const [first] = useState(() => readAddress(location.search));
  const [meId, setMeId] = useState(first.user);
  const [wanted, setPlace] = useState(first.place);
  const [thread, openThread] = useState(first.thread);
  const [tab, setTab] = useState(first.tab);
  const [target, setTarget] = useState<MessageRef | null>(null);
  const me = state.users.find(({ id }) => id === meId) ?? state.users[0];
  const place = useMemo(() => placeFor(state.slack, me?.id ?? '', wanted), [state.slack, me, wanted]);
  const address = writeAddress({ user: meId, place: wanted, thread, tab });
  useEffect(() => history.replaceState(null, '', address), [address]);
  if (me === undefined) return null;
  const go = (next: SlackPlace) => {
    setPlace(next);
    openThread(null);
  };
  return {
    ...{ me, tab, setTab, place, go, openThread, target },
    thread: thread !== null && canSee(state.slack, me.id, thread.channel) ? thread : null,
    setMe(id) {
      setMeId(id);
      // Another person must not see these direct messages at the side.
      if (place.kind !== 'channel') openThread(null);
    },
    jump(link) {
      const landing = landingOf(state.slack, me.id, link);
      if (landing === null) return false;
      setTab('slack');
      setPlace(landing.place);
      openThread(landing.thread);
      setTarget({ ...link });
      return true;
    },
  };
}

const canSee = ({ channels }: SlackState, user: string, id: string): boolean =>
  channels.some((channel) => channel.id === id && isIn(channel, user));

/** The wanted place, or the person's first channel. */
function placeFor(slack: SlackState, user: string, wanted: SlackPlace | null): SlackPlace {
  if (wanted !== null && (wanted.kind !== 'channel' || canSee(slack, user, wanted.id))) return wanted;
  const channel = slack.channels.find((one) => !one.is_im && isIn(one, user));
  return channel ? { kind: 'channel', id: channel.id } : { kind: 'home' };
}
