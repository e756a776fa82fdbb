import { isPublic } from '../address.ts'
import type { Evidence, RoleIdea } from './evidence.ts'
import { best, type Exchange, isAnswered, type Portrait, plural, servesPlant, tellsOf } from './portrait.ts'
import { type Speech, speechOf } from './speech.ts'

/** Asked but never heard answering: perhaps nobody is there. */
const unansweredAtMost = 0.3
/** Asked over a connection that it must have taken, though the capture does not show its side. */
const oneSided = 0.85
/** A network card of a computer: a soft controller, a simulator, a protocol server. */
const inComputer = 0.8
/** A router passes requests on to devices behind it. */
const passedOn = 0.5
/** A controller's web page makes it no server. */
const besidePlant = 0.5
/** On the internet there are servers. */
const onInternet = 0.55
const computerMakers =
  /\b(vmware|dell|hewlett|hp inc|intel|lenovo|microsoft|realtek|asustek|giga-?byte|micro-star|fujitsu|super ?micro|parallels|pcs systemtechnik|virtualbox|qemu|xensource|raspberry|apple|acer)\b/i

/** What a device serves says what it is. */
export const serving: RoleIdea = portrait => {
  const inThePlant = servesPlant(portrait)
  return bySpeech(servedBy(portrait)).flatMap(([speech, exchanges]) => {
    if (!speech.server) return []
    const evidence = servingOf(portrait, speech, exchanges)
    return [!speech.plant && inThePlant ? { ...evidence, confidence: evidence.confidence * besidePlant } : evidence]
  })
}

/** In some protocols the one who asks is a controller, or a control centre. */
export const asking: RoleIdea = portrait =>
  bySpeech(portrait.used).flatMap(([speech, exchanges]) => {
    const answered = exchanges.some(isAnswered)
    if (!speech.client || !(answered || speech.connected)) return []
    const { role, confidence } = speech.client
    const servers = new Set(exchanges.map(e => e.server)).size
    const reason = `asks ${plural(servers, 'device')} over ${speech.title}`
    return [{ role, confidence: answered ? confidence : confidence * oneSided, basis: 'usual', reason }]
  })

/** Who opens connections for cyclic data controls those who accept. */
export const connecting: RoleIdea = ({ used }) => {
  const accepted = used.filter(e => tellsOf([e], 'io connection') > 0 && isAnswered(e))
  const servers = new Set(accepted.map(e => e.server)).size
  const reason = `opens PROFINET connections to ${plural(servers, 'device')}`
  return servers > 0 ? [{ role: 'controller', confidence: 0.75, basis: 'usual', reason }] : []
}

function servingOf(portrait: Portrait, speech: Speech, exchanges: readonly Exchange[]): Evidence {
  const { title, server, publishes } = speech
  const { role } = server!
  const basis = 'usual'
  const heard = publishes || exchanges.some(isAnswered)
  if (!heard && !speech.connected) {
    const reason = `is asked over ${title}, no answer seen`
    return { role, basis, confidence: Math.min(server!.confidence, unansweredAtMost), reason }
  }
  const confidence = heard ? server!.confidence : server!.confidence * oneSided
  const clients = new Set(exchanges.filter(e => e.client >= 0).map(e => e.client)).size
  const told = heard ? `answers ${title} to` : `takes connections for ${title} of`
  const reason = publishes && clients === 0 ? `publishes ${title}` : `${told} ${plural(clients, 'client')}`
  if (portrait.device.routing) return { role, basis, confidence: confidence * passedOn, reason }
  if (role === 'server' && portrait.device.ips.some(isPublic)) {
    return { role, basis, confidence: Math.max(confidence, onInternet), reason: `${reason}, on the internet` }
  }
  const vendor = best(portrait, 'vendor')?.value ?? ''
  if ((role !== 'controller' && role !== 'RTU') || !computerMakers.test(vendor)) {
    return { role, basis, confidence, reason }
  }
  return { role, basis, confidence: confidence * inComputer, reason: `${reason}, with a network card by ${vendor}` }
}

/** What it answers, and what it publishes to groups of others. */
const servedBy = ({ served, used }: Portrait): readonly Exchange[] => [
  ...served,
  ...used.filter(({ traffic }) => speechOf(traffic.protocol)?.publishes && traffic.verbs.has('report')),
]

function bySpeech(exchanges: readonly Exchange[]): [Speech, Exchange[]][] {
  const groups = new Map<Speech, Exchange[]>()
  for (const exchange of exchanges) {
    const speech = speechOf(exchange.traffic.protocol)
    if (!speech) continue
    const group = groups.get(speech)
    if (group) group.push(exchange)
    else groups.set(speech, [exchange])
  }
  return [...groups]
}
