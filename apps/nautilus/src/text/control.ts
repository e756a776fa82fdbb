// The part that a plant engineer reads first: for each controller, who has changed it, how, and whether it obeyed.
import type { Asset } from '@nautilus/model'
import type { Change, Control } from '../changes.ts'
import { rankOf } from '../consequence.ts'
import { makeOf, roleOf } from './assets.ts'
import { grouped } from './numbers.ts'
import { type Page, rest } from './page.ts'
import { cut, safe, widthOf } from './style.ts'
import { table } from './table.ts'

const MOST_CONTROLLERS = 40

export function controlPart(page: Page): string[] {
  const { report, width, style } = page
  const assets = new Map(report.assets.map(asset => [asset.id, asset]))
  const byController = controllersOf(report.control)
  const shown = byController.slice(0, MOST_CONTROLLERS)
  const rows = shown.flatMap(([, controls]) => controls.flatMap(control => changeRows(page, control)))
  const [titles = '', ...body] = table(columnsOf(page), rows, { width, style, indent: 6 })
  const blocks = shown.flatMap(([id, controls], index) => [
    ...(index > 0 ? [''] : []),
    controllerLine(page, id, assets.get(id)),
    ...controls.flatMap(control => [
      clientLine(page, control, assets.get(control.client)),
      ...body.splice(0, control.changes.length),
    ]),
  ])
  return [titles, ...blocks, ...rest(page, byController.length, shown.length, 'controllers')]
}

/** Each controller with who changed it, the gravest change first. */
export function controllersOf(control: readonly Control[]): [string, Control[]][] {
  const byController = [...Map.groupBy(control, row => row.controller)]
  for (const [, rows] of byController) rows.sort(byGravity)
  return byController.sort(([, a], [, b]) => gravest(a) - gravest(b) || first(a) - first(b))
}

const gravest = (rows: readonly Control[]): number =>
  Math.min(...rows.flatMap(({ changes }) => changes.map(({ verb }) => rankOf(verb))))

const first = (rows: readonly Control[]): number => Math.min(...rows.map(row => row.first))

const byGravity = (a: Control, b: Control): number => gravest([a]) - gravest([b]) || a.first - b.first

const columnsOf = ({ style }: Page) => [
  { title: 'Did', paint: style.grave },
  { title: 'Accepted', right: true as const },
  { title: 'Refused', right: true as const, paint: style.bad },
  { title: 'No reply', right: true as const },
  { title: 'To what', least: 10 },
  { title: 'When (UTC)', least: 19, paint: style.quiet },
]

function controllerLine({ style, width, names }: Page, id: string, asset: Asset | undefined): string {
  const about = asset ? [otherAddress(asset), makeOf(asset)] : []
  return labelled(names.get(id) ?? id, about, '  ', { width, style })
}

function clientLine({ style, width, names }: Page, { client, protocol }: Control, asset: Asset | undefined): string {
  const about = asset ? [otherAddress(asset), roleOf(asset), makeOf(asset)] : []
  return labelled(names.get(client) ?? client, [`over ${protocol}`, ...about], '    by ', { width, style })
}

/** The address, where the name alone does not say it. */
const otherAddress = ({ name, ip }: Asset): string => (name === null ? '' : (ip[0] ?? ''))

type Looks = Pick<Page, 'width' | 'style'>

function labelled(name: string, about: readonly string[], before: string, { width, style }: Looks): string {
  const label = safe(name)
  const text = safe(about.filter(part => part !== '').join(' · '))
  const room = width - before.length - widthOf(label) - 2
  return `${before}${style.strong(label)}${text === '' ? '' : `  ${style.quiet(cut(text, room))}`}`
}

function changeRows(page: Page, { changes }: Control): string[][] {
  const figure = (count: number) => (count > 0 ? grouped(count) : '')
  return changes.map(change => [
    change.verb,
    figure(change.accepted),
    figure(change.refused),
    figure(change.unanswered),
    objectsOf(change),
    whenOf(page, change),
  ])
}

const NAMED = 4

export function objectsOf({ objects, moreObjects, functions }: Change): string {
  if (objects.length === 0) return functions.length > 0 ? `(${functions.join(', ')})` : ''
  const named = objects.slice(0, NAMED).join(', ')
  const left = objects.length - NAMED
  const more = left > 0 || moreObjects ? ` and ${moreObjects ? 'more than ' : ''}${Math.max(left, 1)} more` : ''
  return `${named}${more}`
}

function whenOf({ moment }: Page, { first, last }: Change): string {
  const [from, to] = [moment(first), moment(last)]
  if (from === to) return from
  // The same day need not be said twice.
  const common = from.length > 8 && from.slice(0, 10) === to.slice(0, 10)
  return `${from} – ${common ? to.slice(11) : to}`
}
