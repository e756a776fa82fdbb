import type { Verb } from '@nautilus/model'
import type { Tell } from '../tells.ts'
import type { Evidence, RoleIdea } from './evidence.ts'
import { inPlant, isProbing, plural, tellsOf } from './portrait.ts'

/** What people do with engineering tools, and how seldom anything else does it. */
const acts: readonly { readonly verb: Verb; readonly confidence: number; readonly says: string }[] = [
  { verb: 'download', confidence: 0.8, says: 'downloads programs or configuration' },
  { verb: 'edit', confidence: 0.8, says: 'changes programs online' },
  { verb: 'firmware', confidence: 0.7, says: 'updates firmware' },
  { verb: 'upload', confidence: 0.6, says: 'uploads programs or configuration' },
  { verb: 'stop', confidence: 0.5, says: 'stops controllers' },
  { verb: 'delete', confidence: 0.4, says: 'deletes blocks or files' },
  { verb: 'start', confidence: 0.35, says: 'starts controllers' },
  { verb: 'mode', confidence: 0.35, says: 'changes the mode of controllers' },
  { verb: 'force', confidence: 0.3, says: 'forces values' },
  { verb: 'reset', confidence: 0.25, says: 'resets devices' },
  { verb: 'configure', confidence: 0.3, says: 'configures devices' },
]
/** A success says more than what nobody was seen answering, and that more than what was refused. */
const unanswered = 0.8
const refusedOnly = 0.4
/** Who tries everything is no tool, whatever was accepted. */
const probing = 0.4

/** How often at least, and over how many microseconds: a scan looks once and is gone. */
type Lasting = { readonly least?: number; readonly span?: number }

type Tool = { readonly tell: Tell; readonly confidence: number; readonly says: string } & Lasting

const tools: readonly Tool[] = [
  { tell: 'reservation', confidence: 0.7, says: 'reserves controllers as a programming tool does (UMAS)' },
  { tell: 'controller lock', confidence: 0.55, says: 'locks controllers as a programming tool does (CIP)' },
  { tell: 'programmer command', confidence: 0.8, says: 'uses commands of programming devices (S7)' },
  { tell: 'block list', confidence: 0.35, says: 'lists program blocks (S7)' },
  { tell: 'system status list', confidence: 0.25, says: 'reads system status lists (SZL)' },
  { tell: 'system status list', confidence: 0.25, says: 'comes back to system status lists', span: 10e6 },
  { tell: 'system status list', confidence: 0.4, says: 'diagnoses at length by system status lists', least: 10 },
  { tell: 'programming protocol', confidence: 0.6, says: 'works on files over MELSOFT' },
]

/** Who changes programs, modes and firmware works on controllers. */
export const engineering: RoleIdea = portrait => {
  const found = [...actsOf(portrait), ...toolsOf(portrait)]
  return isProbing(portrait) ? found.map(e => ({ ...e, confidence: e.confidence * probing })) : found
}

const actsOf: RoleIdea = portrait => {
  const exchanges = inPlant(portrait.used).filter(({ speech }) => speech.tooling > 0)
  return acts.flatMap(({ verb, confidence, says }) => {
    const told = exchanges.flatMap(({ exchange, speech }) => {
      const tally = exchange.traffic.verbs.get(verb)
      return tally ? [{ ...tally, tooling: speech.tooling }] : []
    })
    if (told.length === 0) return []
    const tooling = Math.max(...told.map(t => t.tooling))
    const sum = (of: 'ok' | 'open' | 'refused') => told.reduce((total, t) => total + t[of], 0)
    const [ok, open, refused] = [sum('ok'), sum('open'), sum('refused')]
    if (ok > 0) return [evidence(confidence * tooling, `${says} (${plural(ok + open, 'operation')})`)]
    if (open > 0) return [evidence(confidence * tooling * unanswered, `${says}, no answer seen (${open})`)]
    return [evidence(confidence * tooling * refusedOnly, `${says}: ${refused} refused`)]
  })
}

const toolsOf: RoleIdea = portrait => {
  const exchanges = inPlant(portrait.used).map(({ exchange }) => exchange)
  return tools.flatMap(({ tell, confidence, says, least = 1, span = 0 }) => {
    const lasting = exchanges.filter(({ traffic: { first, last } }) => last - first >= span)
    return tellsOf(lasting, tell) >= least ? [evidence(confidence, says)] : []
  })
}

const evidence = (confidence: number, reason: string): Evidence => ({
  role: 'engineering workstation',
  confidence,
  reason,
})
