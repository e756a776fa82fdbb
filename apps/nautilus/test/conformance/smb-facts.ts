// SMB as tshark sees it and as the sensor does: commands with their status, shares, and who logs on.
import { Facts, Histogram } from './facts.ts'
import type { Exchange, Told } from './recorder.ts'
import { fields } from './tshark.ts'

const FIELDS = [
  'frame.number',
  'nbss.type',
  'smb.cmd',
  'smb.flags.response',
  'smb.nt_status',
  'smb2.cmd',
  'smb2.flags.response',
  'smb2.nt_status',
  'smb2.header.transform.msg_size',
  'ntlmssp.auth.username',
  'ntlmssp.auth.hostname',
  'ntlmssp.challenge.target_info.dns_computer_name',
  'ntlmssp.challenge.target_name',
]
const list = (text: string | undefined): string[] => (text ? text.split(',') : [])
const two = (code: number): string => code.toString(16).padStart(2, '0')
const named = (text: string | undefined): string => (text === 'NULL' || text === undefined ? '' : text)

type View = { facts: Facts; histogram: Histogram }

export async function theirs(path: string): Promise<View> {
  const view: View = { facts: new Facts(), histogram: new Histogram() }
  for (const row of await fields(path, 'tcp and (smb or smb2 or nbss)', FIELDS)) {
    const at = Number(row[0])
    const [, types, one, one2, , two2, replies2] = row
    for (const type of list(types)) if (Number(type) > 0x80) session(view, Number(type), at)
    if (list(one).length > 0) old(view, row, at, Number(one2) === 1)
    for (const [i, command] of list(two2).entries()) {
      const reply = list(replies2)[i] === '1'
      const status = reply ? Number(list(row[7])[i]) : 0
      count(view, `smb2:${two(Number(command))}`, reply, status)
      view.facts.add(`smb2 ${Number(command)} ${reply} ${status}`, at)
    }
    for (const size of list(row[8])) {
      view.histogram.of('smb3:encrypted').replies++
      view.facts.add(`encrypted ${Number(size)}`, at)
    }
    identities(view, row, at)
  }
  view.facts.messages = [...view.histogram.functions.values()].reduce((sum, c) => sum + c.requests + c.replies, 0)
  return view
}

function session({ histogram, facts }: View, type: number, at: number): void {
  const counts = histogram.of(type === 0x85 ? 'netbios:85' : 'netbios:81')
  if (type === 0x81) counts.requests++
  else counts.replies++
  if (type === 0x83) counts.errors++
  facts.add(`session ${type}`, at)
}

/** tshark lists the end of a chain as a command. */
function old(view: View, row: readonly string[], at: number, reply: boolean): void {
  const commands = list(row[2]).map(Number)
  const status = reply ? Number(row[4]) : 0
  for (const [i, command] of commands.filter(code => code !== 0xff).entries()) {
    count(view, `smb1:${two(command)}`, reply, i === 0 ? status : 0)
    view.facts.add(`smb1 ${command} ${reply} ${i === 0 ? status : 0}`, at)
  }
}

function count({ histogram }: View, key: string, reply: boolean, status: number): void {
  const counts = histogram.of(key)
  if (reply) counts.replies++
  else counts.requests++
  if (reply && status >= 0xc0000000 && status !== 0xc0000016) counts.errors++
}

function identities({ facts }: View, row: readonly string[], at: number): void {
  const state = (fact: string): void => {
    facts.add(fact, at)
    facts.values++
  }
  const [user, host, dns, target] = row.slice(9)
  if (named(user) !== '') state(`user ${user}`)
  if (named(host) !== '') state(`workstation ${host}`)
  const server = dns || target
  if (server) state(`server ${server}`)
}

/** The messages of the sensor; identities as its claims tell them. */
export function ours(exchanges: readonly Exchange[]): Facts {
  const facts = new Facts()
  for (const { protocol, request, reply, meaning } of exchanges) {
    if (protocol !== 'smb') continue
    for (const told of [request, reply]) if (told) state(facts, told)
    const at = (request ?? reply)!.frame
    for (const { about, attribute, value } of meaning.claims) {
      if (attribute === 'user') facts.add(`user ${value.replace(/.*\\/, '')}`, at)
      const setup = meaning.operation?.verb === 'authenticate' && attribute === 'name'
      if (setup) facts.add(`${about === 'client' ? 'workstation' : 'server'} ${value}`, at)
    }
  }
  return facts
}

type Message = {
  kind: string
  type?: number
  size?: number
  reply?: boolean
  status?: number
  blocks?: { command: number }[]
  pdus?: { command: number; status: number }[]
}

function state(facts: Facts, { message, frame }: Told): void {
  const { kind, type, size, reply, status, blocks = [], pdus = [] } = message as Message
  if (kind === 'netbios') facts.add(`session ${type}`, frame)
  if (kind === 'encrypted') facts.add(`encrypted ${size}`, frame)
  for (const [i, { command }] of blocks.entries()) {
    facts.add(`smb1 ${command} ${reply} ${reply && i === 0 ? status : 0}`, frame)
  }
  for (const pdu of pdus) facts.add(`smb2 ${pdu.command} ${reply} ${reply ? pdu.status : 0}`, frame)
}
