// How many there are of each kind; a click shows those alone.
import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Icon } from '../../shared/icons.tsx'
import { Name } from '../../shared/name.tsx'
import type { Facets } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import { facetsQuery } from './api.ts'
import styles from './facet-list.module.css'
import { useFilter } from './filter-bar.tsx'
import type { AssetFilter } from './search.ts'

const names = ['role', 'zone', 'vendor', 'criticality'] as const
type FacetName = (typeof names)[number]
/** Values before one asks for more. */
const SHOWN = 7

type Props = { readonly filter: AssetFilter; readonly zoneOf: (id: string | null) => string }

export function FacetList({ filter, zoneOf }: Props) {
  const { t } = useTranslation()
  const { data } = useQuery(facetsQuery(useHere()))
  const [isOpen, setOpen] = useState(false)
  return (
    <aside className={styles.facets} data-open={isOpen} aria-label={t('assets.filters')}>
      <UnstyledButton className={styles.toggle} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
        <Icon name="filter" size={14} /> {t('assets.filters')}
      </UnstyledButton>
      <div className={styles.groups}>
        {names.map(name => (
          <Facet key={name} name={name} values={data?.[name] ?? []} filter={filter} zoneOf={zoneOf} />
        ))}
      </div>
    </aside>
  )
}

type FacetProps = Props & { readonly name: FacetName; readonly values: Facets[string] }

function Facet({ name, values, filter, zoneOf }: FacetProps) {
  const { t } = useTranslation()
  const change = useFilter(filter)
  const label = useLabels(zoneOf)
  const [all, setAll] = useState(false)
  const shown = all ? values : values.slice(0, SHOWN)
  if (values.length === 0) return null
  return (
    <section>
      <h2>{t(`facet.${name}`)}</h2>
      {shown.map(({ value, count }) => {
        const asked = name === 'zone' && value === 'unknown' ? 'none' : value
        const isOn = filter[name] === asked
        return (
          <UnstyledButton
            key={value}
            className={styles.value}
            aria-pressed={isOn}
            onClick={() => change({ [name]: isOn ? '' : asked })}
          >
            <span>
              <Name text={label(name, value)} />
            </span>
            <small>{count}</small>
          </UnstyledButton>
        )
      })}
      {values.length > SHOWN && (
        <UnstyledButton className={styles.more} onClick={() => setAll(!all)}>
          {all ? t('assets.fewer') : t('assets.more', { count: values.length - SHOWN })}
        </UnstyledButton>
      )}
    </section>
  )
}

function useLabels(zoneOf: (id: string | null) => string): (name: FacetName, value: string) => string {
  const { t } = useTranslation()
  const words = useWords()
  return (name, value) => {
    if (value === 'unknown') return t(name === 'zone' ? 'assets.noZone' : 'role.unknown')
    if (name === 'role') return words.role(value)
    if (name === 'zone') return zoneOf(value)
    return name === 'criticality' ? words.criticality(value) : value
  }
}
