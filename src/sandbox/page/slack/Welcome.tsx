import { Avatar } from '../Avatar.tsx';
import { useSession } from '../session.ts';
import { roleOf } from '../TopBar.tsx';
import { TourOffer } from '../tour/TourOffer.tsx';
import { useWords } from '../words/words.ts';

/**
 * The text of an empty channel, and later on demand: for most people the first thing they see here. `picked` is called when it
 * has put text into the composer.
 */
export function Welcome({ title, picked }: { title: string; picked: () => void }) {
  const { setDraft } = useSession();
  const { welcome } = useWords();
  return (
    <div className="welcome">
      <h3>{welcome.title(title)}</h3>
      <p>{welcome.what}</p>
      <TourOffer />
      <h4>{welcome.try}</h4>
      <ul className="try">
        {welcome.chips.map(({ label, text }) => (
          <li key={text}>
            <button
              type="button"
              className="try-chip"
              onClick={() => {
                setDraft({ text });
                picked();
              }}
            >
              <span>{label}</span>
              <code>{text}</code>
            </button>
          </li>
        ))}
      </ul>
      <People />
    </div>
  );
}

const ROLES = ['requester', 'approver', 'admin', 'outsider'] as const;

function People() {
  const { state, setMe, me } = useSession();
  const { welcome, top } = useWords();
  return (
    <>
      <h4>{welcome.people}</h4>
      <p className="hint">{welcome.peopleHint}</p>
      <dl className="roles">
        {ROLES.map((role) => (
          <div key={role}>
            <dt>{top.roles[role]}</dt>
            <dd>
              {welcome.roles[role]}
              <span className="role-people">
                {state.users
                  .filter((user) => user.role === role)
                  .map((user) => (
                    <button
                      key={user.id}
                      type="button"
                      className="person-chip"
                      aria-pressed={user.id === me.id}
                      title={user.title}
                      onClick={() => setMe(user.id)}
                    >
                      <Avatar id={user.id} name={user.name} small />
                      {user.name}
                      {role === 'outsider' && <span className="person-kind">{roleOf(user, top)}</span>}
                    </button>
                  ))}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
