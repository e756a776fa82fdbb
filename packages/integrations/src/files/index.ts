// OCSF 1.8 as files: lines of JSON, packed, in a folder of the server or in a bucket. Every round writes whole files; what is
// there is never changed.
import { gzipSync } from 'node:zlib'
import type { OutwardEvent } from '@nautilus/model'
import { allOf, noneOf, together, unreached } from '../answers.ts'
import { address, choice, overHttp, secret, text, whole } from '../fields.ts'
import type { Answer, Kind, Settings, Target, Trouble } from '../kind.ts'
import { ocsfOf } from '../ocsf/event.ts'
import { put } from './bucket.ts'
import { fileOf, partitionOf } from './names.ts'

type Lines = { readonly events: OutwardEvent[]; readonly lines: string[] }

async function kept(target: Target, name: string, body: Uint8Array): Promise<Trouble | null> {
  const { wire, settings } = target
  if (settings.place === 'bucket') return put(target, name, body)
  try {
    await wire.keep(name, body, Number(settings.megabytes) * 1_000_000)
    return null
  } catch (error) {
    return unreached(error)
  }
}

async function send(events: readonly OutwardEvent[], target: Target): Promise<Answer> {
  const parts = new Map<string, Lines>()
  for (const event of events) {
    const told = ocsfOf(event, target) as { readonly class_uid: number }
    const place = partitionOf(event, told.class_uid)
    const part = parts.get(place) ?? { events: [], lines: [] }
    parts.set(place, part)
    part.events.push(event)
    part.lines.push(JSON.stringify(told))
  }
  const front = (target.settings.prefix ?? '').replaceAll(/^\/+|\/+$/g, '')
  const answers: Answer[] = []
  for (const [place, { events: own, lines }] of parts) {
    const whole = `${lines.join('\n')}\n`
    const name = [...(front ? [front] : []), place, fileOf(own[0]!, whole)].join('/')
    const trouble = await kept(target, name, gzipSync(whole))
    answers.push(trouble ? noneOf(trouble) : allOf(own))
    if (trouble) break
  }
  return together(answers)
}

function check({ place, ...settings }: Settings): Record<string, string> {
  if (place !== 'bucket') return {}
  const needed = ['url', 'bucket', 'region', 'accessKey', 'secretKey'].filter(name => !settings[name])
  return Object.fromEntries(needed.map(name => [name, 'must be given for a bucket']))
}

const name = (pattern: RegExp, what: string) => (value: string) => (pattern.test(value) ? null : `must be ${what}`)

export const ocsfFiles: Kind = {
  id: 'ocsf-files',
  fields: [
    choice('place', ['folder', 'bucket']),
    whole('megabytes', { least: 1, most: 10_000_000, otherwise: 10_000 }),
    address('url'),
    text('bucket', { fault: name(/^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/, 'the name of a bucket') }),
    text('region', { otherwise: 'us-east-1', fault: name(/^[\w-]{1,40}$/, 'the name of a region') }),
    text('accessKey', { fault: name(/^[\x21-\x7e]{3,200}$/, 'the key, without spaces') }),
    secret('secretKey', { fault: name(/^[\x21-\x7e]{3,500}$/, 'the key, without spaces') }),
    text('prefix', { fault: name(/^(?!.*\.\.)[\w=/.-]{1,200}$/, 'folders with / between, and no ..') }),
    ...overHttp,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 4000,
  keeps: 'events',
  guarantee: 'at-least-once: the same round is the same file; metadata.uid stays the same',
  check,
  shows: ocsfOf,
  open: target => ({ send: events => send(events, target), close: async () => {} }),
}
