// DNS and mDNS: the operations, and every name that is asked for or answered.
import { comparePlainly, office, type Stated } from './plain.ts'

type Named = { readonly name: string }
type Dns = { readonly questions: readonly Named[]; readonly records: readonly Named[] }

const FIELDS = [
  'dns.id',
  'dns.flags.response',
  'dns.flags.opcode',
  'dns.flags.rcode',
  'dns.qry.name',
  'dns.resp.name',
  'dns.count.auth_rr',
  'dns.resp.ttl',
]
const listed = (text = ''): string[] => (text === '' ? [] : text.split(','))
const named = (name: string): string => (name === '<Root>' ? '' : name)

const theirs = (row: readonly string[]): Stated[] => {
  const [ids = '', responses = '', opcodes = '', rcodes = '', asked, answered] = row
  const [messages, questions] = [listed(ids), listed(asked)]
  return messages.map((_, index) => {
    const response = listed(responses)[index] === '1'
    // Of several messages in one frame, each has asked one thing.
    const mine = messages.length > 1 ? [questions[index]!] : questions
    return {
      key: listed(opcodes)[index]!,
      role: response ? 'reply' : 'request',
      error: response && listed(rcodes)[0] !== '0',
      facts: [...mine.map(name => `asks ${named(name)}`), ...listed(answered).map(name => `record ${named(name)}`)],
    }
  })
}

const ours = ({ questions, records }: Dns): string[] => [
  ...questions.map(({ name }) => `asks ${name}`),
  ...records.map(({ name }) => `record ${name}`),
]

comparePlainly({ protocol: 'dns', captures: office('dns'), filter: 'dns && !mdns', fields: FIELDS, theirs, ours })

comparePlainly({
  protocol: 'mdns',
  captures: office('mdns', 'dns'),
  filter: 'mdns',
  fields: FIELDS,
  theirs: row =>
    theirs(row).map(stated => {
      const probes = stated.role === 'request' && row[6] !== '0'
      const leaves = stated.role === 'reply' && listed(row[7]).every(life => life === '0')
      const key = stated.role === 'request' ? (probes ? '0:probe' : '0') : leaves ? '0:goodbye' : '0:answer'
      return { ...stated, key, role: 'reply' }
    }),
  ours,
})
