import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { Facts } from './facts.ts'
import { type Exchange, recordOf, rowsOf } from './recorder.ts'
import { fields } from './tshark.ts'

const FIELDS = [
  'frame.number',
  'vnc.server_proto_ver',
  'vnc.client_proto_ver',
  'vnc.desktop_name',
  'vnc.auth_result',
  'vnc.client_message_type',
  'vnc.security_type',
]

async function theirs(path: string): Promise<Facts> {
  const facts = new Facts()
  for (const row of await fields(path, 'vnc', FIELDS)) {
    const at = Number(row[0])
    const state = (text: string | undefined, fact: (value: string) => string): void => {
      if (!text) return
      for (const value of text.split(',')) facts.add(fact(value), at)
    }
    for (const k of [1, 2]) state(row[k], value => `version ${value.replace(/\b0+/g, '')}`)
    state(row[3], value => `desktop ${value}`)
    state(row[4], value => `result ${value === 'True' || value === '1' ? 'failed' : 'ok'}`)
    state(row[5], value => `client message ${Number(value)}`)
    state(row[6], value => `security type ${Number(value)}`)
  }
  facts.messages = facts.total
  facts.values = facts.total
  return facts
}

type Message = {
  kind: string
  major: number
  minor: number
  name: string
  result: number
  value: number
  type: number
  types: number[]
}

function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, reply, meaning } of exchanges) {
    if (protocol !== 'vnc' || !reply) continue
    const message = reply.message as Message
    const at = reply.frame
    if (message.kind === 'version') facts.add(`version ${message.major}.${message.minor}`, at)
    if (message.kind === 'init') facts.add(`desktop ${message.name}`, at)
    if (message.kind === 'input') facts.add(`client message ${message.type}`, at)
    for (const type of message.types ?? []) facts.add(`security type ${type}`, at)
    const result = meaning.operation?.verb === 'authenticate'
    if (result) facts.add(`result ${meaning.operation.outcome === 'ok' ? 'ok' : 'failed'}`, at)
  }
  return facts
}

conformance('VNC, message by message', () => {
  const tallying = new Tallying()

  for (const capture of capturesIn('it/vnc')) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view)
      const { exchanges } = await recordOf(path)
      expectSameFacts(capture, 'vnc', ours(exchanges), view)
      expectSameRows(capture, 'vnc', (await rowsOf(path)).rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.vnc!.total))
})
