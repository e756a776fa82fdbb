// The search, and what else is filtered.
import { Pill, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../shared/icons.tsx'
import { plain } from '../../shared/text.ts'
import { useWords } from '../../shared/words.ts'
import styles from './assets-page.module.css'
import { type AssetFilter, assetFilterOf, filters } from './search.ts'

/** ms after the last key until the table follows. */
const PAUSE = 250

type Props = {
  readonly filter: AssetFilter
  readonly count: ReactNode
  readonly zoneOf: (id: string | null) => string
}

export function FilterBar({ filter, count, zoneOf }: Props) {
  const change = useFilter(filter)
  return (
    <div className={styles.bar}>
      <Search text={filter.text ?? ''} onText={text => change({ text })} />
      {filters.map(
        name =>
          name !== 'text' &&
          filter[name] !== undefined && (
            <Chosen
              key={name}
              name={name}
              value={filter[name]}
              zoneOf={zoneOf}
              onRemove={() => change({ [name]: '' })}
            />
          ),
      )}
      <span className={styles.count}>{count}</span>
    </div>
  )
}

type ChosenProps = {
  readonly name: Exclude<(typeof filters)[number], 'text'>
  readonly value: string
  readonly zoneOf: (id: string | null) => string
  readonly onRemove: () => void
}

function Chosen({ name, value, zoneOf, onRemove }: ChosenProps) {
  const { t } = useTranslation()
  const words = useWords()
  const told = name === 'zone' ? zoneOf(value) : name === 'role' ? words.role(value) : value
  const removal = { 'aria-label': t('findings.removeFilter'), tabIndex: 0, 'aria-hidden': false } as const
  return (
    <Pill withRemoveButton removeButtonProps={removal} onRemove={onRemove}>
      {t(`facet.${name}`)}: {plain(told)}
    </Pill>
  )
}

/** Changes the address, and thereby the table. */
export function useFilter(filter: AssetFilter): (change: AssetFilter) => void {
  const navigate = useNavigate()
  return change => void navigate({ to: '.', search: assetFilterOf({ ...filter, ...change }), replace: true })
}

function Search({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const { t } = useTranslation()
  const [own, setOwn] = useState(text)
  const tell = useRef(onText)
  tell.current = onText
  useEffect(() => setOwn(text), [text])
  useEffect(() => {
    if (own === text) return
    const timer = setTimeout(() => tell.current(own), PAUSE)
    return () => clearTimeout(timer)
  }, [own, text])
  return (
    <TextInput
      type="search"
      size="xs"
      w={300}
      value={own}
      onChange={event => setOwn(event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
      placeholder={t('assets.search')}
      aria-label={t('assets.search')}
      leftSection={<Icon name="hunt" size={14} />}
    />
  )
}
