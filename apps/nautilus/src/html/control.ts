// Who has changed which controller, how, and whether it obeyed.
import type { Change, Control } from '../changes.ts'
import { controllersOf, objectsOf } from '../text/control.ts'
import { grouped } from '../text/numbers.ts'
import type { Markup } from './markup.ts'
import { periodOf, type Site } from './site.ts'
import { tableOf } from './table.ts'

type Row = { readonly control: Control; readonly change: Change }

const rowsOf = (control: readonly Control[]): Row[] =>
  control.flatMap(one => one.changes.map(change => ({ control: one, change })))

const figure = (count: number): string => (count > 0 ? grouped(count) : '')

/** `told`: the end that is known already from where the table stands. */
export const controlTable = (site: Site, control: readonly Control[], told: 'controller' | 'client' | null): Markup =>
  tableOf<Row>(
    [
      ...(told === 'controller'
        ? []
        : [{ title: 'Controller', of: ({ control }: Row) => site.link(control.controller) }]),
      ...(told === 'client' ? [] : [{ title: 'Changed by', of: ({ control }: Row) => site.link(control.client) }]),
      { title: 'Over', of: ({ control }) => control.protocol },
      { title: 'Did', of: ({ change }) => change.verb },
      { title: 'Accepted', right: true, of: ({ change }) => figure(change.accepted) },
      { title: 'Refused', right: true, of: ({ change }) => figure(change.refused) },
      { title: 'No reply', right: true, of: ({ change }) => figure(change.unanswered) },
      { title: 'To what', of: ({ change }) => objectsOf(change) },
      { title: 'When (UTC)', of: ({ change }) => periodOf(site, change.first, change.last) },
    ],
    rowsOf(control),
    'changes',
  )

export const controlPart = (site: Site): Markup =>
  controlTable(
    site,
    controllersOf(site.report.control).flatMap(([, rows]) => rows),
    null,
  )
