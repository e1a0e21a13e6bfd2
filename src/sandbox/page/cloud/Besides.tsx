import type { EcsState, KeyPairState } from '../../state.ts';
import { useWords } from '../words/words.ts';
import { DiskList } from './DiskList.tsx';

/** Things in the account beside its instances, if somebody made any here. */
export function Besides({ ecs }: { ecs: EcsState }) {
  const { cloud } = useWords();
  return (
    <>
      {ecs.looseDisks.length > 0 && (
        <section className="panel" aria-label={cloud.looseDisks}>
          <h3>{cloud.looseDisks}</h3>
          <DiskList disks={ecs.looseDisks} label={cloud.looseDisks} />
          <p className="hint">{cloud.looseHint}</p>
        </section>
      )}
      {ecs.keyPairs.length > 0 && (
        <section className="panel" aria-label={cloud.keyPairs}>
          <h3>{cloud.keyPairs}</h3>
          <ul className="disks">
            {ecs.keyPairs.map((pair) => (
              <li key={`${pair.region} ${pair.name}`}>
                {pair.name}, {pair.region} <span className="address-kind">{tagsOf(pair)}</span>
                <div className="mono">{pair.fingerPrint}</div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const tagsOf = ({ tags }: KeyPairState): string => tags.map(({ key, value }) => `${key}=${value}`).join(', ');
