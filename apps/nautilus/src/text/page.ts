import type { Asset } from '@nautilus/model'
import type { Report } from '../analysis.ts'
import { isoOf, isSameDay, secondOf } from '../time.ts'
import type { Style } from './style.ts'

/** What every part of the printed report needs to know. */
export type Page = {
  readonly report: Report
  readonly width: number
  readonly style: Style
  /** How people call a device: its name, else its address. By asset id. */
  readonly names: ReadonlyMap<string, string>
  /** A moment, without the date when the whole capture lies within one day. UTC. */
  readonly moment: (micros: number) => string
}

export function pageOf(report: Report, width: number, style: Style): Page {
  const { first, last } = report.capture
  const oneDay = first !== null && last !== null && isSameDay(first, last)
  return {
    report,
    width,
    style,
    names: new Map(report.assets.map(asset => [asset.id, nameOf(asset)])),
    moment: oneDay ? micros => isoOf(micros).slice(11, 19) : secondOf,
  }
}

export const nameOf = ({ id, name, ip, mac }: Asset): string => name ?? ip[0] ?? mac[0] ?? id

/** Lines that are left out of a table are said to be. */
export function rest({ style }: Page, total: number, shown: number, what: string): string[] {
  return total > shown ? [style.quiet(`  … and ${total - shown} more ${what} in --json`)] : []
}
