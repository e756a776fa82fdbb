import type { AddressNote } from '@nautilus/model'
import type { Move } from './vlans.ts'

/** MAC addresses named in one note. */
const MOST_NAMED = 8

const named = (macs: readonly string[]): readonly string[] => macs.slice(0, MOST_NAMED)
const listed = (macs: readonly string[]): string => named(macs).join(', ')

/** What is said of addresses, one sentence each. */
export const noteOf = {
  virtual: (address: string, others: readonly string[], reason: string, first: number, last: number): AddressNote => ({
    kind: 'virtual',
    address,
    with: named(others),
    reason,
    first,
    last,
  }),
  madeUp: (mac: string, first: number, last: number): AddressNote => ({
    kind: 'locally administered',
    address: mac,
    with: [],
    reason:
      'set by software (a hypervisor, a telephone that changes it, an administrator): it names no maker and may change',
    first,
    last,
  }),
  moved: (ip: string, others: readonly string[], isLast: boolean, first: number, last: number): AddressNote => ({
    kind: 'moved',
    address: ip,
    with: named(others),
    reason: isLast ? `was at ${listed(others)} before` : `is no longer here; it was also at ${listed(others)}`,
    first,
    last,
  }),
  contested: (ip: string, others: readonly string[], first: number, last: number): AddressNote => ({
    kind: 'contested',
    address: ip,
    with: named(others),
    reason: `${listed(others)} sent as it too: a stand-in, something that passes its packets on, an address taken twice, or a forgery`,
    first,
    last,
  }),
  vlanChanged: (mac: string, { from, to, first, last }: Move): AddressNote => ({
    kind: 'VLAN changed',
    address: mac,
    with: [],
    reason: `was in VLAN ${from} before and is in VLAN ${to} since: another port, another setting of the port, or a device that carries its MAC elsewhere`,
    first,
    last,
  }),
  inSeveralVlans: (
    ip: string,
    vlan: number,
    others: readonly { readonly mac: string; readonly vlan: number }[],
    first: number,
    last: number,
  ): AddressNote => ({
    kind: 'in several VLANs',
    address: ip,
    with: named(others.map(({ mac }) => mac)),
    reason: `this one is in VLAN ${vlan}; another device has it in ${[...new Set(others.map(other => `VLAN ${other.vlan}`))].slice(0, MOST_NAMED).join(', ')}`,
    first,
    last,
  }),
  shownInPart: (mac: string, hidden: number, first: number, last: number): AddressNote => ({
    kind: 'shown in part',
    address: mac,
    with: [],
    reason: `${hidden} further MAC addresses are this device's and not listed here`,
    first,
    last,
  }),
}
