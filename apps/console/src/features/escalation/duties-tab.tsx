// What everybody is to this site: by roles, and besides.
import { Button, MultiSelect } from '@mantine/core'
import type { Duty } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty, Loaded } from '../../shared/states.tsx'
import { useAct } from '../../shared/use-act.ts'
import { escalationKey, type Held, peopleQuery, putDuties } from './data.ts'
import styles from './escalation.module.css'
import { useDuties } from './people.ts'

export function DutiesTab() {
  const { t } = useTranslation()
  const { may, ...place } = useHere()
  const query = useQuery(peopleQuery(place))
  return (
    <Panel title={t('escalation.whoIsWhat')} flush>
      <p className={styles.lead}>{t(may('response.write') ? 'escalation.dutiesText' : 'escalation.readOnly')}</p>
      <Loaded query={query}>
        {people =>
          people.length === 0 ? (
            <Empty icon="person" title={t('escalation.noPeople')} />
          ) : (
            <ul className={styles.people}>
              {people.map(held => (
                <Person key={`${held.person} ${held.given.join()}`} held={held} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  )
}

function Person({ held }: { readonly held: Held }) {
  const { t } = useTranslation()
  const here = useHere()
  const { nameOf, choices } = useDuties()
  const [given, setGiven] = useState<readonly Duty[]>(held.given)
  const save = useAct(() => putDuties(here, held.person, given), { renews: [escalationKey(here)] })
  const byRole = held.duties.filter(duty => !held.given.includes(duty))
  const isChanged = [...given].sort().join() !== [...held.given].sort().join()
  return (
    <li className={styles.personRow}>
      <div>
        <strong>
          <Name text={held.name} />
        </strong>
        <div className="dim">
          <Name text={held.email} fallback="" />
        </div>
      </div>
      <div>
        <span className="dim">{t('escalation.byRole')}</span>{' '}
        {byRole.length > 0 ? byRole.map(nameOf).join(', ') : t('escalation.noDuty')}
      </div>
      {here.may('response.write') ? (
        <div className={styles.inline}>
          <MultiSelect
            aria-label={t('escalation.besides', { person: held.name })}
            placeholder={given.length === 0 ? t('escalation.besidesNone') : ''}
            data={choices.filter(({ value }) => !byRole.includes(value))}
            value={[...given]}
            onChange={next => setGiven(next as Duty[])}
            size="xs"
            searchable
            style={{ flex: '1 1 220px' }}
          />
          {isChanged && (
            <Button size="xs" onClick={() => save.mutate()} loading={save.isPending}>
              {t('escalation.save')}
            </Button>
          )}
        </div>
      ) : (
        <div>{held.given.length > 0 ? held.given.map(nameOf).join(', ') : '–'}</div>
      )}
    </li>
  )
}
