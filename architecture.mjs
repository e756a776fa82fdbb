// Who may import whom. Read by .dependency-cruiser.mjs, by the diagram in ARCHITECTURE.md and by the tests.

/** For each package, the packages that it may import. Applications may import all of them; nothing imports those. */
export const layers = {
  model: [],
  capture: [],
  protocols: ['model'],
  ring: ['capture'],
  sensor: ['model', 'capture', 'protocols'],
  inventory: ['model'],
  detection: ['model'],
  vulnerabilities: ['model'],
  response: ['model'],
  risk: ['model'],
  trace: [],
  mail: [],
  integrations: ['model'],
  reports: ['model', 'response'],
  simulator: [],
  bus: ['model'],
  nats: ['bus'],
  store: ['model', 'response', 'trace'],
  api: ['model', 'store', 'response', 'risk', 'mail', 'trace'],
}

/** Packages of the platform: they have libraries, and speak to stores and browsers. All others work on our own code alone. */
export const platform = ['trace', 'mail', 'reports', 'integrations', 'nats', 'store', 'api']

/** No clock, no randomness, no files: the same input gives the same output. */
export const pure = ['model', 'protocols', 'inventory', 'detection', 'vulnerabilities', 'response', 'risk']

/** The only files of `capture` that may touch files and streams. */
export const readsFiles = [
  'packages/capture/src/source.ts',
  'packages/capture/src/unpack.ts',
  'packages/capture/src/live/link-state.ts',
]

/** The only file of all packages on the packet path that calls functions of the system: it opens sockets that listen. */
export const callsSystem = 'packages/capture/src/live/libc.ts'

/** What it takes from npm for that. Packages on the packet path have nothing else. */
export const libraries = { capture: ['koffi'] }

/** The only file of a pure package that may: it finds the rules of detection, which are the files of one folder. */
export const findsRules = 'packages/detection/src/load.ts'
