import type { EcsState } from '../../state.ts';
import { type Instance, readInstance } from './read-instance.ts';

export function Instances({ instances }: { instances: EcsState['instances'] }) {
  return (
    <section className="panel" aria-label="Instances">
      <h3>Instances</h3>
      {instances.length === 0 ? (
        <p className="nothing">None yet. Ask for one with /ecs create.</p>
      ) : (
        <div className="table-scroll">
          <table className="table" aria-label="Instances">
            <thead>
              <tr>
                {['Name', 'ID', 'Status', 'Type', 'Zone', 'Addresses'].map((head) => (
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
  return (
    <tr>
      <td>{instance.name}</td>
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
