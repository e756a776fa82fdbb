// What BSAP messages mean.
import type { Item, Operation, Outcome } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { hexNumber } from '../reader.ts'
import { readItems, selection, written } from './database.ts'
import { type Frame, low } from './frame.ts'
import { EXTENSION, functionOf, RDB, verbOf } from './functions.ts'

type Detail = Record<string, string | number>
type Told = { readonly items: Item[]; readonly detail: Detail }
const nothing: Told = { items: [], detail: {} }

/** The function inside database access and its extension, -1 elsewhere. */
export function subOf({ app, bytes, at, end, reply }: Frame): number {
  if (reply || at >= end) return -1
  if (app === RDB) return bytes[at]!
  return app === EXTENSION && at + 2 <= end ? low(bytes, at) : -1
}

export const openSession = (): Session<Frame> => ({ interpret })

function interpret(request: Frame | null, reply: Frame | null): Meaning {
  const first = request ?? reply
  if (first?.kind !== 'data') return silent
  const answer = reply?.reply ? reply : null
  const app = request?.app ?? first.app
  if (app < 0) return silent
  const sub = request ? subOf(request) : subOf(first)
  const status = answer && hasStatus(answer) ? answer.bytes[answer.at]! : 0
  const { items, detail } =
    app === RDB && request && sub >= 0 ? database(request, sub, status === 0 ? answer : null) : nothing
  const operation: Operation = {
    verb: verbOf(app, sub),
    function: functionOf(app, sub),
    object: items.map(item => item.object).join(', '),
    items,
    outcome: status !== 0 ? 'refused' : outcomeOf(request, reply),
    ...(status !== 0 ? { refusal: { code: hexNumber(status), name: 'request error' } } : {}),
    detail: first.station < 0 ? detail : { ...detail, station: first.station },
  }
  return { operation, claims: [], repeatable: false }
}

/** A status comes first in every reply of the IP form, and in those of database access. */
export const hasStatus = ({ app, at, end, station }: Frame): boolean =>
  at < end && (station < 0 || app === RDB || app === EXTENSION)

const outcomeOf = (request: Frame | null, reply: Frame | null): Outcome => (request && !reply ? 'no-reply' : 'ok')

function database(request: Frame, sub: number, reply: Frame | null): Told {
  if (sub === 0 || sub === 4) {
    const asked = selection(request)
    const detail: Detail = asked.version < 0 ? {} : { version: hexNumber(asked.version, 4) }
    return { items: readItems(asked, reply), detail }
  }
  if (sub !== 0x80 && sub !== 0x84) return nothing
  const { items, version, states } = written(request)
  const detail: Detail = version < 0 ? {} : { version: hexNumber(version, 4) }
  if (states.length > 0) detail.set = states.join(', ')
  return { items, detail }
}
