import { Fragment, useState } from 'react';
import { Button } from 'react-aria-components';
import type { EcsState } from '../../state.ts';
import { SCROLLS } from '../scrolls.ts';
import { useWords } from '../words/words.ts';
import { DiskList } from './DiskList.tsx';
import { type Instance, readInstance } from './read-instance.ts';

export function Instances({ instances }: { instances: EcsState['instances'] }) {
  const { cloud, machine } = useWords();
  return (
    <section className="panel" aria-label={cloud.instances}>
      <h3>{cloud.instances}</h3>
      {instances.length === 0 ? (
        <p className="nothing">{cloud.none}</p>
      ) : (
        <div className="table-scroll machines" {...SCROLLS}>
          <table className="table" aria-label={cloud.instances}>
            <thead>
              <tr>
                {cloud.heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...instances].reverse().map((raw) => {
                const instance = readInstance(raw, machine);
                return <Row key={instance.id} instance={instance} />;
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Row({ instance }: { instance: Instance }) {
  const [open, setOpen] = useState(false);
  const { cloud } = useWords();
  return (
    <Fragment>
      <tr>
        <td>
          {instance.name}
          {instance.summary !== '' && (
            <Button
              className="machine-toggle"
              aria-expanded={open}
              aria-label={cloud.details(instance.name, instance.summary)}
              onPress={() => setOpen(!open)}
            >
              {instance.summary} <span className="chevron" aria-hidden="true" />
            </Button>
          )}
        </td>
        <td className="mono">{instance.id}</td>
        <td>
          <span className={`status status-${instance.status.toLowerCase()}`}>{instance.status}</span>
        </td>
        <td className="mono">{instance.type}</td>
        <td className="mono">{instance.zone}</td>
        <td className="mono">
          <Addresses kind="public" list={instance.publicIps} />
          <Addresses kind="private" list={instance.privateIps} />
        </td>
      </tr>
      {open && (
        <tr className="machine-row">
          <td colSpan={cloud.heads.length}>
            <Machine instance={instance} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** The machine's settings, so that a player sees that they are as ordered. */
function Machine({ instance }: { instance: Instance }) {
  const { cloud, machine } = useWords();
  return (
    <div className="machine">
      <dl className="machine-facts" aria-label={cloud.got(instance.name)}>
        {instance.facts.map(([label, text]) => (
          <div key={label} className={label === 'script' ? 'machine-wide' : undefined}>
            <dt>{machine[label]}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div className="machine-wide">
          <dt>{cloud.disks}</dt>
          <dd>
            <DiskList disks={instance.disks} label={cloud.disksOf(instance.name)} />
          </dd>
        </div>
      </dl>
    </div>
  );
}

function Addresses({ kind, list }: { kind: 'public' | 'private'; list: readonly string[] }) {
  const { cloud } = useWords();
  if (list.length === 0) return null;
  return (
    <div>
      {list.join(', ')} <span className="address-kind">{kind === 'public' ? cloud.publicIp : cloud.privateIp}</span>
    </div>
  );
}
