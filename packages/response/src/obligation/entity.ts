// The legal entity that owes reports, as people keep it, and what rules and reports read of it.
import type { ReportFacts, Source } from './fields.ts'
import type { Facts } from './rule.ts'

export const entityClasses = ['essential', 'important', 'out', 'unknown'] as const
export type EntityClass = (typeof entityClasses)[number]

export type Notifier = {
  readonly name: string
  /** Function in the organisation. */
  readonly role: string
  readonly email: string
  readonly phone: string
  /** When to be reached; empty: not said. */
  readonly availability: string
}

/** Null: nobody said whether it is. */
export type EntityMarks = {
  readonly isManagedServiceProvider: boolean | null
  readonly isCritical: boolean | null
  readonly isFinancial: boolean | null
  readonly isManufacturer: boolean | null
  readonly isController: boolean | null
  readonly isUsCovered: boolean | null
}

export type LegalEntity = {
  readonly id: string
  readonly name: string
  /** Of the commercial register or its like. */
  readonly registrationNo: string
  readonly class: EntityClass
  readonly sector: string
  readonly subsector: string
  readonly otherSectors: readonly string[]
  /** ISO 3166. */
  readonly establishedIn: string
  readonly memberStates: readonly string[]
  readonly address: string
  /** Of the last year, euros; null: not said. */
  readonly turnoverEur: number | null
  readonly marks: EntityMarks
  readonly notifier: Notifier | null
  readonly deputies: readonly Notifier[]
  /** Under which somebody else reports for it. */
  readonly mandate: { readonly reference: string; readonly holder: string } | null
  /** IANA. */
  readonly timeZone: string
}

/** Names of `obligations/common.yaml`. What is not said is not known. */
export function entityFacts(entity: LegalEntity | null): Facts {
  if (!entity) return {}
  const { class: kind, establishedIn, memberStates, sector, turnoverEur, marks } = entity
  return {
    'entity.class': kind === 'unknown' ? null : kind,
    'entity.establishedIn': establishedIn === '' ? null : establishedIn,
    'entity.memberStates': memberStates.length > 0 ? memberStates : establishedIn === '' ? null : [establishedIn],
    'entity.sector': sector === '' ? null : sector,
    'entity.turnoverEur': turnoverEur,
    ...Object.fromEntries(Object.entries(marks).map(([name, value]) => [`entity.${name}`, value])),
  }
}

/** `source`: of the entity as it was read. */
export function entityStatements(entity: LegalEntity, source: Source): ReportFacts {
  const said = <T>(value: T) => ({ value, source })
  const text = (value: string) => (value === '' ? undefined : said(value))
  const { notifier, deputies, mandate } = entity
  return without({
    'entity.legalName': text(entity.name),
    'entity.registrationNo': text(entity.registrationNo),
    'entity.class': entity.class === 'unknown' ? undefined : said(entity.class),
    'entity.sector': text(entity.sector),
    'entity.subsector': text(entity.subsector),
    'entity.otherSectors': said(entity.otherSectors),
    'entity.address': text(entity.address),
    'entity.memberStates': said(entity.memberStates),
    'entity.mainEstablishment': text(entity.establishedIn),
    'notifier.name': notifier ? text(notifier.name) : undefined,
    'notifier.role': notifier ? text(notifier.role) : undefined,
    'notifier.email': notifier ? text(notifier.email) : undefined,
    'notifier.phone': notifier ? text(notifier.phone) : undefined,
    'notifier.availability': notifier ? text(notifier.availability) : undefined,
    'notifier.isContact': notifier ? said(true) : undefined,
    'notifier.deputy': deputies.length > 0 ? said(deputies.map(deputyText).join('; ')) : undefined,
    'notifier.mandate': mandate ? said(`${mandate.holder}, ${mandate.reference}`) : undefined,
  })
}

const deputyText = ({ name, role, email, phone }: Notifier): string =>
  [name, role, email, phone].filter(part => part !== '').join(', ')

/** Fields that are not said are left out. */
export const without = (facts: { readonly [F in keyof ReportFacts]?: ReportFacts[F] | undefined }): ReportFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, stated]) => stated !== undefined)) as ReportFacts
