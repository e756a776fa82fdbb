import { callsSystem, findsRules, layers, platform, pure, readsFiles } from './architecture.mjs'

const names = Object.keys(layers)
const alone = names.filter(name => !platform.includes(name))
const oneOf = list => `(${list.join('|')})`
const exactly = path => `^${path.replaceAll('.', '\\.')}$`
const network = ['^(net|http|https|http2|dgram|dns|tls|inspector)$', '^(dns|inspector)/promises$']

const downwards = Object.entries(layers).map(([name, allowed]) => ({
  name: `${name}-imports-only-${allowed.join('-and-') || 'nothing'}`,
  comment: 'Move what is shared down to a package that both may import, or pass it in; architecture.mjs has the table.',
  severity: 'error',
  from: { path: `^packages/${name}/src/` },
  to: { path: '^packages/([^/]+)/', pathNot: `^packages/${oneOf([name, ...allowed])}/` },
}))

export default {
  forbidden: [
    ...downwards,
    {
      name: 'every-package-has-a-layer',
      comment: 'Add the package to the table in architecture.mjs, with the packages that it may import.',
      severity: 'error',
      from: { path: '^packages/[^/]+/', pathNot: `^packages/${oneOf(names)}/` },
      to: {},
    },
    {
      name: 'nothing-imports-an-app',
      comment: 'Move what is shared into a package; an app only puts packages together.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^apps/' },
    },
    {
      name: 'no-cycles',
      // Types that name each other are gone at run time, and a union may have to.
      comment: 'Move what both files need into a third one that imports neither.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolves',
      comment: 'Correct the path (with its .ts), or add the package to package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'enter-by-the-front-door',
      comment: 'Import a package by its name, and export what you need from its index.ts.',
      severity: 'error',
      from: { path: '^(packages|apps)/([^/]+)/' },
      to: { path: '^packages/[^/]+/', pathNot: ['^packages/[^/]+/src/index\\.ts$', '^$1/$2/'] },
    },
    {
      name: 'source-does-not-import-tests',
      comment: 'Move what the source needs into src; tests import it from there.',
      severity: 'error',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: '\\.test\\.ts$' },
      to: { path: ['/test/', '\\.test\\.ts$'] },
    },
    {
      name: 'pure-packages-do-no-io',
      comment: 'Take the value as an argument; the application reads files, clocks and random numbers.',
      severity: 'error',
      from: { path: `^packages/${oneOf(pure)}/src/`, pathNot: `^${findsRules}$` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'packages-need-no-others-from-npm',
      comment: 'Write the few lines, or take the result as an argument: the packet path runs on our own code alone.',
      severity: 'error',
      from: { path: `^packages/${oneOf(alone)}/src/`, pathNot: exactly(callsSystem) },
      to: { path: 'node_modules/' },
    },
    {
      name: 'the-system-is-called-in-one-file',
      comment: 'Ask the functions of libc.ts, which has none that sends; no other library belongs there.',
      severity: 'error',
      from: { path: exactly(callsSystem) },
      to: { path: 'node_modules/', pathNot: 'node_modules/koffi/' },
    },
    {
      name: 'only-the-source-reads-files',
      comment: 'Work on bytes that are handed in; only the files named in architecture.mjs read from disk.',
      severity: 'error',
      from: { path: '^packages/capture/src/', pathNot: readsFiles.map(exactly) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the-source-only-reads-files',
      comment: 'The capture reader needs files, streams and unpacking, nothing else of Node.',
      severity: 'error',
      from: { path: readsFiles.map(exactly) },
      to: { dependencyTypes: ['core'], pathNot: ['^(fs|zlib|stream)$', '^(fs|stream)/promises$'] },
    },
    {
      name: 'nothing-here-can-send',
      comment:
        'Nautilus is passive: hand the result to the application; nothing on the packet path opens a connection.',
      severity: 'error',
      from: { path: `^packages/${oneOf(alone)}/src/` },
      to: { path: network },
    },
    {
      name: 'a-protocol-is-an-island',
      comment: 'Share through carriers/.',
      severity: 'error',
      from: { path: '^packages/protocols/src/([^/]+)/' },
      to: { path: '^packages/protocols/src/[^/]+/', pathNot: '^packages/protocols/src/($1|carriers)/' },
    },
    {
      name: 'only-the-registry-knows-protocols',
      comment: 'Ask the dissector through its contract; only registry.ts names the protocols.',
      severity: 'error',
      from: { path: '^packages/protocols/src/[^/]+\\.ts$', pathNot: '^packages/protocols/src/registry\\.ts$' },
      to: { path: '^packages/protocols/src/[^/]+/' },
    },
    {
      name: 'the-simulator-stands-alone',
      comment: 'Write the bytes from the specification once more: an error shared with the decoder would hide itself.',
      severity: 'error',
      from: { path: '^packages/simulator/src/' },
      to: { path: '^(packages|apps)/', pathNot: '^packages/simulator/src/' },
    },
    {
      name: 'features-do-not-meet',
      comment: 'Compose them in apps/console/src/app, or move what both need to shared/.',
      severity: 'error',
      from: { path: '^apps/console/src/features/([^/]+)/' },
      to: { path: '^apps/console/src/(features|app)/', pathNot: '^apps/console/src/features/$1/' },
    },
    {
      name: 'shared-knows-no-feature',
      comment: 'Take it as an argument: app/ and features/ build on shared/, never the other way.',
      severity: 'error',
      from: { path: '^apps/console/src/shared/' },
      to: { path: '^apps/console/src/(features|app)/' },
    },
    {
      name: 'the-console-takes-types-alone',
      comment:
        'Import types of @nautilus/model and @nautilus/risk, and what @nautilus/response says of an incident, which is pure; everything else comes over HTTP.',
      severity: 'error',
      from: { path: '^apps/console/src/' },
      to: {
        path: ['^packages/', '^apps/nautilus/'],
        pathNot: '^packages/response/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the-console-knows-the-model-alone',
      comment: 'What the routes answer is described in shared/wire.ts, with the types of @nautilus/model.',
      severity: 'error',
      from: { path: '^apps/console/src/' },
      to: { path: ['^packages/', '^apps/nautilus/'], pathNot: '^packages/(model|response|risk)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^apps/console/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs'],
    },
  },
}
