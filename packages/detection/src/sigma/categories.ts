// The sources of custom rules. Names of fields are those of the JSON report; docs/custom-rules.md lists them.
import { attributes, severities, verbs } from '@nautilus/model'
import { noticeEnds } from '../notice-ends.ts'
import { activityFields } from './activity-fields.ts'
import { type Category, defineCategory } from './category.ts'
import { clockFields, endFields } from './fields.ts'

const activity = defineCategory({
  name: 'activity',
  kind: 'operation',
  says: 'What one device asked of another in a protocol that is understood: reads, writes, downloads, logins, …',
  fields: activityFields,
  amount: 'count',
  object: 'object',
  ends: ({ client, server }) => ({ source: client, target: server }),
  sentence: ({ client, server, protocol, verb, activity: { function: fn, object, outcome } }) =>
    `${client.label} asked ${server.label} over ${protocol} for ${fn.name || fn.code} (${verb})${object === '' ? '' : ` of ${object}`}${outcome === 'ok' ? '' : `, ${outcome}`}.`,
})

const connection = defineCategory({
  name: 'connection',
  kind: 'connection',
  says: 'Every TCP and UDP conversation, whether or not anybody understands it.',
  fields: {
    ...endFields<'connection'>('client', 'Who opened it', ({ client }) => client),
    ...endFields<'connection'>('server', 'Who was called', ({ server }) => server),
    transport: { type: 'text', words: ['tcp', 'udp'], says: 'transport', get: e => e.connection.transport },
    port: { type: 'number', says: 'port of the server', get: e => e.connection.port },
    protocol: { type: 'text', says: 'protocol, where it was recognised', get: e => e.connection.protocol },
    state: {
      type: 'text',
      words: ['attempt', 'refused', 'open', 'half'],
      says: 'how it went: never answered, refused, open, or seen in one direction',
      get: e => e.connection.state,
    },
    count: {
      type: 'number',
      says: 'connections opened or tried; 0 where they go on from the minute before',
      get: e => e.connection.count,
    },
    'packets.client': { type: 'number', says: 'packets of the client', get: e => e.connection.packets.client },
    'packets.server': { type: 'number', says: 'packets of the server', get: e => e.connection.packets.server },
    'bytes.client': { type: 'number', says: 'payload of the client, bytes', get: e => e.connection.bytes.client },
    'bytes.server': { type: 'number', says: 'payload of the server, bytes', get: e => e.connection.bytes.server },
    ...clockFields<'connection'>(),
  },
  amount: 'count',
  object: 'port',
  ends: ({ client, server }) => ({ source: client, target: server }),
  sentence: ({ client, server, connection: { transport, port, protocol, state } }) =>
    `${client.label} called ${server.label} on ${transport} port ${port}${protocol === null ? '' : ` (${protocol})`}: ${state}.`,
})

const claim = defineCategory({
  name: 'claim',
  kind: 'claim',
  says: 'What a device says of itself, or another says of it: firmware, name, model, mode, services, …',
  fields: {
    ...endFields<'claim'>('asset', 'The device it is said of', ({ who }) => who),
    attribute: {
      type: 'text',
      words: [...attributes, 'binding'],
      says: 'what is said; `binding`: an IP address is at this MAC address',
      get: e => e.sighting.attribute,
    },
    value: { type: 'text', says: 'the value', get: e => e.sighting.value },
    source: { type: 'text', says: 'protocol and message that said so', get: e => e.sighting.source },
    confidence: { type: 'number', says: 'how far it is believed, 0 to 1', get: e => e.sighting.confidence },
    ...clockFields<'claim'>(),
  },
  amount: null,
  object: 'attribute',
  ends: ({ who }) => ({ source: null, target: who }),
  sentence: ({ who, sighting: { attribute, value, source } }) =>
    `${source} tells of ${who.label}: ${attribute} ${value}.`,
})

const notice = defineCategory({
  name: 'notice',
  kind: 'notice',
  says: 'What the sensor tells of its own sight: malformed messages, loss, limits that were reached.',
  fields: {
    ...endFields<'notice'>('client', 'The client of the conversation, where there is one', e =>
      e.notice.sender === 'server' ? noticeEnds(e.notice).to : noticeEnds(e.notice).from,
    ),
    ...endFields<'notice'>('server', 'Its server', e =>
      e.notice.sender === 'server' ? noticeEnds(e.notice).from : noticeEnds(e.notice).to,
    ),
    code: { type: 'text', says: 'what it is about, `noun.problem`', get: e => e.notice.code },
    message: { type: 'text', says: 'the sentence', get: e => e.notice.message },
    count: { type: 'number', says: 'how often', get: e => e.notice.count },
    protocol: { type: 'text', says: 'what is spoken there', get: e => e.notice.protocol ?? null },
    sender: { type: 'text', words: ['client', 'server'], says: 'who sent it', get: e => e.notice.sender ?? null },
    ...clockFields<'notice'>(),
  },
  amount: 'count',
  object: 'code',
  ends: ({ notice: told }) => {
    const { from, to } = noticeEnds(told)
    return { source: from, target: to }
  },
  sentence: ({ notice: { code, message } }) => `${message === '' ? code : message}`,
})

const finding = defineCategory({
  name: 'finding',
  kind: 'finding',
  says: 'What another rule found, of the product or of yours: when it is new, and again at most every 10 s while it goes on.',
  fields: {
    ...endFields<'finding'>('source', 'Who did it', ({ source }) => source),
    ...endFields<'finding'>('target', 'To whom', ({ target }) => target),
    rule: { type: 'text', says: 'id of the rule', get: e => e.finding.rule },
    title: { type: 'text', says: 'title of the rule', get: e => e.finding.title },
    severity: { type: 'text', words: severities, says: 'severity with all its terms', get: e => e.finding.severity },
    techniques: { type: 'text', says: 'techniques observed, `T0843`', get: e => e.finding.techniques },
    consequences: { type: 'text', says: 'techniques that it may lead to', get: e => e.finding.consequences },
    confidence: { type: 'number', says: '0 to 1', get: e => e.finding.confidence },
    count: { type: 'number', says: 'matches so far', get: e => e.finding.count },
    protocol: { type: 'text', says: 'protocol', get: e => e.finding.protocol },
    verb: { type: 'text', words: verbs, says: 'what was done', get: e => e.finding.verb },
    why: { type: 'text', says: 'the sentence: who did what to whom', get: e => e.finding.why },
    playbook: { type: 'text', says: 'what to do next, `PB-12`', get: e => e.finding.playbook },
    window: {
      type: 'text',
      words: ['covered', 'impostor', 'overrun', 'none'],
      says: 'whether approved work covers it',
      get: e => e.finding.window.kind,
    },
    ...clockFields<'finding'>(),
  },
  amount: null,
  object: 'rule',
  ends: ({ source, target }) => ({ source, target }),
  sentence: ({ finding: { rule, severity, why } }) => `${rule} (${severity}): ${why}`,
})

/** By name. */
export const categories: ReadonlyMap<string, Category> = new Map(
  [activity, connection, claim, notice, finding].map(category => [category.name, category]),
)
