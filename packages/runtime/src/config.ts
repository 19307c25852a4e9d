/** The runtime's configuration, from the environment. Everything has a default: the embedded engine needs nothing set. */
import { join } from 'node:path';
import type { RuntimeConfig } from './runtime.ts';

/**
 * Reads the configuration.
 *
 * - `DATABASE_URL`: `file:<path>`, `:memory:` or `postgres://…`; a file in the folder below when absent.
 * - `GONGZHI_FOLDER`: folder of the database file, documents and keys; `var` when absent.
 * - `GONGZHI_DOCUMENT_LIMIT_BYTES`: largest upload, in bytes; 20 MiB when absent.
 * - `GONGZHI_TWO_PERSON`: `true` or `false`, whether a definition of one person is published only when another
 *   approves. When absent true on PostgreSQL, where an installation has several authors, and false on SQLite, where
 *   one person tries things out and nobody else is there to approve.
 * - `GONGZHI_<PLUGIN>_<SETTING>`: a setting of a plugin, e.g. `GONGZHI_NOTIFICATION_SMTP_HOST` is `smtpHost` of
 *   `notification`. Secrets; never logged.
 */
export function readConfig(
  environment: Record<string, string | undefined>,
  pluginNames: readonly string[] = [],
): RuntimeConfig {
  const folder = environment['GONGZHI_FOLDER'] ?? 'var';
  return {
    databaseUrl: environment['DATABASE_URL'] ?? `file:${join(folder, 'gongzhi.sqlite')}`,
    documentsFolder: join(folder, 'documents'),
    keysFolder: join(folder, 'keys'),
    pluginSettings: Object.fromEntries(pluginNames.map((name) => [name, settingsOf(name, environment)])),
    twoPersons: yesOrNo(
      environment,
      'GONGZHI_TWO_PERSON',
      /^postgres(ql)?:/.test(environment['DATABASE_URL'] ?? ''),
    ),
    documentLimitBytes: bytes(environment, 'GONGZHI_DOCUMENT_LIMIT_BYTES', 20 * 1024 * 1024),
  };
}

function settingsOf(plugin: string, environment: Record<string, string | undefined>) {
  const prefix = `GONGZHI_${plugin.replaceAll('-', '_').toUpperCase()}_`;
  const settings: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(environment))
    if (name.startsWith(prefix)) settings[camelCase(name.slice(prefix.length))] = value;
  return settings;
}

function yesOrNo(environment: Record<string, string | undefined>, name: string, absent: boolean): boolean {
  const value = environment[name];
  if (value === undefined || value === '') return absent;
  if (value !== 'true' && value !== 'false')
    throw new TypeError(`expected ${name} to be true or false, got ${value}`);
  return value === 'true';
}

const camelCase = (name: string) =>
  name.toLowerCase().replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function bytes(environment: Record<string, string | undefined>, name: string, absent: number): number {
  const value = environment[name];
  if (value === undefined || value === '') return absent;
  if (!/^[1-9]\d{0,12}$/.test(value))
    throw new TypeError(`expected ${name} to be a number of bytes, got ${value}`);
  return Number(value);
}
