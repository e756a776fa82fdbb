// What TriStation controllers tell of themselves: attach, status of control program and chassis, module versions. Places as
// Nozomi Networks (2018) describes them.
import type { Claim } from '@nautilus/model'
import { printable } from '../reader.ts'
import { type Frame, low } from './frame.ts'
import { moduleName } from './modules.ts'

const KEYS: Readonly<Record<number, string>> = { 0: 'stop', 1: 'program', 2: 'run', 3: 'remote' }
const RUNS: Readonly<Record<number, string>> = { 0: 'running', 1: 'halted', 2: 'paused', 3: 'exception' }

/** Places in the data of the two statuses. */
type Places = { readonly key: number; readonly run: number; readonly minor: number; readonly name: number }
const PLACES: Readonly<Record<number, Places>> = {
  108: { key: 7, run: 8, minor: 58, name: 66 },
  119: { key: 4, run: 3, minor: 6, name: 32 },
}
const NAME = 10
const SLOTS = 16
const MOST_CHASSIS_SLOT = { at: 166, size: 32, type: 2 }
const VERSIONS = { at: 2, size: 8, board: 130 }

const claim = (attribute: Claim['attribute'], value: string): Claim => ({
  about: 'server',
  attribute,
  value,
  confidence: 0.8,
})

function text(data: Uint8Array, at: number, length: number): string {
  const end = data.indexOf(0, at)
  return at < data.length ? printable(data.subarray(at, end < at || end > at + length ? at + length : end)) : ''
}

export function states({ function: code, data }: Frame): Record<string, string | number> {
  const places = PLACES[code]
  if (!places || data.length <= Math.max(places.key, places.run)) return {}
  const [key, run] = [data[places.key]!, data[places.run]!]
  const project = text(data, places.name, NAME)
  return {
    key: KEYS[key] ?? `position ${key}`,
    state: RUNS[run] ?? `state ${run}`,
    ...(project === '' ? {} : { project, version: `${low(data, places.minor + 2)}.${low(data, places.minor)}` }),
  }
}

export function claimsOf(reply: Frame): Claim[] {
  switch (reply.function) {
    case 106:
      return attached(reply.data)
    case 108:
      return status(reply)
    case 109:
    case 110:
    case 111:
      return [claim('mode', RUNS[reply.function - 109]!)]
    case 119:
      return [...status(reply), ...rack(reply.data)]
    case 151:
      return versions(reply.data)
    default:
      return []
  }
}

/** The main processor's generation: 10 and its minor number, or 0 and 0 for the ninth. */
function attached(data: Uint8Array): Claim[] {
  if (data.length < 5) return []
  const [major, minor] = [data[3]!, data[4]!]
  if (major === 0 && minor === 0) return [claim('model', 'Tricon 3008'), claim('firmware', '9')]
  return major === 10 ? [claim('model', 'Tricon 3008'), claim('firmware', `10.${minor}`)] : []
}

function status(reply: Frame): Claim[] {
  const { key, state, project, version } = states(reply)
  if (key === undefined) return []
  const mode = claim('mode', `${state}, key ${key}`)
  return project === undefined ? [mode] : [mode, claim('program', `${project} ${version}`)]
}

/** Slots of 32 bytes; the first three are the main processors. */
function rack(data: Uint8Array): Claim[] {
  const found: Claim[] = []
  const { at, size, type } = MOST_CHASSIS_SLOT
  for (let slot = 0; slot < SLOTS && at + (slot + 1) * size <= data.length; slot++) {
    const kind = data[at + slot * size + type]!
    if (kind === 0) continue
    found.push(claim('module', `slot ${slot}: ${slot < 3 ? 'main processor' : moduleName(kind)}`))
  }
  return found
}

/** Type and firmware of each slot, then the board's assembly, revision and serial number. */
function versions(data: Uint8Array): Claim[] {
  if (data.length < 2 || data[1] !== 0xff) return []
  const found: Claim[] = []
  const { at, size, board } = VERSIONS
  for (let slot = 0; slot < SLOTS && at + (slot + 1) * size <= data.length; slot++) {
    const start = at + slot * size
    const type = low(data, start)
    if (type === 0) continue
    const firmware = `${low(data, start + 2)}.${low(data, start + 4)}.${low(data, start + 6)}`
    found.push(claim('module', `chassis ${data[0]} slot ${slot}: ${moduleName(type)}, firmware ${firmware}`))
  }
  if (data.length < board + 17) return found
  const [first, second] = [text(data, board, 3), text(data, board + 3, 3)]
  if (first !== '' && second !== '') found.push(claim('orderNumber', `${first}-${second}`))
  const [revision, serial] = [text(data, board + 6, 3), text(data, board + 9, 8)]
  if (revision !== '') found.push(claim('hardware', revision))
  if (serial !== '') found.push(claim('serial', serial))
  return found
}
