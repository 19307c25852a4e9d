/** Published definitions: kept for ever, compiled once, the active one of each id for new cases. */
import {
  compile,
  type Actor,
  type CompiledDefinition,
  type CompileResult,
  type DefinitionRef,
  type DefinitionSummary,
  type Json,
  type Plugin,
} from '@gongzhi/engine';
import { runtimeErrors } from './errors.ts';
import type { DefinitionInfo, Definitions } from './runtime.ts';
import { DefinitionRow } from './store/entities.ts';
import type { Store } from './store/open.ts';

/** What the write path and publishing need beyond that: without a promise when it is in memory. */
export interface DefinitionCache extends Definitions {
  /** Makes a published version the one that new cases take. */
  activate(id: string, version: number): Promise<DefinitionInfo>;
  /** Refuses as `publish` would. */
  mustBePublishable(source: string, file?: string): Promise<DefinitionRef>;
  /** `publish`, after two persons have agreed. */
  publishApproved(
    source: string,
    submittedBy: Pick<Actor, 'memberId'>,
    options?: { file?: string; note?: string },
  ): Promise<DefinitionInfo>;
  peek(id: string, version: number | undefined): CompiledDefinition | undefined;
}

/** How long another process may go on opening cases of the version before. */
const NEWEST_FOR_MS = 1_000;

export function createDefinitions(
  store: Store,
  plugins: readonly Plugin[],
  now: () => number,
  twoPersons = false,
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
    const [row] = await store.em().find(DefinitionRow, where, { orderBy: ACTIVE_FIRST, limit: 1 });
    return row ?? null;
  }

  async function newestRows(): Promise<DefinitionRow[]> {
    const rows = await store.em().find(DefinitionRow, {}, { orderBy: { id: 'asc', ...ACTIVE_FIRST } });
    return rows.filter((row, index) => index === 0 || rows[index - 1]!.id !== row.id);
  }

  async function summaries(): Promise<Map<string, DefinitionSummary>> {
    const known = new Map<string, DefinitionSummary>();
    for (const { id, version } of await newestRows()) known.set(id, summary(await compiled(id, version)));
    return known;
  }

  async function publishAll(
    sources: { source: string; file?: string; note?: string }[],
    actor: Pick<Actor, 'memberId'>,
    options: { unknownYear?: 'allow' } = {},
  ): Promise<DefinitionInfo[]> {
    const today = options.unknownYear === 'allow' ? {} : { now: now() };
    const known = await summaries();
    for (const { source, file } of sources) {
      // Only to know what the others may name: whether its calendar knows today is asked below.
      const alone = compile(source, { plugins, ...(file === undefined ? {} : { file }) });
      if (alone.ok) known.set(alone.compiled.ref.id, summary(alone.compiled));
    }
    const results = sources.map(({ source, file }) =>
      compile(source, { plugins, definitions: known, ...today, ...(file === undefined ? {} : { file }) }),
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
      const { id, version } = result.compiled.ref;
      const [highest] = await store
        .em()
        .find(DefinitionRow, { id }, { orderBy: { version: 'desc' }, limit: 1 });
      const active = await find(id);
      const isNewest = version > (highest?.version ?? 0);
      const activatedAt = isNewest ? Math.max(now(), (active?.activatedAt ?? 0) + 1) : 0;
      const row = published ?? rowOf(result.compiled, source, actor, note ?? null, now(), activatedAt);
      if (published === null) rows.push(row);
      infos.push(info(row, published === null && isNewest ? version : (active?.version ?? version)));
    }
    await insert(rows);
    for (const result of results) if (result.ok) remember(result.compiled);
    return infos;
  }

  /** The version that new cases take from now on. */
  async function activate(id: string, version: number): Promise<DefinitionInfo> {
    const row = await find(id, version);
    if (row === null) throw unknown(id, version);
    const active = await find(id);
    if (active!.version !== version) {
      row.activatedAt = Math.max(now(), active!.activatedAt + 1);
      await store.em().nativeUpdate(DefinitionRow, { id, version }, { activatedAt: row.activatedAt });
      newest.delete(id);
    }
    return info(row, version);
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

  function mustBeDirect(actor: Actor): void {
    if (twoPersons && actor.system !== true) throw runtimeErrors.error('GZ_PUBLISH_TWO_PERSONS');
  }

  function remember(definition: CompiledDefinition): void {
    const { id, version } = definition.ref;
    compiledByKey.set(keyOf(id, version), definition);
    newest.delete(id);
  }

  return {
    compiled,
    peek,
    activate,
    async publishAll(sources, actor, options) {
      mustBeDirect(actor);
      return publishAll(sources, actor, options);
    },
    async publish(source, actor, options = {}) {
      mustBeDirect(actor);
      const [published] = await publishAll([{ source, ...options }], actor);
      return published!;
    },
    async mustBePublishable(source, file) {
      const known = await summaries();
      const result = compile(source, {
        plugins,
        definitions: known,
        now: now(),
        ...(file === undefined ? {} : { file }),
      });
      if (!result.ok) throw invalid(result);
      const { ref } = result.compiled;
      const published = await find(ref.id, ref.version);
      if (published !== null && published.hash !== ref.hash) throw taken(published);
      return ref;
    },
    async publishApproved(source, submittedBy, options = {}) {
      const [published] = await publishAll([{ source, ...options }], submittedBy);
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
      return (await newestRows()).map((row) => info(row, row.version));
    },
    async versions(id) {
      const rows = await store.em().find(DefinitionRow, { id }, { orderBy: { version: 'desc' } });
      const active = await find(id);
      return rows.map((row) => info(row, active!.version));
    },
    async read(id, version) {
      const row = await find(id, version);
      if (row === null) return null;
      const active = await find(id);
      return { ...info(row, active!.version), source: row.source };
    },
  };
}

/** Of one definition; the greatest `activatedAt` is the active version. */
const ACTIVE_FIRST = { activatedAt: 'desc', version: 'desc' } as const;

const keyOf = (id: string, version: number) => `${id}@${version}`;

function summary({ definition }: CompiledDefinition): DefinitionSummary {
  const { id, version, open, roles } = definition;
  return { id, version, openBy: open.by, roles: Object.keys(roles) };
}

function rowOf(
  { definition, ref }: CompiledDefinition,
  source: string,
  actor: Pick<Actor, 'memberId'>,
  note: string | null,
  at: number,
  activatedAt: number,
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
    activatedAt,
  } as DefinitionRow;
}

function info(row: DefinitionRow, active: number): DefinitionInfo {
  const { id, version, hash, procedure, publishedAt, publishedBy, note } = row;
  const title = JSON.parse(row.title) as DefinitionInfo['title'];
  return {
    id,
    version,
    hash,
    procedure,
    title,
    publishedAt,
    publishedBy,
    note: note ?? null,
    active: version === active,
  };
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
