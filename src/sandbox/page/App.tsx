import { useEffect, useMemo, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { OfferedCommand, SandboxState } from '../state.ts';
import { Announcer } from './Announcer.tsx';
import { api } from './api.ts';
import { ConfirmHost } from './block-kit/Confirm.tsx';
import { Cloud } from './cloud/Cloud.tsx';
import { ElsewhereHost } from './Elsewhere.tsx';
import { NamesContext, namesOf } from './names.ts';
import { useKeys } from './place/useKeys.ts';
import { useNavigation } from './place/useNavigation.ts';
import { useTitle } from './place/useTitle.ts';
import { useSeen } from './seen.ts';
import { type Session, SessionContext, useSession } from './session.ts';
import { ModalHost } from './slack/ModalHost.tsx';
import { SlackScreen } from './slack/SlackScreen.tsx';
import { Toast } from './Toast.tsx';
import { TopBar } from './TopBar.tsx';
import { TourBar } from './tour/TourBar.tsx';
import { TourContext, useTourOf } from './tour/useTour.ts';
import { forMeIn, unreadOf } from './unread.ts';
import { useSandbox } from './useSandbox.ts';
import { languageOf, tagOf, useWords, WordsContext, wordsFor } from './words/words.ts';

export function App() {
  const { state, reachable } = useSandbox();
  const { app } = useWords();
  if (state === null) {
    return (
      <main className="waiting" aria-busy="true">
        <p role="status">{reachable ? app.opening : app.silent}</p>
      </main>
    );
  }
  return <Play state={state} reachable={reachable} />;
}

function Play({ state, reachable }: { state: SandboxState; reachable: boolean }) {
  const names = useMemo(() => namesOf(state), [state]);
  const [notice, setNotice] = useState<string | null>(null);
  const session = useWholeSession(state, setNotice);
  const tour = useTourOf(session);
  const locale = session?.me.locale;
  const words = useMemo(() => wordsFor(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = tagOf(languageOf(locale));
  }, [locale]);
  if (session === null) return <p role="alert">{words.app.nobody}</p>;
  return (
    <NamesContext value={names}>
      <WordsContext value={words}>
        <SessionContext value={session}>
          <TourContext value={tour}>
            <ElsewhereHost>
              <ConfirmHost>
                <Screens />
                <TourBar />
                <ModalHost />
                <Announcer />
                <Toast notice={reachable ? notice : words.app.silent} close={() => setNotice(null)} />
              </ConfirmHost>
            </ElsewhereHost>
          </TourContext>
        </SessionContext>
      </WordsContext>
    </NamesContext>
  );
}

function Screens() {
  const { tab, setTab, unread } = useSession();
  const { app } = useWords();
  useKeys();
  useTitle();
  return (
    <Tabs
      className="app"
      orientation="vertical"
      keyboardActivation="manual"
      selectedKey={tab}
      onSelectionChange={(key) => setTab(key === 'cloud' ? 'cloud' : 'slack')}
    >
      <TopBar />
      <TabList className="rail" aria-label={app.views}>
        <RailTab id="slack" icon="💬" name={app.slack} waiting={forMeIn(unread)} />
        <RailTab id="cloud" icon="☁️" name={app.cloud} waiting={0} />
      </TabList>
      <TabPanel id="slack" className="screen" shouldForceMount>
        <SlackScreen />
      </TabPanel>
      <TabPanel id="cloud" className="screen">
        <Cloud />
      </TabPanel>
    </Tabs>
  );
}

function RailTab({ id, icon, name, waiting }: { id: string; icon: string; name: string; waiting: number }) {
  return (
    <Tab id={id} className="rail-tab">
      <span className="rail-icon" aria-hidden="true">
        {icon}
        {waiting > 0 && <span className="badge">{waiting}</span>}
      </span>
      {name}
    </Tab>
  );
}

function useWholeSession(state: SandboxState, notify: (sentence: string | null) => void): Session | null {
  const navigation = useNavigation(state);
  const seen = useSeen();
  const commands = useCommands();
  const [draft, setDraft] = useState<Session['draft']>(null);
  const [drawer, setDrawer] = useState(false);
  const me = navigation?.me.id ?? '';
  const unread = useMemo(() => unreadOf(state.slack, me, (channel) => seen.of(me, channel)), [state.slack, me, seen]);
  if (navigation === null) return null;
  const go: Session['go'] = (place) => {
    navigation.go(place);
    setDrawer(false);
  };
  return { ...navigation, go, state, seen, unread, commands, draft, setDraft, drawer, setDrawer, notify };
}

/** Empty until they are loaded, or if they cannot be: commands can be typed all the same. */
function useCommands(): readonly OfferedCommand[] {
  const [commands, setCommands] = useState<readonly OfferedCommand[]>([]);
  useEffect(() => {
    api.commands().then(setCommands, () => {});
  }, []);
  return commands;
}
