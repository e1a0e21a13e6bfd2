import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { EcsCall, EcsState } from '../../state.ts';
import { placed } from '../placed.ts';
import { SCROLLS } from '../scrolls.ts';
import { useWords } from '../words/words.ts';

/** How often each action was called, and the calls themselves, newest first. */
export function CallLog({ ecs }: { ecs: EcsState }) {
  const { cloud } = useWords();
  const [only, setOnly] = useState<string | null>(null);
  const counts = Object.entries(ecs.calls).sort(([, a], [, b]) => b - a);
  const shown = ecs.log.filter(({ action }) => only === null || action === only);
  return (
    <section className="panel" aria-label={cloud.calls}>
      <h3>{cloud.calls}</h3>
      <ul className="counts" aria-label={cloud.byAction}>
        {counts.map(([action, n]) => (
          <li key={action}>
            <Button
              className={`count ${only === action ? 'on' : ''}`}
              aria-label={cloud.callsOf(action, n)}
              onPress={() => setOnly(only === action ? null : action)}
            >
              {action} <b>{n}</b>
            </Button>
          </li>
        ))}
      </ul>
      {shown.length > 0 && (
        <div className="table-scroll log" {...SCROLLS}>
          <table className="table" aria-label={cloud.log}>
            <thead>
              <tr>
                {cloud.logHeads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {placed([...shown].reverse(), (call, _, at) => (
                <CallRow key={shown.length - at} call={call} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function CallRow({ call }: { call: EcsCall }) {
  const params = Object.entries(call.params)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  return (
    <tr>
      <td className="mono">{new Date(call.at).toLocaleTimeString([], { hour12: false })}</td>
      <td>{call.action}</td>
      <td className="mono">{call.region ?? '–'}</td>
      <td className={call.code === null ? 'good' : 'bad'}>
        {call.status}
        {call.code !== null && ` ${call.code}`}
      </td>
      <td className="mono params" title={params}>
        {params}
      </td>
    </tr>
  );
}
