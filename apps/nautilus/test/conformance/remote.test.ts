// FTP, TFTP and SSH: commands and file names, blocks, banners and offers.
import { comparePlainly, office, type Stated } from './plain.ts'

type Command = { readonly kind: string; readonly verb?: string; readonly argument?: string; readonly code?: number }

comparePlainly({
  protocol: 'ftp',
  captures: office('ftp'),
  filter: 'ftp',
  fields: ['tcp.stream', 'ftp.request.command', 'ftp.request.arg', 'ftp.response.code'],
  theirs: ([stream = '', command = '', argument = '', codes = ''], seen): Stated[] => {
    const waiting = seen.get(stream) ?? []
    seen.set(stream, waiting)
    if (command !== '') {
      waiting.push(command)
      return [{ key: command, role: 'request', facts: [command === 'PASS' ? '' : argument] }]
    }
    // Lines of one reply repeat its number, or have none; a greeting answers nothing, and 1xx is not the end.
    const code = codes.split(',')[0] ?? ''
    if (code === '') return []
    if (code < '200' || code === '220')
      return [{ key: 'notice', role: 'reply', facts: [code], mute: true, uncounted: true }]
    const key = waiting.shift()
    return [{ key: key ?? 'nobody asked', role: 'reply', error: code >= '400', facts: [code], mute: true }]
  },
  ours: ({ kind, argument, code }: Command) => (kind === 'command' ? [argument ?? ''] : [String(code)]),
})

type Block = { readonly code: number; readonly text: string; readonly number: number }

comparePlainly({
  protocol: 'tftp',
  captures: office('tftp'),
  filter: 'tftp',
  fields: ['tftp.opcode', 'tftp.source_file', 'tftp.block'],
  theirs: ([code = '', file = '', block = '']): Stated[] => [
    { key: code, role: Number(code) <= 2 ? 'request' : 'reply', facts: [Number(code) <= 2 ? file : block] },
  ],
  ours: ({ code, text, number }: Block) => [code <= 2 ? text : String(number)],
})

type Banner = {
  readonly kind: string
  readonly version?: string
  readonly software?: string
  readonly lists?: readonly string[]
}

comparePlainly({
  protocol: 'ssh',
  captures: office('ssh'),
  filter: 'ssh.protocol || ssh.message_code',
  fields: ['ssh.protocol', 'ssh.message_code', 'ssh.kex_algorithms'],
  theirs: ([banner = '', codes = '', offer = '']): Stated[] => [
    ...(banner === '' ? [] : [{ key: 'banner', role: 'reply' as const, facts: [banner] }]),
    ...codes
      .split(',')
      .filter(code => code !== '')
      .map(code => ({ key: code, role: 'reply' as const, facts: code === '20' ? [offer] : [] })),
  ],
  ours: ({ kind, version, software, lists }: Banner) =>
    kind === 'banner'
      ? [`SSH-${version}${software ? `-${software}` : ''}`]
      : kind === 'offer'
        ? [lists?.[0] ?? '']
        : [],
})

type Option = { readonly kind: string; readonly option?: number; readonly end?: Option | null }
const optionOf = ({ kind, option, end }: Option): string[] =>
  kind === 'line' && end ? optionOf(end) : option === undefined ? [] : [`option ${option}`]

comparePlainly({
  protocol: 'telnet',
  captures: office('telnet'),
  filter: 'telnet.cmd',
  fields: ['telnet.cmd', 'telnet.subcmd'],
  theirs: ([commands = '', options = '']): Stated[] => {
    const left = options.split(',').filter(option => option !== '')
    return commands.split(',').flatMap((code): Stated[] => {
      if (code === '240') return []
      const takes = Number(code) >= 250
      return [{ key: code, role: 'reply', facts: takes ? [`option ${Number(left.shift())}`] : [] }]
    })
  },
  ours: optionOf,
})
