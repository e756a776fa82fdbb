// What a receiver refused for good: looked at, sent once more, or thrown away.
import { Button, Code, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../shared/api.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { useHere } from '../../shared/here.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Empty } from '../../shared/states.tsx'
import { microsOf } from '../../shared/time.ts'
import { useAct } from '../../shared/use-act.ts'
import { type Destination, destinationsQuery, type Letter, lettersQuery } from './destination-data.ts'
import styles from './settings.module.css'

export function LettersDialog({ row, onClose }: { readonly row: Destination; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { tenant } = useHere()
  const query = useQuery(lettersQuery(tenant, row.id))
  const renews = [lettersQuery(tenant, row.id).queryKey, destinationsQuery(tenant).queryKey]
  const path = { tenant, destination: row.id }
  const again = useAct(
    (ids: string[] | null) =>
      call('POST /api/tenants/{tenant}/destinations/{destination}/dead-letters/again', { path, body: { ids } }),
    { renews },
  )
  const discard = useAct(
    (ids: string[] | null) =>
      call('POST /api/tenants/{tenant}/destinations/{destination}/dead-letters/discard', { path, body: { ids } }),
    { renews },
  )
  return (
    <Dialog onClose={onClose} size="xl" title={t('destinations.lettersOf', { name: row.name })}>
      <LoadedIfThere query={query}>
        {letters =>
          letters.length === 0 ? (
            <Empty title={t('destinations.noLetters')} />
          ) : (
            <div className={styles.stack}>
              <Group>
                <Button size="xs" onClick={() => again.mutate(null)} loading={again.isPending}>
                  {t('destinations.againAll')}
                </Button>
                <Button size="xs" variant="default" onClick={() => discard.mutate(null)} loading={discard.isPending}>
                  {t('destinations.discardAll')}
                </Button>
              </Group>
              {letters.map(letter => (
                <LetterRow
                  key={letter.id}
                  letter={letter}
                  onAgain={() => again.mutate([letter.id])}
                  onDiscard={() => discard.mutate([letter.id])}
                />
              ))}
            </div>
          )
        }
      </LoadedIfThere>
    </Dialog>
  )
}

type RowProps = { readonly letter: Letter; readonly onAgain: () => void; readonly onDiscard: () => void }

function LetterRow({ letter, onAgain, onDiscard }: RowProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const { kind = '', object = '' } = letter.event as { kind?: string; object?: string }
  return (
    <section>
      <p>
        <strong>{kind}</strong> {object} · <Moment at={microsOf(letter.made_at)} />
        {letter.again_at !== null && ` · ${t('destinations.againSoon')}`}
      </p>
      <p>{letter.reason}</p>
      <Group gap="xs">
        <Button size="compact-xs" variant="light" onClick={onAgain}>
          {t('destinations.again')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="red" onClick={onDiscard}>
          {t('destinations.discard')}
        </Button>
        <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('destinations.whole')}
        </Button>
      </Group>
      {isOpen && (
        <Code block mt={8} tabIndex={0}>
          {JSON.stringify(letter.event, null, 2)}
        </Code>
      )}
    </section>
  )
}
