import { useMemo, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { SandboxState } from '../state.ts';
import { Announcer } from './Announcer.tsx';
import { ConfirmHost } from './block-kit/Confirm.tsx';
import { Cloud } from './cloud/Cloud.tsx';
import { NamesContext, namesOf } from './names.ts';
import { type Session, SessionContext, type SlackPlace, type ThreadRef } from './session.ts';
import { ModalHost } from './slack/ModalHost.tsx';
import { SlackScreen } from './slack/SlackScreen.tsx';
import { Toast } from './Toast.tsx';
import { TopBar } from './TopBar.tsx';
import { useSandbox } from './useSandbox.ts';

export function App() {
  const { state, reachable } = useSandbox();
  if (state === null) {
    return (
      <main className="waiting" aria-busy="true">
        <p role="status">{reachable ? 'Opening the sandbox…' : 'The sandbox does not answer; trying again…'}</p>
      </main>
    );
  }
  return <Play state={state} reachable={reachable} />;
}

function Play({ state, reachable }: { state: SandboxState; reachable: boolean }) {
  const names = useMemo(() => namesOf(state), [state]);
  const [notice, setNotice] = useState<string | null>(null);
  const session = useSession(state, setNotice);
  if (session === null) return <p role="alert">This sandbox has no people to play.</p>;
  return (
    <NamesContext value={names}>
      <SessionContext value={session.session}>
        <ConfirmHost>
          <Tabs className="app" orientation="vertical" keyboardActivation="manual">
            <TopBar setMe={session.setMe} />
            <TabList className="rail" aria-label="Sandbox">
              <RailTab id="slack" icon="💬" name="Slack" />
              <RailTab id="cloud" icon="☁️" name="Cloud" />
            </TabList>
            <TabPanel id="slack" className="screen" shouldForceMount>
              <SlackScreen />
            </TabPanel>
            <TabPanel id="cloud" className="screen">
              <Cloud />
            </TabPanel>
          </Tabs>
          <ModalHost />
          <Announcer />
          <Toast
            notice={reachable ? notice : 'The sandbox does not answer; trying again…'}
            close={() => setNotice(null)}
          />
        </ConfirmHost>
      </SessionContext>
    </NamesContext>
  );
}

function RailTab({ id, icon, name }: { id: string; icon: string; name: string }) {
  return (
    <Tab id={id} className="rail-tab">
      <span className="rail-icon" aria-hidden="true">
        {icon}
      </span>
      {name}
    </Tab>
  );
}

/** The persona is in the address, so that two browser tabs can be two people. */
function useSession(state: SandboxState, notify: (sentence: string | null) => void) {
  const [meId, setMeId] = useState(() => new URLSearchParams(location.search).get('user'));
  const [place, setPlace] = useState<SlackPlace | null>(null);
  const [thread, openThread] = useState<ThreadRef | null>(null);
  const me = state.users.find(({ id }) => id === meId) ?? state.users[0];
  const channel = state.slack.channels.find(({ is_im }) => !is_im);
  if (me === undefined) return null;
  const go = (next: SlackPlace) => {
    setPlace(next);
    openThread(null);
  };
  const session: Session = {
    state,
    me,
    place: place ?? (channel ? { kind: 'channel', id: channel.id } : { kind: 'home' }),
    go,
    thread,
    openThread,
    notify,
  };
  const setMe = (id: string) => {
    history.replaceState(null, '', `?${new URLSearchParams({ user: id })}`);
    setMeId(id);
    // Somebody else's direct messages must not stay open on the side.
    if (session.place.kind !== 'channel') openThread(null);
  };
  return { session, setMe };
}
