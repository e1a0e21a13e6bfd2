import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { api } from '../api.ts';
import { slashTrouble } from '../sentences.ts';
import { useSession } from '../session.ts';
import { readSlash } from './slash.ts';

const HINT = 'Only slash commands are played here: try /ecs create or /ecs help.';
const NO_CONVERSATION =
  'The bot has not written to you yet; this conversation begins when it does. Type in a channel instead.';

export function Composer({ label, channel }: { label: string; channel: string | null }) {
  const composer = useComposer(channel);
  const hintId = useId();
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        composer.send();
      }}
    >
      {composer.notice && (
        <p
          className={`composer-notice ${composer.notice.kind}`}
          role={composer.notice.kind === 'hint' ? 'status' : 'alert'}
        >
          <span className="only-you">Only visible to you</span> {composer.notice.sentence}
        </p>
      )}
      <div className="composer-box">
        <textarea
          aria-label={label}
          aria-describedby={hintId}
          placeholder={label}
          rows={Math.min(6, composer.typed.split('\n').length)}
          value={composer.typed}
          onChange={(event) => composer.type(event.target.value)}
          onKeyDown={composer.onKeyDown}
        />
        <Button className="send" type="submit" aria-label="Send" isDisabled={composer.typed.trim() === ''}>
          ➤
        </Button>
      </div>
      <div className="composer-foot">
        <p className="composer-hint" id={hintId}>
          <kbd>Enter</kbd> sends, <kbd>↑</kbd> brings the last command back. Start with <kbd>/ecs</kbd>.
        </p>
        {composer.shortcuts.map(({ callback_id, name }) => (
          <Button key={callback_id} className="shortcut" onPress={() => composer.use(callback_id, name)}>
            ⚡ {name}
          </Button>
        ))}
      </div>
    </form>
  );
}

interface Notice {
  readonly kind: 'hint' | 'trouble';
  readonly sentence: string;
}

function useComposer(channel: string | null) {
  const { me, state } = useSession();
  const [typed, setTyped] = useState('');
  const [notice, setNotice] = useState<Notice | null>(null);
  const last = useRef('');
  const send = async () => {
    if (typed.trim() === '') return;
    const slash = readSlash(typed);
    if (slash === null) return setNotice({ kind: 'hint', sentence: HINT });
    if (channel === null) return setNotice({ kind: 'hint', sentence: NO_CONVERSATION });
    last.current = typed;
    setTyped('');
    setNotice(null);
    const sees = await api.slash({ user: me.id, channel, ...slash });
    if (!sees.ok) setNotice({ kind: 'trouble', sentence: slashTrouble(slash.command, sees.error) });
  };
  const use = async (callback_id: string, name: string) => {
    setNotice(null);
    const sees = await api.shortcut({ user: me.id, callback_id });
    if (!sees.ok) setNotice({ kind: 'trouble', sentence: slashTrouble(name, sees.error) });
  };
  return {
    shortcuts: state.slack.shortcuts,
    use,
    typed,
    notice,
    type: setTyped,
    send,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
        event.preventDefault();
        send();
      } else if (event.key === 'ArrowUp' && typed === '' && last.current !== '') {
        event.preventDefault();
        setTyped(last.current);
      }
    },
  };
}
