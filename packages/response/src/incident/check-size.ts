// Sizes of what people and programs put into an incident.
import type { Act } from './act.ts'
import type { Incident } from './incident.ts'
import { incidentLimits as limits } from './limits.ts'
import { type Refusal, refusal } from './refusal.ts'

const HASH = /^[0-9a-f]{64}$/

/** Acts that need their reason or text said. */
const said: Readonly<Partial<Record<Act['kind'], string>>> = {
  commented: 'text',
  titled: 'title',
  reviewed: 'text',
  reported: 'text',
  'action-agreed': 'text',
  'finding-removed': 'reason',
  'merged-into': 'reason',
  'merged-from': 'reason',
  'split-from': 'reason',
  'approval-withdrawn': 'reason',
  'override-asked': 'reason',
  'override-confirmed': 'reason',
  'escalation-started': 'reason',
  'escalation-stopped': 'reason',
  'aware-set': 'reason',
  'moment-set': 'reason',
  'alternative-chosen': 'reason',
}

/** Texts that may be long; every other one is a name or an id. */
const long: ReadonlySet<string> = new Set([
  'reason',
  'reasons',
  'text',
  'note',
  'answer',
  'error',
  'receipt',
  'lessons',
  'actions',
  'wentWell',
])

export function checkSize(incident: Incident, act: Act): Refusal | null {
  return checkTexts(act) ?? checkRoom(incident, act) ?? checkAttachment(act)
}

/** Lengths, and that what must be said is. */
export function checkTexts(act: Act): Refusal | null {
  const mustSay = said[act.kind]
  for (const [field, value] of Object.entries(act)) {
    if (field === mustSay && String(value).trim() === '')
      return refusal('entry.nothing-said', `The ${field} is empty; say it.`, { field })
    const texts: unknown[] = Array.isArray(value) ? value : [value]
    if (texts.length > limits.list)
      return refusal('entry.too-many', `The ${field} are more than ${limits.list}; shorten the list.`, {
        field,
        most: limits.list,
      })
    const most = long.has(field) ? limits.text : limits.name
    if (texts.some(text => typeof text === 'string' && text.length > most))
      return refusal('entry.too-long', `The ${field} is longer than ${most} characters; shorten it or attach a file.`, {
        field,
        most,
      })
  }
  return null
}

function checkRoom(incident: Incident, act: Act): Refusal | null {
  if (incident.entries >= limits.entries)
    return refusal(
      'incident.full',
      `An incident holds at most ${limits.entries} entries; open another one and link it.`,
      { most: limits.entries, what: 'entries' },
    )
  const held: Readonly<Partial<Record<Act['kind'], readonly [number, number, string]>>> = {
    'finding-added': [incident.findings.length, limits.findings, 'findings'],
    commented: [incident.comments.length, limits.comments, 'comments'],
    attached: [incident.attachments.length, limits.attachments, 'attachments'],
    watched: [incident.watched.length, limits.watched, 'watched devices'],
    linked: [incident.links.length, limits.links, 'links'],
    paged: [incident.pages.length, limits.pages, 'pages'],
    reported: [incident.reports.length, limits.reports, 'reports'],
    'action-agreed': [incident.actions.length, limits.actions, 'actions'],
  }
  const room = held[act.kind]
  if (!room || room[0] < room[1]) return null
  // One that comes again takes no room.
  if (act.kind === 'action-agreed' && incident.actions.some(({ action }) => action === act.action)) return null
  if (act.kind === 'finding-added' && incident.findings.some(({ finding }) => finding.id === act.finding.id))
    return null
  return refusal('incident.full', `An incident holds at most ${room[1]} ${room[2]}; open another one and link it.`, {
    most: room[1],
    what: room[2],
  })
}

function checkAttachment(act: Act): Refusal | null {
  if (act.kind !== 'attached') return null
  if (!HASH.test(act.hash)) return refusal('attachment.hash', 'The hash of an attachment is SHA-256 in lower-case hex.')
  if (Number.isInteger(act.size) && act.size >= 0 && act.size <= limits.attachmentSize) return null
  return refusal('attachment.too-large', `An attachment has at most ${limits.attachmentSize} bytes.`, {
    most: limits.attachmentSize,
  })
}
