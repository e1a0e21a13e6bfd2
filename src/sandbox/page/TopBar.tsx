import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import type { SandboxUser } from '../state.ts';
import { Avatar } from './Avatar.tsx';
import { useSession } from './session.ts';

export function TopBar({ setMe }: { setMe: (id: string) => void }) {
  const { state } = useSession();
  return (
    <header className="top-bar">
      <span className={`bot-chip ${state.bot}`} role="status" aria-label={`The bot is ${state.bot}`}>
        <span className="dot" /> bot {state.bot}
      </span>
      {state.scale !== 1 && <span className="scale-chip">time × {state.scale}</span>}
      <span className="spacer" />
      <a className="top-link" href="/gallery">
        Gallery
      </a>
      <PersonaSwitcher setMe={setMe} />
    </header>
  );
}

function PersonaSwitcher({ setMe }: { setMe: (id: string) => void }) {
  const { state, me } = useSession();
  return (
    <Select className="persona" value={me.id} onChange={(key) => setMe(String(key))}>
      <Label className="persona-label">You are</Label>
      <Button className="persona-button">
        <SelectValue className="persona-value">
          <Face user={me} />
        </SelectValue>
        <span className="chevron light" aria-hidden="true" />
      </Button>
      <Popover className="popover">
        <ListBox className="options" items={state.users}>
          {(user) => (
            <ListBoxItem
              id={user.id}
              className="option"
              textValue={`${user.name}, ${user.role}`}
              aria-label={`${user.name}, ${user.role}`}
            >
              <Face user={user} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

function Face({ user }: { user: SandboxUser }) {
  return (
    <span className="face">
      <Avatar id={user.id} name={user.name} small />
      <span>{user.name}</span>
      <span className={`role role-${user.role}`}>{user.role}</span>
    </span>
  );
}
