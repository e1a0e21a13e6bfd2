import type { EcsState, KeyPairState } from '../../state.ts';
import { DiskList } from './DiskList.tsx';

/** What the account has beside its instances, as far as somebody made it here. */
export function Besides({ ecs }: { ecs: EcsState }) {
  return (
    <>
      {ecs.looseDisks.length > 0 && (
        <section className="panel" aria-label="Disks of no instance">
          <h3>Disks of no instance</h3>
          <DiskList disks={ecs.looseDisks} label="Disks of no instance" />
          <p className="hint">They cost what they did before.</p>
        </section>
      )}
      {ecs.keyPairs.length > 0 && (
        <section className="panel" aria-label="Imported key pairs">
          <h3>Imported key pairs</h3>
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
