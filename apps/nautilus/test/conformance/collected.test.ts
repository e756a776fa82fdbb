// Counts that were taken by others when the captures were collected: tshark for Modbus and S7comm, for S7comm-plus a script
// that reads the first fragment of each message.
import { it } from 'vitest'
import { capturesIn, conformance, expectedOf, pathOf } from './captures.ts'
import { expectAsCollected } from './compare.ts'
import type { Counts } from './facts.ts'
import { rowsOf } from './recorder.ts'

type Collected = Readonly<Record<string, number>>
type Functions = ReadonlyMap<string, Counts> | undefined

const hex = (decimal: string): string => Number(decimal).toString(16)

function collectedOf(capture: string): Record<string, number> {
  const counts: Record<string, number> = {}
  const { modbus, s7comm, s7comm_plus: plus } = expectedOf(capture)
  const each = (found: Collected | undefined, keyOf: (key: string) => string): void => {
    for (const [key, count] of Object.entries(found ?? {})) counts[keyOf(key)] = count
  }
  each(modbus?.requests_by_fc, key => `modbus ${key} requests`)
  each(modbus?.responses_by_fc, key => `modbus ${key} replies`)
  each(s7comm?.['s7comm.param.func'], key => `s7comm job:${key.slice(2, 4)}`)
  each(s7comm?.userdata_group_subfunc, key => {
    const [, group, subfunction] = /group (\d+) subfunc (\d+)/.exec(key)!
    return `s7comm userdata:${hex(group!)}.${hex(subfunction!)}`
  })
  each(plus?.opcode_function, key => {
    const [opcode, code] = key.split(' ')
    return code === undefined
      ? `s7comm-plus ${opcode}`
      : `s7comm-plus ${code} ${opcode === 'request' ? 'requests' : 'replies'}`
  })
  if (plus?.pdus_by_version?.['254']) counts['s7comm-plus 0xfe'] = plus.pdus_by_version['254']
  return counts
}

function oursOf(protocols: ReadonlyMap<string, { functions: ReadonlyMap<string, Counts> }>): Record<string, number> {
  const counts: Record<string, number> = {}
  const each = (functions: Functions, tell: (key: string, functions: Counts) => void): void => {
    for (const [key, found] of functions ?? []) tell(key, found)
  }
  const split =
    (protocol: string) =>
    (key: string, { requests, replies }: Counts) => {
      if (requests > 0) counts[`${protocol} ${key} requests`] = requests
      if (replies > 0) counts[`${protocol} ${key} replies`] = replies
    }
  each(protocols.get('modbus')?.functions, split('modbus'))
  each(protocols.get('s7comm')?.functions, (key, { requests, replies }) => {
    // Changes of mode have no subfunction; the collection left them out.
    if (!key.startsWith('userdata:0.')) counts[`s7comm ${key}`] = requests + replies
  })
  each(protocols.get('s7comm-plus')?.functions, (key, found) => {
    if (key.startsWith('0x0')) split('s7comm-plus')(key, found)
    else counts[`s7comm-plus ${key}`] = found.replies
  })
  return counts
}

conformance('As counted when the captures were collected', () => {
  for (const capture of capturesIn('modbus', 's7comm', 's7comm-plus', 'plant')) {
    it(capture, async () => {
      const { sensor } = await rowsOf(pathOf(capture))
      expectAsCollected(capture, oursOf(sensor.statistics.protocols), collectedOf(capture))
    })
  }
})
