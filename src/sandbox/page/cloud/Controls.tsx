import { useState } from 'react';
import { Button, Radio, RadioGroup } from 'react-aria-components';
import { api } from '../api.ts';
import { troubleWith } from '../sentences.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

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
  const { cloud } = useWords();
  const [under, setUnder] = useState(false);
  const order = async (what: 'kill' | 'stop' | 'start') => {
    setUnder(true);
    const answer = await api.bot(what);
    setUnder(false);
    if (!answer.ok) notify(cloud.botTrouble(answer.error ?? ''));
  };
  const running = state.bot !== 'stopped';
  return (
    <section className="panel" aria-label={cloud.bot}>
      <h3>{cloud.bot}</h3>
      <p className={`bot-state ${state.bot}`}>
        <span className="dot" /> {cloud.states[state.bot]}
      </p>
      <div className="button-row">
        <Button className="button" isDisabled={running || under} onPress={() => order('start')}>
          {cloud.start}
        </Button>
        <Button className="button" isDisabled={!running || under} onPress={() => order('stop')}>
          {cloud.stop}
        </Button>
        <Button className="button danger" isDisabled={!running || under} onPress={() => order('kill')}>
          {cloud.kill}
        </Button>
      </div>
      <p className="hint">{cloud.botHint}</p>
    </section>
  );
}

function ClockControl() {
  const { state, notify } = useSession();
  const words = useWords();
  const { cloud } = words;
  const scales = SCALES.includes(state.scale) ? SCALES : [...SCALES, state.scale].sort((a, b) => a - b);
  const change = async (value: string) => {
    const answer = await api.clock(Number(value));
    if (!answer.ok) notify(troubleWith(words, answer.error));
  };
  return (
    <section className="panel" aria-label={cloud.clock}>
      <h3>{cloud.clock}</h3>
      <RadioGroup className="scales" aria-label={cloud.scale} value={String(state.scale)} onChange={change}>
        {scales.map((scale) => (
          <Radio key={scale} value={String(scale)} className="scale">
            {scale}×
          </Radio>
        ))}
      </RadioGroup>
      <p className="hint">{cloud.clockHint}</p>
    </section>
  );
}
