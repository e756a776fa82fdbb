// OCSF as lines of JSON to any receiver over HTTP.
import { gzipSync } from 'node:zlib'
import type { OutwardEvent } from '@nautilus/model'
import { allOf, asked, noneOf, troubleOf } from '../answers.ts'
import { address, overHttp, secret } from '../fields.ts'
import type { Answer, Kind, Target } from '../kind.ts'
import { type Item, inParts, itemOf, oneByOne } from '../parts.ts'
import { ocsfOf } from './event.ts'

const LIMITS = { events: 1000, bytes: 1 << 20, gap: 1 }

async function part(items: readonly Item[], { settings, wire }: Target): Promise<Answer> {
  const headers = {
    ...(settings.header ? { authorization: settings.header } : {}),
    'content-type': 'application/x-ndjson',
    'content-encoding': 'gzip',
  }
  const body = gzipSync(`${items.map(({ text }) => text).join('\n')}\n`)
  const answer = await asked(wire.ask({ method: 'POST', url: settings.url ?? '', headers, body }))
  if ('trouble' in answer) return noneOf(answer.trouble)
  const trouble = troubleOf(answer, wire.now())
  return trouble ? noneOf(trouble) : allOf(items.map(({ event }) => event))
}

export const ocsf: Kind = {
  id: 'ocsf',
  fields: [
    address('url', { isRequired: true, isSecret: true }),
    secret('header', {
      fault: value => (/^[\x20-\x7e]{1,2000}$/.test(value) ? null : 'must be one line of plain text'),
    }),
    ...overHttp,
  ],
  topics: ['finding', 'incident', 'asset', 'sensor', 'audit'],
  most: 4000,
  keeps: 'events',
  guarantee: 'at-least-once: metadata.uid stays the same',
  shows: ocsfOf,
  open: target => ({
    send: (events: readonly OutwardEvent[]) => {
      const items = events.map(event => itemOf(event, JSON.stringify(ocsfOf(event, target))))
      return oneByOne(inParts(items, LIMITS), each => part(each, target))
    },
    close: async () => {},
  }),
}
