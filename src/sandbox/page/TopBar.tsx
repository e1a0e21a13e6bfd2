import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Menu,
  MenuItem,
  MenuTrigger,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components';
import type { SandboxUser } from '../state.ts';
import { Avatar } from './Avatar.tsx';
import { useSession } from './session.ts';
import { THEMES, useTheme } from './theme.ts';
import { useTour } from './tour/useTour.ts';
import { forMeIn, unreadOf } from './unread.ts';
import { type PageWords, useWords } from './words/words.ts';

export function TopBar() {
  const { state, drawer, setDrawer, tab } = useSession();
  const words = useWords();
  const { top, app, sidebar } = words;
  const { start } = useTour();
  return (
    <header className="top-bar">
      {tab === 'slack' && (
        <Button
          className="drawer-button"
          aria-label={drawer ? sidebar.close : sidebar.open}
          aria-expanded={drawer}
          onPress={() => setDrawer(!drawer)}
        >
          ☰
        </Button>
      )}
      <span className={`bot-chip ${state.bot}`} role="status">
        <span className="dot" /> {top.bot[state.bot]}
      </span>
      {state.scale !== 1 && <span className="scale-chip">{top.time(state.scale)}</span>}
      <span className="spacer" />
      <Button className="top-link" aria-label={words.tour.name} onPress={() => start(0)}>
        {words.tour.short}
      </Button>
      <a className="top-link" href="/gallery">
        {app.gallery}
      </a>
      <ThemeMenu />
      <PersonaSwitcher />
    </header>
  );
}

function ThemeMenu() {
  const [theme, setTheme] = useTheme();
  const { top } = useWords();
  return (
    <MenuTrigger>
      <Button className="theme-button" aria-label={`${top.theme}: ${top.themes[theme]}`}>
        ◐
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label={top.theme}
          selectionMode="single"
          selectedKeys={[theme]}
          onSelectionChange={(keys) => {
            const [next] = keys === 'all' ? [] : [...keys];
            setTheme(THEMES.find((one) => one === next) ?? theme);
          }}
        >
          {THEMES.map((one) => (
            <MenuItem key={one} id={one} className="option">
              {top.themes[one]}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function PersonaSwitcher() {
  const { state, me, setMe, seen } = useSession();
  const { top } = useWords();
  const waiting = (id: string) => forMeIn(unreadOf(state.slack, id, (channel) => seen.of(id, channel)));
  const elsewhere = state.users.some(({ id }) => id !== me.id && waiting(id) > 0);
  const title = (user: SandboxUser, n: number) =>
    `${user.name}, ${roleOf(user, top)}${n === 0 ? '' : `, ${top.waiting(n)}`}`;
  return (
    <Select className="persona" value={me.id} onChange={(key) => setMe(String(key))}>
      <Label className="persona-label">{top.youAre}</Label>
      <Button className="persona-button">
        <SelectValue className="persona-value">
          <Face user={me} />
        </SelectValue>
        {elsewhere && <span className="news-dot" aria-hidden="true" />}
        <span className="chevron light" aria-hidden="true" />
      </Button>
      <Popover className="popover persona-list" placement="bottom end">
        <ListBox className="options">
          {state.users.map((user) => {
            const n = waiting(user.id);
            return (
              <ListBoxItem
                key={user.id}
                id={user.id}
                className="option person"
                textValue={title(user, n)}
                aria-label={title(user, n)}
              >
                <Face user={user} />
                {n > 0 && <span className="badge">{n}</span>}
              </ListBoxItem>
            );
          })}
        </ListBox>
      </Popover>
    </Select>
  );
}

export const roleOf = ({ role, kind = 'member' }: SandboxUser, top: PageWords['top']): string =>
  top.kinds[kind] || top.roles[role];

function Face({ user }: { user: SandboxUser }) {
  const { top } = useWords();
  return (
    <span className="face">
      <Avatar id={user.id} name={user.name} small />
      <span className="face-name">{user.name}</span>
      <span className={`role role-${user.role}`}>{roleOf(user, top)}</span>
    </span>
  );
}
