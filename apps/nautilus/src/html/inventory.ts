import type { Asset } from '@nautilus/model'
import { inOrder, makeOf } from '../text/assets.ts'
import { MAX_INVENTORY } from './limits.ts'
import { html, type Markup } from './markup.ts'
import type { Site } from './site.ts'
import { listed, tableOf } from './table.ts'

/** Addresses and the like that one cell lists. */
const IN_CELL = 3

export const inventoryPart = (site: Site): Markup =>
  tableOf<Asset>(
    [
      { title: 'Name', of: ({ id }) => site.link(id) },
      { title: 'Role', of: ({ role }) => role ?? html`<span class="quiet">unknown</span>` },
      { title: 'IP', of: ({ ip }) => listed(ip, IN_CELL) },
      { title: 'MAC', of: ({ mac }) => listed(mac, IN_CELL) },
      { title: 'Make and model', of: asset => makeOf({ ...asset, firmware: null }) },
      { title: 'Firmware', of: ({ firmware }) => firmware },
      { title: 'Level', right: true, of: ({ level }) => level },
      { title: 'Zone', of: ({ zone }) => (zone === null ? null : (site.zones.get(zone) ?? null)) },
      { title: 'Criticality', of: ({ criticality }) => criticality?.grade ?? null },
    ],
    inOrder(site.report.assets),
    'devices',
    MAX_INVENTORY,
  )
