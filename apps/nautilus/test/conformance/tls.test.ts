// TLS: handshake messages, server names and the number of offered ciphers.
import { comparePlainly, office, type Stated } from './plain.ts'

const listed = (text = ''): string[] => (text === '' ? [] : text.split(','))

const theirs = ([types = '', names = '', chosen = '']: readonly string[]): Stated[] =>
  listed(types).map(type => ({
    key: type === '2' ? '1' : type,
    role: type === '1' ? 'request' : 'reply',
    facts: type === '1' ? [`name ${names}`] : type === '2' ? [`cipher ${Number(listed(chosen)[0])}`] : [],
  }))

type Hello = { readonly serverName: string; readonly ciphers: readonly number[] }
type Message = {
  readonly message: { readonly kind: string; readonly types?: readonly number[]; readonly hello?: Hello | null }
}

comparePlainly({
  protocol: 'tls',
  captures: office('tls'),
  filter: 'tls.handshake.type',
  fields: ['tls.handshake.type', 'tls.handshake.extensions_server_name', 'tls.handshake.ciphersuite'],
  theirs,
  ours: ({ message: { kind, types = [], hello } }: Message) =>
    kind !== 'handshake' || !hello
      ? []
      : types[0] === 1
        ? [`name ${hello.serverName}`]
        : [`cipher ${hello.ciphers[0]}`],
  inner: true,
})
