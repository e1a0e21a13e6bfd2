import { useId } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { placed } from '../../placed.ts';
import { useWords } from '../../words/words.ts';
import { Hints, hintId } from './Hints.tsx';
import { useComposer } from './useComposer.ts';

export function Composer({ label, channel }: { label: string; channel: string | null }) {
  const composer = useComposer(channel);
  const words = useWords();
  const keysId = useId();
  const listId = useId();
  const { shown, active, pick } = composer.hints;
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
          <span className="only-you">{words.channel.onlyYou}</span>
          {words.channel.colon}
          {composer.notice.sentence}
        </p>
      )}
      {shown.length > 0 && <Hints id={listId} hints={shown} active={active} pick={pick} />}
      <div className="composer-box">
        <Shortcuts shortcuts={composer.shortcuts} use={composer.use} />
        <textarea
          ref={composer.box}
          aria-label={label}
          aria-describedby={keysId}
          aria-autocomplete="list"
          aria-controls={shown.length > 0 ? listId : undefined}
          aria-activedescendant={active >= 0 && shown.length > 0 ? hintId(listId, active) : undefined}
          placeholder={label}
          rows={Math.min(6, composer.typed.split('\n').length)}
          value={composer.typed}
          onChange={(event) => composer.type(event.target.value)}
          onKeyDown={composer.onKeyDown}
        />
        <Button
          className="send"
          type="submit"
          aria-label={words.composer.send}
          isDisabled={composer.typed.trim() === ''}
        >
          ➤
        </Button>
      </div>
      <p className="composer-hint" id={keysId}>
        {placed(words.composer.keys, (part, key, at) => (at % 2 === 0 ? <kbd key={key}>{part}</kbd> : part))}
      </p>
    </form>
  );
}

interface ShortcutsProps {
  readonly shortcuts: readonly { readonly callback_id: string; readonly name: string }[];
  readonly use: (callbackId: string, name: string) => void;
}

/** The app's global shortcuts, where Slack has them: behind the button beside the composer. */
function Shortcuts({ shortcuts, use }: ShortcutsProps) {
  const { composer } = useWords();
  if (shortcuts.length === 0) return null;
  return (
    <MenuTrigger>
      <Button className="shortcuts-button" aria-label={composer.shortcuts}>
        +
      </Button>
      <Popover className="popover" placement="top start">
        <Menu className="menu" aria-label={composer.shortcuts}>
          {shortcuts.map(({ callback_id, name }) => (
            <MenuItem key={callback_id} className="option" onAction={() => use(callback_id, name)}>
              ⚡ {name}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
