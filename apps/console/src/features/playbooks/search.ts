// What the address of the page of one playbook says.
import { type Language, languages } from '@nautilus/response'
import { oneOf, positiveOf, textOf, told } from '../../shared/search.ts'

export const views = ['history', 'edit'] as const

export type PlaybookSearch = {
  /** Without it: it is read. */
  readonly view?: (typeof views)[number]
  /** Without it: the one in force. */
  readonly version?: number
  /** Texts of the playbook in another language than that of the console. */
  readonly in?: Language
  /** Two versions that are compared. */
  readonly from?: number
  readonly to?: number
  /** The playbook from which a new one is made: `PB-01@1`. */
  readonly of?: string
}

export const playbookSearchOf = (raw: Readonly<Record<string, unknown>>): PlaybookSearch =>
  told({
    view: oneOf(raw.view, views),
    version: positiveOf(raw.version),
    in: oneOf(raw.in, languages),
    from: positiveOf(raw.from),
    to: positiveOf(raw.to),
    of: textOf(raw.of, 30),
  }) as PlaybookSearch
