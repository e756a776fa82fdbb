import type { Who } from '../event.ts'
import { claim, operation, plc, station } from '../examples.ts'
import type { Known } from '../known.ts'
import { defineRule } from '../rule.ts'
import { control, cut } from '../wording.ts'

/** What one kind of message says of the program. Several slots or controllers behind one address are kept apart. */
type State = { readonly seen: ReadonlyMap<string, readonly string[]>; readonly loaded: number }
/** Kinds of identity of one device that are kept. */
const MAX_KINDS = 64
/** Values of one kind that are kept: what was seen before is no change, when two of them are told in turn. */
const MAX_VALUES = 8

/** A route through a chassis, or the word before a number: `1/0 Mixer`, `checksum 0x1f2e`. */
const kindOf = (source: string, value: string): string => {
  const prefix = /^(\d+\/\d+|checksum|signature|version|revision)\s/.exec(value)?.[1] ?? ''
  return `${source}|${prefix}`
}

/** What was learned of it last, where one thing alone was learned. */
function learnedOf(known: Known, who: Who, kind: string): string | undefined {
  if (!known.taught) return undefined
  const source = kind.slice(0, kind.lastIndexOf('|'))
  const values = known.attribute(who, 'program').filter(({ value }) => kindOf(source, value) === kind)
  return values.length === 1 ? values[0]!.value : undefined
}

const checksum = (value: string, at = 0) =>
  claim(plc, { attribute: 'program', value: `checksum ${value}`, source: 's7comm read SZL', at })

export const rule = defineRule({
  id: 'program-changed-unseen',
  catalogue: ['E22', 'E25'],
  title: 'The program of a controller differs, but no download was seen',
  status: 'test',
  level: 'critical',
  description:
    'Its checksum, signature or name is another one than before. It was changed on a way that this sensor does not see, locally, or by somebody who hides it.',
  references: ['https://attack.mitre.org/techniques/T0889/'],
  techniques: ['T0889'], // Modify Program
  consequences: ['T0831', 'T0880'], // Manipulation of Control, Loss of Safety
  falsepositives: [
    'A download from a station whose traffic does not pass this sensor',
    'A controller was replaced by one with another program',
  ],
  playbook: 'PB-01',
  modifiers: ['impact', 'order', 'safety'],
  nature: 'rule',
  needs: ['claim program'],

  on: ['claim', 'operation'],
  verbs: ['download', 'edit', 'firmware', 'delete'],
  protocols: control,
  keyBy: event => {
    if (event.kind === 'operation') return event.accepted ? event.server.id : null
    return event.sighting.attribute === 'program' ? event.who.id : null
  },
  start: (): State => ({ seen: new Map(), loaded: 0 }),
  step: (state, event, { known }) => {
    // What is loaded now is what the next reading may say.
    if (event.kind === 'operation') return { state: { seen: new Map(), loaded: event.at } }
    const { who, sighting } = event
    const kind = kindOf(sighting.source, sighting.value)
    const values = state.seen.get(kind)
    if (!values && state.seen.size >= MAX_KINDS) return { state }
    const { value } = sighting
    const before = values?.at(-1) ?? (state.loaded === 0 ? learnedOf(known, who, kind) : undefined)
    const others = (values ?? []).filter(each => each !== value)
    const next = { ...state, seen: new Map(state.seen).set(kind, [...others.slice(1 - MAX_VALUES), value]) }
    if (before === undefined || before === value || values?.includes(value)) return { state: next }
    return {
      state: next,
      match: {
        summary: `The program of ${who.label} was ${cut(before)} and is ${cut(value)}, but nobody was seen to load one.`,
        source: null,
        target: who,
        changes: [{ object: 'program', before, after: value }],
        confidence: Math.min(0.9, sighting.confidence),
      },
    }
  },
  forgetAfter: 90 * 86_400e6,

  examples: [
    { name: 'another checksum', events: [checksum('0x14000972'), checksum('0x8401d6b2', 3600)], fires: 1 },
    {
      name: 'another name in the same slot',
      events: [
        claim(plc, { attribute: 'program', value: '1/0 Mixer', source: 'enip get attributes all' }),
        claim(plc, { attribute: 'program', value: '1/1 Bridge', source: 'enip get attributes all' }),
        claim(plc, { attribute: 'program', value: '1/0 Boiler', source: 'enip get attributes all', at: 60 }),
      ],
      fires: 1,
    },
    {
      name: 'after a download',
      events: [
        checksum('0x14000972'),
        operation({ from: station, verb: 'download', protocol: 's7comm', object: 'OB1', at: 60 }),
        checksum('0x8401d6b2', 120),
      ],
      fires: 0,
    },
    { name: 'the same again', events: [checksum('0x14000972'), checksum('0x14000972', 3600)], fires: 0 },
  ],
})
