import { useSession } from './session.ts';

const COLOURS = ['#2b6cb0', '#b7791f', '#6b46c1', '#2f855a', '#b83280', '#c05621'];

/** A coloured square with a person's initial; the bot has a picture. */
export function Avatar({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  const { state } = useSession();
  const at = state.users.findIndex((user) => user.id === id);
  const size = small ? 'avatar small' : 'avatar';
  if (at < 0) {
    return (
      <span className={`${size} bot`} aria-hidden="true">
        <svg viewBox="0 0 24 24" role="presentation">
          <rect x="4" y="5" width="16" height="6" rx="1.5" />
          <rect x="4" y="13" width="16" height="6" rx="1.5" />
          <circle cx="7.5" cy="8" r="1.2" />
          <circle cx="7.5" cy="16" r="1.2" />
        </svg>
      </span>
    );
  }
  return (
    // The style sheet draws the letter, so that it is not part of the name of the button around it.
    <span
      className={size}
      style={{ background: COLOURS[at % COLOURS.length] }}
      data-initial={name.slice(0, 1).toUpperCase()}
      aria-hidden="true"
    />
  );
}
