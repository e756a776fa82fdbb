// What is made of a signature that fits: one match for an operation, however many it fits.
import type { OperationEvent, Who } from '../event.ts'
import type { Context, Level, Match } from '../rule.ts'
import { cut, lower } from '../wording.ts'
import { type Signatures, signaturesOf } from './compile.ts'
import type { Signature } from './signature.ts'
import { signatures } from './table.ts'

const fitting: Signatures = signaturesOf(signatures)

/** The signature of a product before that of a way of attack; of two the first of the table. */
export function attackOf(event: OperationEvent, context: Context): Signature | null {
  const all = fitting(event, context)
  return all.find(({ cve }) => cve !== null) ?? all[0] ?? null
}

/** Does it run what the signature is about? Null where nothing tells what it runs. */
export function runsProduct({ asset }: Who, { runs }: Signature): boolean | null {
  if (asset === null || runs.length === 0) return null
  const told = [asset.vendor, asset.model, asset.os, asset.description, ...asset.tools].filter(text => text !== null)
  if (told.length === 0) return null
  const text = told.join('\n').toLowerCase()
  return runs.some(part => text.includes(part))
}

/** The sentence and all that is the same wherever it comes from. `level`: for an attempt that was answered. */
export function attackMatch(event: OperationEvent, signature: Signature, level: Level): Match {
  const { client, server, protocol, verb, activity } = event
  const { id, cve, product, what, source, confidence = 1 } = signature
  const runs = runsProduct(server, signature)
  const target = runs === true ? ', which runs it' : runs === false ? ', which seems to run something else' : ''
  const refused = activity.outcome === 'refused'
  const ended = refused ? `; it was refused (${cut(activity.refusal?.name ?? 'no reason given')})` : ''
  const grade = runs === true ? 'critical' : runs === false ? lower(level) : level
  return {
    summary: `${client.label} sent ${server.label}${target}, a request that looks like the attack on ${product}${cve === null ? '' : ` (${cve})`}, which ${what}${ended}. Described at ${source}.`,
    source: client,
    target: server,
    protocol,
    verb,
    dedup: refused ? `${id} refused` : id,
    level: refused ? lower(grade) : grade,
    confidence,
    count: activity.count,
  }
}
