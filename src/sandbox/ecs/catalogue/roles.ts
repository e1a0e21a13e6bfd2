/** A role of RAM. It belongs to the account, not to a region. */
export interface RoleData {
  readonly name: string;
  readonly description: string;
  /** Whether ECS may take it, by its trust policy. */
  readonly ecs: boolean;
  /** Whether the RAM user of the simulator's key has `ram:PassRole` for it. */
  readonly passable: boolean;
}

/** Only the first two can be given to an instance by the simulator's user. */
export const ROLES: readonly RoleData[] = [
  { name: 'EcsWebRole', description: 'reads the bucket with the web assets', ecs: true, passable: true },
  { name: 'EcsBackupRole', description: 'writes to the backup bucket', ecs: true, passable: true },
  { name: 'EcsAdminRole', description: 'may do everything in the account', ecs: true, passable: false },
  { name: 'FunctionRole', description: 'for Function Compute', ecs: false, passable: true },
];
