// MISP: one event for each finding or incident, under a UUID that follows from it; what changes is changed there.
import type { OutwardEvent } from '@nautilus/model'
import { allOf, asked, noneOf, said, troubleOf } from '../answers.ts'
import { address, choice, flag, overHttp, secret } from '../fields.ts'
import type { Answer, Kind, Target, Trouble, WireAnswer } from '../kind.ts'
import { inLanes } from '../parts.ts'
import { mispOf, uuidOf } from './event.ts'

type Asked = WireAnswer | { readonly trouble: Trouble }

function post(target: Target, path: string, body: object): Promise<Asked> {
  const { settings, wire } = target
  const headers = {
    authorization: settings.apiKey ?? '',
    accept: 'application/json',
    'content-type': 'application/json',
  }
  const url = `${(settings.url ?? '').replace(/\/+$/, '')}${path}`
  return asked(wire.ask({ method: 'POST', url, headers, body: JSON.stringify(body) }))
}

/** A change has to be newer than what is there; seconds are all that MISP counts. */
async function stampOf(event: OutwardEvent, key: string, { refs }: Target): Promise<number> {
  const last = event.test ? null : await refs.get(key)
  return Math.max(Math.floor(event.at / 1_000_000), Number(last?.state ?? 0) + 1)
}

async function send(event: OutwardEvent, target: Target): Promise<Answer> {
  const key = `${event.site ?? ''}/${event.object}`
  const uuid = uuidOf(event)
  const stamp = await stampOf(event, key, target)
  const body = { Event: mispOf(event, target, stamp) }
  const isKnown = !event.test && (await target.refs.get(key)) !== null
  let answer = isKnown ? await post(target, `/events/edit/${uuid}`, body) : await post(target, '/events/add', body)
  // It is there from a try that was not heard of; or somebody removed it there.
  if (!isKnown && isIn(answer, /already exists/i)) answer = await post(target, `/events/edit/${uuid}`, body)
  else if (isKnown && isGone(answer)) answer = await post(target, '/events/add', body)
  if ('trouble' in answer) return noneOf(answer.trouble)
  // A newer one is there already: ours says nothing that it does not.
  if (isIn(answer, /not newer than the local copy/i)) return allOf([event])
  if (isIn(answer, /previously deleted|blocklist/i))
    return refusedAs(event, `Somebody removed the event there for good. ${said(answer)}`)
  const trouble = mispTrouble(answer, target)
  if (trouble) return noneOf(trouble)
  if (!event.test) await target.refs.set(key, { remote: uuid, state: String(stamp) })
  return allOf([event])
}

const isIn = (answer: Asked, pattern: RegExp): boolean =>
  'text' in answer && answer.status >= 400 && answer.status < 500 && pattern.test(answer.text)

const isGone = (answer: Asked): boolean =>
  'text' in answer && answer.status === 404 && /invalid event/i.test(answer.text)

const refusedAs = ({ position }: OutwardEvent, why: string): Answer => ({
  delivered: [],
  refused: [{ position, why }],
  rest: null,
})

function mispTrouble(answer: WireAnswer, { wire }: Target): Trouble | null {
  const trouble = troubleOf(answer, wire.now())
  // Validation errors come as 403 too; those of the key say so.
  const isKey = /authentication failed|permission|privileges|api key/i.test(answer.text)
  if (answer.status === 403 && !isKey) return { kind: 'smaller', why: said(answer) }
  if (answer.status === 200 && !/"Event"/.test(answer.text))
    return { kind: 'fault', why: `This is not the API of MISP. ${said(answer)}`, about: 'address' }
  return trouble
}

export const misp: Kind = {
  id: 'misp',
  fields: [
    address('url', { isRequired: true }),
    secret('apiKey', {
      isRequired: true,
      fault: value => (/^[\x21-\x7e]{20,200}$/.test(value) ? null : 'must be the key, without spaces'),
    }),
    choice('distribution', ['0', '1', '2', '3']),
    choice('tlp', ['amber', 'amber+strict', 'red', 'green', 'clear']),
    flag('addresses', false),
    ...overHttp,
  ],
  topics: ['finding', 'incident'],
  most: 200,
  keeps: 'states',
  guarantee: 'once: the UUID of the event follows from the finding or incident',
  shows: (event, target) => ({ Event: mispOf(event, target, Math.floor(event.at / 1_000_000)) }),
  open: target => ({ send: events => inLanes(events, event => send(event, target), 4), close: async () => {} }),
}
