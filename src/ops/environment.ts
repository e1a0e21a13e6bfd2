import type { Environment } from '../config-reader.ts';
import type { VariableName } from '../config-variables.ts';
import { fail, ok, type Result } from '../core/base/result.ts';
import { hideAlways, secretsIn } from '../ecs/credentials/secrets.ts';
import { loadEnvFile } from './env-file.ts';
import { withSecretFiles } from './secret-files.ts';

/** What a command needs that only looks into the store. */
export const OF_STORE: readonly VariableName[] = ['DATABASE_URL'];

/**
 * What the process was told: its environment, `.env`, and the secrets in files. Nothing of it that is a secret is ever said from now on.
 *
 * @param only whose files are read; all when left out
 */
export function loadEnvironment(only?: readonly VariableName[]): Result<Environment, readonly string[]> {
  const trouble = loadEnvFile();
  if (trouble !== null) return fail([trouble]);
  hideAlways(secretsIn(process.env));
  const environment = withSecretFiles(process.env, only);
  if (!environment.ok) return environment;
  hideAlways(secretsIn(environment.value));
  return ok(environment.value);
}
