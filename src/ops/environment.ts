import type { Environment } from '../config-reader.ts';
import type { VariableName } from '../config-variables.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { hideAlways, secretsIn } from '../ecs/credentials/secrets.ts';
import { loadEnvFile } from './env-file.ts';
import { withSecretFiles } from './secret-files.ts';

/** The variables for a command that only uses the store. */
export const OF_STORE: readonly VariableName[] = ['DATABASE_URL'];

/**
 * The process's settings: its environment, `.env`, and the secrets in files. From now on their secrets are hidden in all output.
 *
 * @param only the variables whose files are read; all by default
 */
export function loadEnvironment(only?: readonly VariableName[]): Result<Environment, readonly string[]> {
  const mistakes = loadEnvFile();
  hideAlways(secretsIn(process.env));
  const environment = withSecretFiles(process.env, only);
  if (!environment.ok || mistakes.length > 0) return fail([...mistakes, ...(environment.ok ? [] : environment.error)]);
  hideAlways(secretsIn(environment.value));
  return ok(environment.value);
}
