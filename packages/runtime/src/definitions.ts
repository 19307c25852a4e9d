/** Published definitions: kept for ever, compiled once, the newest of each id for new cases. */
import {
  compile,
  type Actor,
  type CompiledDefinition,
  type CompileResult,
  type DefinitionSummary,
  type Json,
  type Plugin,
} from '@gongzhi/engine';
import { runtimeErrors } from './errors.ts';
import type { DefinitionInfo, Definitions } from './runtime.ts';
import { DefinitionRow } from './store/entities.ts';
import type { Store } from './store/open.ts';

/** What the write path needs beyond reading: without a promise when it is in memory. */
export interface DefinitionCache extends Definitions {
  peek(id: string, version: number | undefined): CompiledDefinition | undefined;
}

/** How long another process may go on opening cases of the version before. */
const NEWEST_FOR_MS = 1_000;

export function createDefinitions(
  store: Store,
  plugins: readonly Plugin[],
  now: () => number,
): DefinitionCache {
  const compiledByKey = new Map<string, CompiledDefinition>();
  const newest = new Map<string, { version: number; knownAt: number }>();

  async function compiled(id: string, version?: number): Promise<CompiledDefinition> {
    const known = peek(id, version);
    if (known !== undefined) return known;
    const row = await find(id, version);
    if (row === null) throw unknown(id, version);
    const result = compile(row.source, { plugins, file: `${id}@${row.version}` });
    if (!result.ok) throw invalid(result);
    compiledByKey.set(keyOf(id, row.version), result.compiled);
    if (version === undefined) newest.set(id, { version: row.version, knownAt: performance.now() });
    return result.compiled;
  }

  function peek(id: string, version: number | undefined): CompiledDefinition | undefined {
    if (version !== undefined) return compiledByKey.get(keyOf(id, version));
    const known = newest.get(id);
    if (known === undefined || performance.now() - known.knownAt > NEWEST_FOR_MS) return undefined;
    return compiledByKey.get(keyOf(id, known.version));
  }

  async function find(id: string, version?: number): Promise<DefinitionRow | null> {
    const where = version === undefined ? { id } : { id, version };
    const [row] = await store.em().find(DefinitionRow, where, { orderBy: { version: 'desc' }, limit: 1 });
    return row ?? null;
  }

  async function newestRows(): Promise<DefinitionRow[]> {
    const rows = await store.em().find(DefinitionRow, {}, { orderBy: { id: 'asc', version: 'desc' } });
    return rows.filter((row, index) => index === 0 || rows[index - 1]!.id !== row.id);
  }

  async function summaries(): Promise<Map<string, DefinitionSummary>> {
    const known = new Map<string, DefinitionSummary>();
    for (const { id, version } of await newestRows()) known.set(id, summary(await compiled(id, version)));
    return known;
  }

  async function publishAll(
    sources: { source: string; file?: string; note?: string }[],
    actor: Actor,
  ): Promise<DefinitionInfo[]> {
    const known = await summaries();
    for (const { source, file } of sources) {
      const alone = compile(source, { plugins, now: now(), ...(file === undefined ? {} : { file }) });
      if (alone.ok) known.set(alone.compiled.ref.id, summary(alone.compiled));
    }
    const results = sources.map(({ source, file }) =>
      compile(source, { plugins, definitions: known, now: now(), ...(file === undefined ? {} : { file }) }),
    );
    const failed = results.filter((result) => !result.ok);
    if (failed.length > 0) throw invalid({ ok: false, problems: failed.flatMap(({ problems }) => problems) });
    const rows: DefinitionRow[] = [];
    const infos: DefinitionInfo[] = [];
    for (const [index, result] of results.entries()) {
      if (!result.ok) continue;
      const { source, note } = sources[index]!;
      const published = await find(result.compiled.ref.id, result.compiled.ref.version);
      if (published !== null && published.hash !== result.compiled.ref.hash) throw taken(published);
      const row = published ?? rowOf(result.compiled, source, actor, note ?? null, now());
      if (published === null) rows.push(row);
      infos.push(info(row));
    }
    await insert(rows);
    for (const result of results) if (result.ok) remember(result.compiled);
    return infos;
  }

  /** All or none. Somebody else may publish the same version at this moment: then the hash decides. */
  async function insert(rows: DefinitionRow[]): Promise<void> {
    if (rows.length === 0) return;
    try {
      await store.em().insertMany(DefinitionRow, rows);
    } catch (error) {
      for (const row of rows) {
        const published = await find(row.id, row.version);
        if (published === null) throw error;
        if (published.hash !== row.hash) throw taken(published);
      }
    }
  }

  function remember(definition: CompiledDefinition): void {
    const { id, version } = definition.ref;
    compiledByKey.set(keyOf(id, version), definition);
    newest.delete(id);
  }

  return {
    compiled,
    peek,
    publishAll,
    async publish(source, actor, options = {}) {
      const [published] = await publishAll([{ source, ...options }], actor);
      return published!;
    },
    async check(source, file) {
      const known = await summaries();
      return compile(source, {
        plugins,
        definitions: known,
        now: now(),
        ...(file === undefined ? {} : { file }),
      });
    },
    async list() {
      return (await newestRows()).map(info);
    },
    async versions(id) {
      const rows = await store.em().find(DefinitionRow, { id }, { orderBy: { version: 'desc' } });
      return rows.map(info);
    },
    async read(id, version) {
      const row = await find(id, version);
      return row === null ? null : { ...info(row), source: row.source };
    },
  };
}

const keyOf = (id: string, version: number) => `${id}@${version}`;

function summary({ definition }: CompiledDefinition): DefinitionSummary {
  const { id, version, open, roles } = definition;
  return { id, version, openBy: open.by, roles: Object.keys(roles) };
}

function rowOf(
  { definition, ref }: CompiledDefinition,
  source: string,
  actor: Actor,
  note: string | null,
  at: number,
): DefinitionRow {
  return {
    id: ref.id,
    version: ref.version,
    hash: ref.hash,
    procedure: definition.procedure,
    title: JSON.stringify(definition.title),
    source,
    publishedAt: at,
    publishedBy: actor.memberId,
    note,
  } as DefinitionRow;
}

function info(row: DefinitionRow): DefinitionInfo {
  const { id, version, hash, procedure, publishedAt, publishedBy, note } = row;
  const title = JSON.parse(row.title) as DefinitionInfo['title'];
  return { id, version, hash, procedure, title, publishedAt, publishedBy, note: note ?? null };
}

const unknown = (definition: string, version: number | undefined) =>
  runtimeErrors.error('GZ_DEFINITION_UNKNOWN', { definition, version: version ?? '–' });

const taken = ({ id, version }: DefinitionRow) =>
  runtimeErrors.error('GZ_DEFINITION_VERSION_TAKEN', { definition: id, version });

function invalid({ problems }: Extract<CompileResult, { ok: false }>) {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  return runtimeErrors.error(
    'GZ_DEFINITION_INVALID',
    {
      count: errors.length,
      first:
        first === undefined
          ? ''
          : `${first.file}:${first.line}:${first.column} ${first.code} ${first.message.en}`,
    },
    { problems: problems as unknown as Json },
  );
}
