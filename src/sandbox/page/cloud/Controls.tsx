import { useState } from 'react';
import { Button, Radio, RadioGroup } from 'react-aria-components';
import { api } from '../api.ts';
import { troubleWith } from '../sentences.ts';
import { useSession } from '../session.ts';

const SCALES = [1, 5, 10, 60];

/** The bot's process and the cloud's clock. */
export function Controls() {
  return (
    <>
      <BotControl />
      <ClockControl />
    </>
  );
}

function BotControl() {
  const { state, notify } = useSession();
  const [under, setUnder] = useState(false);
  const order = async (what: 'kill' | 'stop' | 'start') => {
    setUnder(true);
    const answer = await api.bot(what);
    setUnder(false);
    if (!answer.ok) notify(`The bot could not be told to ${what}: ${answer.error ?? 'no reason given'}`);
  };
  const running = state.bot !== 'stopped';
  return (
    <section className="panel" aria-label="Bot process">
      <h3>Bot process</h3>
      <p className={`bot-state ${state.bot}`}>
        <span className="dot" /> {state.bot}
      </p>
      <div className="button-row">
        <Button className="button" isDisabled={running || under} onPress={() => order('start')}>
          Start
        </Button>
        <Button className="button" isDisabled={!running || under} onPress={() => order('stop')}>
          Stop
        </Button>
        <Button className="button danger" isDisabled={!running || under} onPress={() => order('kill')}>
          Kill
        </Button>
      </div>
      <p className="hint">
        Stop lets it finish what is in hand (SIGTERM); kill does not (SIGKILL). The clouds live on.
      </p>
    </section>
  );
}

function ClockControl() {
  const { state, notify } = useSession();
  const scales = SCALES.includes(state.scale) ? SCALES : [...SCALES, state.scale].sort((a, b) => a - b);
  const change = async (value: string) => {
    const answer = await api.clock(Number(value));
    if (!answer.ok) notify(troubleWith(answer.error));
  };
  return (
    <section className="panel" aria-label="Clock">
      <h3>Clock</h3>
      <RadioGroup className="scales" aria-label="Time scale" value={String(state.scale)} onChange={change}>
        {scales.map((scale) => (
          <Radio key={scale} value={String(scale)} className="scale">
            {scale}×
          </Radio>
        ))}
      </RadioGroup>
      <p className="hint">How fast the cloud’s time runs against ours.</p>
    </section>
  );
}
