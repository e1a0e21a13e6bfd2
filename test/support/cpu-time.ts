/** How long this process has computed, in milliseconds. Unlike a clock it does not go on while others have the machine. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
