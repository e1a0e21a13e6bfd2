import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { Besides } from './Besides.tsx';
import { CallLog } from './CallLog.tsx';
import { Controls } from './Controls.tsx';
import { Faults } from './faults/Faults.tsx';
import { Instances } from './Instances.tsx';

/** The simulated cloud: what it has, and the calls it got. */
export function Cloud() {
  const { state } = useSession();
  const { app, cloud } = useWords();
  return (
    <main className="cloud" aria-label={app.cloud}>
      <header className="cloud-head">
        <h2>{app.cloud}</h2>
        <dl className="figures">
          <div>
            <dt>{cloud.balance}</dt>
            <dd>
              {state.ecs.balance.currency} {state.ecs.balance.text}
            </dd>
          </div>
          <div>
            <dt>{cloud.instances}</dt>
            <dd>{state.ecs.instances.length}</dd>
          </div>
          <div>
            <dt>{cloud.calls}</dt>
            <dd>{Object.values(state.ecs.calls).reduce((sum, n) => sum + n, 0)}</dd>
          </div>
        </dl>
      </header>
      <div className="cloud-grid">
        <div className="cloud-main">
          <Instances instances={state.ecs.instances} />
          <Besides ecs={state.ecs} />
          <CallLog ecs={state.ecs} />
        </div>
        <div className="cloud-side">
          <Controls />
          <Faults />
        </div>
      </div>
    </main>
  );
}
