// Fields that several sources share: an end of a conversation, and the clock on the wall.
import { criticalities, roles } from '@nautilus/model'
import type { EventOf, Kind, Who } from '../event.ts'
import type { FieldsOf } from './category.ts'

const kinds = ['device', 'public', 'broadcast', 'multicast', 'nobody'] as const

/** `client`, `client.ip`, …: what is known of one end. */
export function endFields<K extends Kind>(
  name: string,
  what: string,
  whoOf: (event: EventOf<K>) => Who | null,
): FieldsOf<K> {
  const of =
    <T>(get: (who: Who) => T) =>
    (event: EventOf<K>) => {
      const who = whoOf(event)
      return who === null ? null : get(who)
    }
  const fields: FieldsOf<K> = {
    '': {
      type: 'address',
      says: `${what}, by its id, an address or its name: whichever of them fits. Counted and grouped by id`,
      get: of(namesOf),
      key: event => whoOf(event)?.id ?? '',
    },
    '.id': { type: 'text', says: 'its id in the report; its address where there is no asset', get: of(who => who.id) },
    '.ip': { type: 'address', says: 'its IP address', get: of(who => who.ip || null) },
    '.mac': { type: 'text', says: 'its MAC address, `00:1b:1b:00:00:01`', get: of(who => who.mac || null) },
    '.name': { type: 'text', says: 'its name', get: of(who => who.asset?.name ?? null) },
    '.kind': { type: 'text', words: kinds, says: 'what the address is', get: of(who => who.kind) },
    '.role': { type: 'text', words: roles, says: 'its role, where that is believed', get: of(who => who.role) },
    '.vendor': { type: 'text', says: 'its maker', get: of(who => who.asset?.vendor ?? null) },
    '.model': { type: 'text', says: 'its model', get: of(who => who.asset?.model ?? null) },
    '.firmware': { type: 'text', says: 'its firmware', get: of(who => who.asset?.firmware ?? null) },
    '.level': { type: 'number', says: 'its Purdue level, 0 to 5', get: of(who => who.level) },
    '.zone': { type: 'text', says: 'its zone', get: of(who => who.zone) },
    '.lists': { type: 'text', says: 'lists of site.yaml that it is on', get: of(who => who.lists) },
    '.safety': { type: 'flag', says: 'is it part of a safety system', get: of(who => who.safety) },
    '.criticality': {
      type: 'text',
      words: criticalities,
      says: 'how much depends on it',
      get: of(who => who.asset?.criticality?.grade ?? null),
    },
  }
  return Object.fromEntries(Object.entries(fields).map(([part, field]) => [`${name}${part}`, field]))
}

function namesOf({ id, ip, mac, asset }: Who): readonly string[] {
  const name = asset?.name ?? ''
  return [id, ip, mac, name].filter((text, at, all) => text !== '' && all.indexOf(text) === at)
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

export const weekdayOf = (weekday: number): string => weekdays[weekday - 1] ?? ''

/** Local time of the site: `time_zone` of site.yaml, UTC without one. */
export const clockFields = <K extends Kind>(): FieldsOf<K> => ({
  hour: {
    type: 'number',
    says: 'hour of the day, 0 to 23, local time of the site',
    get: ({ at }, { site }) => site.localTime(at).hour,
  },
  weekday: {
    type: 'text',
    words: weekdays,
    says: 'day of the week, local time of the site',
    get: ({ at }, { site }) => weekdayOf(site.localTime(at).weekday),
  },
  in_shift: {
    type: 'flag',
    says: 'inside the shifts of site.yaml; not there where it declares none',
    get: ({ at }, { site }) => site.inShift(at),
  },
})
