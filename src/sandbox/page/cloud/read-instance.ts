/** One row of the instances table. */
export interface Instance {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly type: string;
  readonly zone: string;
  readonly publicIps: readonly string[];
  readonly privateIps: readonly string[];
}

/** Reads what DescribeInstances shows of an instance. */
export function readInstance(raw: Readonly<Record<string, unknown>>): Instance {
  const vpc = raw.VpcAttributes as { PrivateIpAddress?: unknown } | undefined;
  const eip = (raw.EipAddress as { IpAddress?: string } | undefined)?.IpAddress;
  return {
    id: String(raw.InstanceId ?? ''),
    name: String(raw.InstanceName ?? ''),
    status: String(raw.Status ?? ''),
    type: String(raw.InstanceType ?? ''),
    zone: String(raw.ZoneId ?? ''),
    publicIps: [...addresses(raw.PublicIpAddress), ...(eip ? [eip] : [])],
    privateIps: [...addresses(vpc?.PrivateIpAddress), ...addresses(raw.InnerIpAddress)],
  };
}

function addresses(holder: unknown): string[] {
  const list = (holder as { IpAddress?: unknown } | undefined)?.IpAddress;
  return Array.isArray(list) ? list.map(String) : [];
}
