// DCE/RPC on TCP: types, calls and interfaces. What goes through named pipes belongs to SMB.
import { comparePlainly, type Stated } from './plain.ts'

const FIELDS = ['dcerpc.pkt_type', 'dcerpc.opnum', 'dcerpc.cn_call_id', 'dcerpc.cn_bind_to_uuid']
const BIND = 11
const REQUEST = 0
const REPLIES: Readonly<Record<number, string>> = { 12: 'bind', 13: 'bind', 15: 'alter' }
const REQUESTS: Readonly<Record<number, string>> = { [BIND]: 'bind', 14: 'alter' }

const listed = (text = ''): string[] => (text === '' ? [] : text.split(','))

const theirs = (row: readonly string[]): Stated[] => {
  const [types, opnums, calls, interfaces] = row.map(listed)
  const opnum = opnums![Symbol.iterator]()
  return types!.map((type, index) => {
    const number = Number(type)
    const isCall = number <= 3
    const key = isCall ? `opnum:${opnum.next().value}` : (REQUESTS[number] ?? REPLIES[number] ?? type)
    const said = [`call ${calls![index]}`, ...(number in REQUESTS ? interfaces! : []).map(uuid => `interface ${uuid}`)]
    const role = number === REQUEST || number in REQUESTS ? 'request' : 'reply'
    return { key, role, error: number === 3 || number === 13, facts: said }
  })
}

type Packet = { readonly call: number; readonly contexts: readonly { readonly uuid: string }[] }
const ours = ({ call, contexts }: Packet): string[] => [
  `call ${call}`,
  ...contexts.map(({ uuid }) => `interface ${uuid}`),
]

comparePlainly({
  protocol: 'dcerpc',
  captures: ['modbus/zeek_non_modbus_on_502.pcap'],
  filter: 'dcerpc.ver == 5 && !smb && !smb2',
  fields: FIELDS,
  theirs,
  ours,
  stream: true,
})
