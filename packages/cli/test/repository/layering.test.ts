/** The layers of docs/ARCHITECTURE.md, read from the manifests and the imports. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import t from 'tap';

const root = join(import.meta.dirname, '../../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  exports?: Record<string, string>;
}

const packages = new Map(
  globSync('{packages,plugins,examples}/*/package.json', { cwd: root }).map((path) => {
    const manifest = JSON.parse(read(path)) as Manifest;
    return [manifest.name, { folder: dirname(path), manifest }];
  }),
);

/** What each package may depend on in this workspace. */
const ALLOWED: Record<string, string[]> = {
  '@gongzhi/engine': [],
  '@gongzhi/api': [],
  '@gongzhi/runtime': ['@gongzhi/engine'],
  '@gongzhi/server': ['@gongzhi/runtime', '@gongzhi/engine', '@gongzhi/api'],
  '@gongzhi/web': ['@gongzhi/api'],
};

t.test('a package depends on the layers below it and on nothing else', async (t) => {
  for (const [name, { folder, manifest }] of packages) {
    const wanted = Object.keys(manifest.dependencies ?? {}).filter((given) => given.startsWith('@gongzhi/'));
    const allowed = folder.startsWith('plugins/') ? ['@gongzhi/engine'] : ALLOWED[name];
    if (allowed === undefined) continue;
    for (const dependency of wanted) t.ok(allowed.includes(dependency), `${name} → ${dependency}`);
    t.pass(name);
  }
});

const sources = globSync('{packages,plugins,examples}/*/src/**/*.ts', { cwd: root });
/** Specifiers of what is loaded; with `types` also of what is only named. */
const imports = (path: string, types = true) =>
  [
    ...(types ? read(path) : read(path).replace(/^import type .*$/gm, '')).matchAll(
      /(?:from|import\()\s*'([^']+)'/g,
    ),
  ].map(([, specifier = '']) => specifier);

t.test('no source reaches into another package', async (t) => {
  for (const path of sources)
    for (const specifier of imports(path)) {
      if (specifier.startsWith('.')) {
        const target = relative(root, join(root, dirname(path), specifier));
        const home = path.split('/').slice(0, 2).join('/');
        t.ok(target.startsWith(`${home}/`), `${path} imports ${specifier}`);
      } else if (specifier.startsWith('@gongzhi/')) {
        const [scope, name, ...inside] = specifier.split('/');
        const exported = packages.get(`${scope}/${name}`)?.manifest.exports ?? {};
        t.ok(
          Object.hasOwn(exported, inside.length === 0 ? '.' : `./${inside.join('/')}`),
          `${path} imports ${specifier}`,
        );
      }
    }
});

t.test('each heavy library has one place', async (t) => {
  const only: [RegExp, RegExp][] = [
    [/^xstate$/, /^packages\/engine\/src\/machine\.ts$/],
    [/^@marcbachmann\/cel-js$/, /^packages\/engine\/src\/cel[a-z-]*\.ts$/],
    [/^@mikro-orm\//, /^packages\/runtime\/src\/store\//],
    [/^(fastify|@fastify\/)/, /^packages\/server\/src\//],
    [/^elkjs/, /^packages\/cli\/src\/graph\//],
  ];
  for (const path of sources)
    for (const specifier of imports(path, false))
      for (const [library, place] of only)
        if (library.test(specifier)) t.match(path, place, `${specifier} in ${path}`);
});

t.test('the engine is pure: no clock, no randomness, no process, no network, no files', async (t) => {
  const impure =
    /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bsetTimeout\b|\bsetInterval\b|\bprocess\.|\bperformance\.|\brandomUUID\b/;
  const modules = new Set(['node:crypto', 'node:module']);
  for (const path of sources.filter((given) => given.startsWith('packages/engine/src/'))) {
    const code = read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    t.notMatch(code, impure, path);
    for (const specifier of imports(path))
      if (specifier.startsWith('node:')) t.ok(modules.has(specifier), `${path} imports ${specifier}`);
  }
});

t.test('dependencies are pinned exactly', async (t) => {
  for (const [name, { manifest }] of packages)
    for (const [dependency, version] of Object.entries({
      ...manifest.dependencies,
      ...manifest.devDependencies,
    }))
      t.match(version, /^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*)$/, `${name}: ${dependency}`);
});

t.test('the top level holds what it should', async (t) => {
  const visible = globSync('*', { cwd: root }).filter((name) => !['node_modules', 'var'].includes(name));
  t.same(visible.toSorted(), [
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'README.zh-CN.md',
    'SECURITY.md',
    'docs',
    'examples',
    'knip.json',
    'package.json',
    'packages',
    'plugins',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'tsconfig.json',
    'workflows',
  ]);
});
