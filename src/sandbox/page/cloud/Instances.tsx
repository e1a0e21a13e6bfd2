import { Fragment, useState } from 'react';
import { Button } from 'react-aria-components';
import type { EcsState } from '../../state.ts';
import { DiskList } from './DiskList.tsx';
import { type Instance, readInstance } from './read-instance.ts';

const HEADS = ['Name', 'ID', 'Status', 'Type', 'Zone', 'Addresses'];

export function Instances({ instances }: { instances: EcsState['instances'] }) {
  return (
    <section className="panel" aria-label="Instances">
      <h3>Instances</h3>
      {instances.length === 0 ? (
        <p className="nothing">None yet. Ask for one with /ecs create.</p>
      ) : (
        <div className="table-scroll machines">
          <table className="table" aria-label="Instances">
            <thead>
              <tr>
                {HEADS.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...instances].reverse().map((raw) => {
                const instance = readInstance(raw);
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
  return (
    <Fragment>
      <tr>
        <td>
          {instance.name}
          {instance.summary !== '' && (
            <Button
              className="machine-toggle"
              aria-expanded={open}
              aria-label={`Details of ${instance.name}: ${instance.summary}`}
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
          <td colSpan={HEADS.length}>
            <Machine instance={instance} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}

/** What the machine got, so that a player sees that what was asked for is there. */
function Machine({ instance }: { instance: Instance }) {
  return (
    <div className="machine">
      <dl className="machine-facts" aria-label={`What ${instance.name} got`}>
        {instance.facts.map(([label, text]) => (
          <div key={label} className={label === 'Start script' ? 'machine-wide' : undefined}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        <div className="machine-wide">
          <dt>Disks</dt>
          <dd>
            <DiskList disks={instance.disks} label={`Disks of ${instance.name}`} />
          </dd>
        </div>
      </dl>
    </div>
  );
}

function Addresses({ kind, list }: { kind: 'public' | 'private'; list: readonly string[] }) {
  if (list.length === 0) return null;
  return (
    <div>
      {list.join(', ')} <span className="address-kind">{kind}</span>
    </div>
  );
}
