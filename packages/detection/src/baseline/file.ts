// The file of a baseline: JSON, a head and one line for each part.
import { type Decision, readDecision, writeDecision } from './decide.ts'
import type { Limits } from './limits.ts'
import { type Counts, noCounts } from './room.ts'
import { listOf, nullable, type Shape, sorted, sum, textOf, Unreadable } from './shape.ts'
import { type Device, shapesOf, type Tree } from './tree.ts'

const FORMAT = 'nautilus baseline'
/** Rises with every change of what is written. */
const VERSION = 2

export type StoredSuspicion = {
  readonly id: string
  readonly from: number
  readonly to: number
  readonly tree: Tree | null
}

export type Stored = {
  readonly timeZone: string
  readonly now: number
  readonly pruned: number
  readonly taught: boolean
  readonly dropped: Counts
  readonly decisions: readonly Decision[]
  readonly suspicions: readonly StoredSuspicion[]
  readonly tree: Tree
}

const kindsOf = (counts: Counts) => Object.keys(counts) as (keyof Counts)[]

/** One line for the head, one for each device. */
export function* writeFile(limits: Limits, stored: Stored): Iterable<string> {
  const { tree: shape, device } = shapesOf(limits)
  const { now, pruned, taught, dropped, tree } = stored
  const counts = kindsOf(dropped).map(kind => dropped[kind])
  yield `{"format":${JSON.stringify(FORMAT)},"version":${VERSION},\n`
  yield `"timeZone":${JSON.stringify(stored.timeZone)},\n`
  yield `"now":${now},"pruned":${pruned},"taught":${taught},"dropped":${JSON.stringify(counts)},\n`
  yield `"decisions":${JSON.stringify(stored.decisions.map(writeDecision))},\n`
  const apart = nullable(shape)
  const aside = [...stored.suspicions].sort((a, b) => (a.id < b.id ? -1 : 1))
  yield `"suspicions":${JSON.stringify(aside.map(({ id, from, to, tree }) => [id, from, to, apart.write(tree)]))},\n`
  yield `"site":${JSON.stringify(shape.write({ ...tree, devices: new Map<string, Device>() }))},\n"devices":{`
  let first = true
  for (const [id, each] of sorted(tree.devices)) {
    yield `${first ? '\n' : ',\n'}${JSON.stringify(id)}:${JSON.stringify(device.write(each))}`
    first = false
  }
  yield '\n}}\n'
}

type Read = { readonly ok: true; readonly stored: Stored } | { readonly ok: false; readonly message: string }

/** Anybody may have written it: everything is checked, and one sentence says what is wrong. */
export function readFile(text: string, limits: Limits): Read {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { ok: false, message: 'It is no JSON text; make it anew with `nautilus baseline learn`.' }
  }
  try {
    return { ok: true, stored: stored(json, limits) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ok: false, message: `It is no baseline that can be used: ${error.message}.` }
  }
}

/** Names of places are made only where one must be told: they cost several times what reading does. */
function stored(json: unknown, limits: Limits): Stored {
  try {
    return storedOf(json, limits, false)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return storedOf(json, limits, true)
  }
}

function storedOf(json: unknown, limits: Limits, named: boolean): Stored {
  const file = objectOf(json, 'the file')
  if (file.format !== FORMAT) throw new Unreadable(`its format is not "${FORMAT}"`)
  if (file.version !== VERSION)
    throw new Unreadable(
      `its version is ${JSON.stringify(file.version)?.slice(0, 20)}, and this program reads ${VERSION}`,
    )
  if (typeof file.taught !== 'boolean') throw new Unreadable('taught is neither true nor false')
  const shapes = shapesOf(limits)
  const tree = shapes.tree.read(file.site, named ? 'site' : '')
  readDevices(objectOf(file.devices, 'devices'), shapes.device, tree, limits, named)
  const suspicions = listOf(file.suspicions, 'suspicions', limits.suspects).map((part, at) =>
    suspicionOf(part, named ? `suspicions[${at}]` : '', shapes.tree, limits),
  )
  return {
    timeZone: textOf(file.timeZone, 'timeZone', limits.text),
    now: sum.read(file.now, 'now'),
    pruned: sum.read(file.pruned, 'pruned'),
    taught: file.taught,
    dropped: countsOf(file.dropped),
    decisions: listOf(file.decisions, 'decisions', limits.decisions).map((part, at) =>
      readDecision(part, `decisions[${at}]`, limits.text),
    ),
    suspicions,
    tree,
  }
}

function readDevices(
  json: Record<string, unknown>,
  shape: Shape<Device>,
  tree: Tree,
  limits: Limits,
  named: boolean,
): void {
  const ids = Object.keys(json)
  if (ids.length > limits.devices) throw new Unreadable(`it has more than ${limits.devices} devices`)
  for (const id of ids)
    tree.devices.set(textOf(id, 'an id', limits.text), shape.read(json[id], named ? `device ${id}` : ''))
}

function suspicionOf(json: unknown, where: string, shape: Shape<Tree>, limits: Limits): StoredSuspicion {
  const [id, from, to, tree] = listOf(json, where, 4)
  return {
    id: textOf(id, where, limits.text),
    from: sum.read(from, where),
    to: sum.read(to, where),
    tree: nullable(shape).read(tree, where),
  }
}

function countsOf(json: unknown): Counts {
  const counts = noCounts()
  const parts = listOf(json, 'dropped', kindsOf(counts).length)
  kindsOf(counts).forEach((kind, at) => {
    counts[kind] = sum.read(parts[at], `dropped ${kind}`)
  })
  return counts
}

function objectOf(json: unknown, where: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Unreadable(`${where} is no object`)
  return json as Record<string, unknown>
}
