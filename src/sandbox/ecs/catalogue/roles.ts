/** A RAM role. It belongs to the account, not to a region. */
interface RoleData {
  readonly name: string;
  readonly description: string;
  /** Whether its trust policy allows ECS. */
  readonly ecs: boolean;
  /** Whether the RAM user of the simulator's key has `ram:PassRole` for it. */
  readonly passable: boolean;
}

/** The simulator's user can give only the first two to an instance. */
export const ROLES: readonly RoleData[] = [
  { name: 'EcsWebRole', description: 'reads the bucket with the web assets', ecs: true, passable: true },
  { name: 'EcsBackupRole', description: 'writes to the backup bucket', ecs: true, passable: true },
  { name: 'EcsAdminRole', description: 'may do everything in the account', ecs: true, passable: false },
  { name: 'FunctionRole', description: 'for Function Compute', ecs: false, passable: true },
];
