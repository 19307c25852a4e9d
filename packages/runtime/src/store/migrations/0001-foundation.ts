/**
 * The first schema. The SQL beside it is what MikroORM's schema generator says for the entities, per database; until
 * the first release it is written anew by `node packages/runtime/scripts/write-first-schema.ts`.
 */
import { readFileSync } from 'node:fs';
import { Migration } from '@mikro-orm/migrations';

export class Foundation0001 extends Migration {
  override up(): void {
    for (const statement of statements(this.driver.getPlatform().constructor.name)) this.addSql(statement);
  }
}

function statements(platform: string): string[] {
  const dialect = /postgre/i.test(platform) ? 'postgres' : 'sqlite';
  const sql = readFileSync(new URL(`./0001-foundation.${dialect}.sql`, import.meta.url), 'utf8');
  return sql
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
