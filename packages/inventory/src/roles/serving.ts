import type { Evidence, RoleIdea } from './evidence.ts'
import { best, type Exchange, isAnswered, type Portrait, plural } from './portrait.ts'
import { type Speech, speechOf } from './speech.ts'

/** Asked but never heard answering: perhaps nobody is there. */
const unansweredAtMost = 0.3
/** A network card of a computer: a soft controller, a simulator, a protocol server; seldom a controller. */
const inComputer = 0.5
const computerMakers =
  /\b(vmware|dell|hewlett|hp inc|intel|lenovo|microsoft|realtek|asustek|giga-?byte|micro-star|fujitsu|super ?micro|parallels|pcs systemtechnik|virtualbox|qemu|xensource|raspberry|apple|acer)\b/i

/** What a device serves says what it is. */
export const serving: RoleIdea = portrait =>
  bySpeech(portrait.served).flatMap(([speech, exchanges]) =>
    speech.server ? [servingOf(portrait, speech, exchanges)] : [],
  )

/** In some protocols the one who asks is a controller, or a control centre. */
export const asking: RoleIdea = portrait =>
  bySpeech(portrait.used).flatMap(([speech, exchanges]) => {
    if (!speech.client || !exchanges.some(isAnswered)) return []
    const servers = new Set(exchanges.map(e => e.server)).size
    return [{ ...speech.client, reason: `asks ${plural(servers, 'device')} over ${speech.title}` }]
  })

function servingOf(portrait: Portrait, { title, server }: Speech, exchanges: readonly Exchange[]): Evidence {
  const { role, confidence } = server!
  if (!exchanges.some(isAnswered)) {
    const reason = `is asked over ${title}, no answer seen`
    return { role, confidence: Math.min(confidence, unansweredAtMost), reason }
  }
  const reason = `answers ${title} to ${plural(new Set(exchanges.map(e => e.client)).size, 'client')}`
  const vendor = best(portrait, 'vendor')?.value ?? ''
  if (role !== 'controller' || !computerMakers.test(vendor)) return { role, confidence, reason }
  return { role, confidence: confidence * inComputer, reason: `${reason}, with a network card by ${vendor}` }
}

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
