// Which packages of npm the program needs when it runs, as package-lock.json says; nothing of the tests and the tools.
/** A machine in the words of npm, by the name that Debian gives it. */
export const machines = {
  amd64: { os: 'linux', cpu: 'x64', libc: 'glibc' },
  arm64: { os: 'linux', cpu: 'arm64', libc: 'glibc' },
}

/**
 * The places in node_modules that `roots` (places in the lock file, such as `apps/nautilus`) reach on `machine`, sorted.
 * Dependencies whose names `leave` accepts are not followed. Throws when the lock file lacks one that is needed.
 */
export function closure(packages, { roots, machine, leave = () => false }) {
  const found = new Set()
  const waiting = [...roots]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    for (const at of neededBy(packages, place, leave)) {
      if (found.has(at) || !fits(packages[at], machine)) continue
      found.add(at)
      waiting.push(packages[at].link ? packages[at].resolved : at)
    }
  }
  return [...found].sort()
}

function neededBy(packages, place, leave) {
  const wanted = dependenciesOf(packages[place]).filter(({ name }) => !leave(name))
  return wanted.flatMap(({ name, needed }) => {
    const at = placeOf(packages, place, name)
    if (at === null && needed) throw new Error(`package-lock.json has no ${name}, which ${place} needs.`)
    return at ?? []
  })
}

function dependenciesOf({ dependencies = {}, optionalDependencies = {}, ...rest }) {
  const { peerDependencies = {}, peerDependenciesMeta = {} } = rest
  const peers = Object.keys(peerDependencies).filter(name => !peerDependenciesMeta[name]?.optional)
  return [
    ...Object.keys(dependencies).map(name => ({ name, needed: !(name in optionalDependencies) })),
    ...Object.keys(optionalDependencies).map(name => ({ name, needed: false })),
    ...peers.map(name => ({ name, needed: true })),
  ]
}

/** As Node looks for it: beside the one that asks, then one folder further out. */
function placeOf(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const at = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`
    if (packages[at]) return at
    if (folder === '') return null
  }
}

const fits = (one, machine) => Object.entries(machine).every(([field, value]) => admits(one[field], value))

/** `os`, `cpu` and `libc` are a word or a list; `!word` shuts one out. */
function admits(rule, value) {
  if (rule === undefined) return true
  const words = [rule].flat()
  if (words.includes(`!${value}`)) return false
  const wanted = words.filter(word => !word.startsWith('!'))
  return wanted.length === 0 || wanted.includes(value)
}

/** The name of the package that lies at a place in node_modules. */
export const nameAt = place => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
