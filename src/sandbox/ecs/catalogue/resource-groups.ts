/** A resource group of the account, beside the default one, which is shown as empty. */
interface ResourceGroupData {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
}

export const RESOURCE_GROUPS: readonly ResourceGroupData[] = [
  { id: 'rg-acfmxsandboxprod', name: 'production', displayName: 'Production' },
  { id: 'rg-acfmxsandboxtest', name: 'development', displayName: 'Development' },
];
