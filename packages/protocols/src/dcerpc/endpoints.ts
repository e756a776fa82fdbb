// Where services are: towers of the endpoint mapper (C706, appendix L and O) and the bindings that an object exporter tells
// ([MS-DCOM] 2.2.19).
import { uuidAt } from '../carriers/dcerpc/uuid.ts'
import { printable, Reader } from '../reader.ts'
import { interfaceOf } from './interfaces.ts'
import type { Ndr } from './ndr.ts'

const MAX_FLOORS = 8
const MAX_TOWERS = 16
const INTERFACE = 0x0d
const TCP = 0x07
const UDP = 0x08
const IP = 0x09
const SMB_PIPE = 0x0f
const PIPE = 0x10
const NETBIOS = 0x11
const HTTP = 0x1f

export type Tower = { readonly interface: string; readonly endpoint: string }

/** A tower at the reader: a pointer to it is behind us. */
export function readTower(reader: Ndr): Tower {
  reader.align(4)
  reader.skip(4) // the greatest length of the array in it
  const tower = new Reader(reader.take(reader.u32()))
  let [uuid, endpoint, host] = ['', '', '']
  for (let floors = Math.min(tower.u16le(), MAX_FLOORS); floors > 0 && !tower.short; floors--) {
    const left = tower.take(tower.u16le())
    const right = tower.take(tower.u16le())
    const protocol = left[0]
    if (protocol === INTERFACE && left.length >= 17 && uuid === '') uuid = uuidAt(left, 1, true)
    else if (protocol === IP && right.length === 4) host = right.join('.')
    else endpoint = endpointOf(protocol, right) || endpoint
  }
  const told = host === '' || host === '0.0.0.0' ? endpoint : `${endpoint} on ${host}`
  return { interface: interfaceOf(uuid) || uuid, endpoint: told }
}

function endpointOf(protocol: number | undefined, right: Uint8Array): string {
  const port = right.length >= 2 ? (right[0]! << 8) | right[1]! : 0
  switch (protocol) {
    case TCP:
      return port === 0 ? 'tcp' : `tcp ${port}`
    case UDP:
      return port === 0 ? 'udp' : `udp ${port}`
    case HTTP:
      return port === 0 ? 'http' : `http ${port}`
    case SMB_PIPE:
    case PIPE:
      return `pipe ${printable(right)}`
    case NETBIOS:
      return ''
    default:
      return ''
  }
}

/** The towers of an answer to ept_map, behind its handle. */
export function readTowers(reader: Ndr): Tower[] {
  reader.handle()
  reader.long()
  reader.skip(8) // greatest count, offset
  const count = Math.min(reader.u32(), MAX_TOWERS)
  reader.skip(4 * count)
  const towers: Tower[] = []
  for (let i = 0; i < count && !reader.short; i++) {
    const tower = readTower(reader)
    if (!reader.short) towers.push(tower)
  }
  return towers
}

const MAX_BINDINGS = 16
const MAX_NAME = 255

/** The network addresses of a DUALSTRINGARRAY at the reader: those of TCP, up to the first empty one. */
export function readBindings(reader: Ndr): string[] {
  reader.align(4)
  reader.skip(8) // greatest count, entries, where the security bindings begin
  const found: string[] = []
  for (let i = 0; i < MAX_BINDINGS; i++) {
    const tower = reader.u16()
    if (tower === 0 || reader.short) break
    const name = untilNul(reader)
    if (tower === TCP && name !== '') found.push(name)
  }
  return found
}

function untilNul(reader: Ndr): string {
  let text = ''
  for (let unit = reader.u16(); unit !== 0 && !reader.short; unit = reader.u16()) {
    if (text.length < MAX_NAME) text += unit >= 0x20 && unit < 0x7f ? String.fromCharCode(unit) : '.'
  }
  return text
}
