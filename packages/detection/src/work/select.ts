import type { Who } from '../event.ts'
import { networkOf } from './network.ts'
import type { Selector } from './order.ts'

export type Picks = (who: Who) => boolean

/** Decides whether any of the selectors picks a device. A network that is none picks nothing. */
export function picksOf(selectors: readonly Selector[]): Picks {
  const each = selectors.map(pickOf)
  return who => each.some(picks => picks(who))
}

function pickOf({ by, value }: Selector): Picks {
  const addressesOf = (who: Who) => [who.ip, ...(who.asset?.ip ?? [])]
  switch (by) {
    case 'id':
      return who => who.id === value
    case 'name':
      return who => who.asset?.name?.toLowerCase() === value.toLowerCase()
    case 'ip':
      return who => addressesOf(who).includes(value) || who.mac === value
    case 'zone':
      return who => who.zone === value
    case 'list':
      return who => who.lists.includes(value)
    case 'network': {
      const inside = networkOf(value) ?? (() => false)
      return who => addressesOf(who).some(inside)
    }
  }
}
