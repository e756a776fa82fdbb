// What is other in two versions, part by part, in words.
import { type Duty, durationOf, duties, PLAYBOOK_ORDER, type PlaybookChange, type Text } from '@nautilus/response'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Loaded } from '../../shared/states.tsx'
import { plain } from '../../shared/text.ts'
import { useSay } from '../../shared/use-say.ts'
import { differenceQuery } from './data.ts'
import styles from './playbooks.module.css'

export function Difference({ id, from, to }: { readonly id: string; readonly from: number; readonly to: number }) {
  const { t } = useTranslation()
  const query = useQuery(differenceQuery(useHere().tenant, id, from, to))
  return (
    <Loaded query={query}>
      {changes =>
        changes.length === 0 ? (
          <p className="dim">{t('playbooks.same')}</p>
        ) : (
          <ul className={styles.changes}>
            {changes.map((change, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one list have no other name
              <Change key={at} change={change} />
            ))}
          </ul>
        )
      }
    </Loaded>
  )
}

function Change({ change: { path, before, after } }: { readonly change: PlaybookChange }) {
  const { t } = useTranslation()
  const part = usePart()
  const isOrder = path.at(-1) === PLAYBOOK_ORDER
  const [old, now] = inWhichDiffers(before, after)
  return (
    <li>
      <h3>{path.map(part).join(' › ')}</h3>
      <div className={styles.sides}>
        <div className={styles.before} data-none={before === null}>
          <span className={styles.side}>{t(before === null ? 'playbooks.wasNot' : 'playbooks.before')}</span>
          {before !== null && <Said value={old} isOrder={isOrder} />}
        </div>
        <div className={styles.after} data-none={after === null}>
          <span className={styles.side}>{t(after === null ? 'playbooks.isNot' : 'playbooks.after')}</span>
          {after !== null && <Said value={now} isOrder={isOrder} />}
        </div>
      </div>
    </li>
  )
}

/** Ids of entries stay what they are. */
function usePart(): (name: string) => string {
  const { t } = useTranslation()
  return name => t(`playbooks.part-${name as 'title'}`, { defaultValue: name })
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: Fields): boolean => typeof value.en === 'string'

/** Of two texts only the language in which they differ. */
function inWhichDiffers(before: unknown, after: unknown): readonly [unknown, unknown] {
  if (!isFields(before) || !isFields(after) || !isText(before) || !isText(after)) return [before, after]
  if (before.de === after.de) return [before.en, after.en]
  return before.en === after.en && before.de !== null && after.de !== null ? [before.de, after.de] : [before, after]
}

/** A part of a playbook in words, whatever it is. */
function Said({ value, isOrder = false }: { readonly value: unknown; readonly isOrder?: boolean }) {
  const word = useWord()
  const part = usePart()
  if (Array.isArray(value)) {
    if (value.every(one => !isFields(one))) return <p>{value.map(word).join(isOrder ? ' › ' : ', ')}</p>
    return (
      <ul>
        {value.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one list have no other name
          <li key={at}>
            <Said value={one} />
          </li>
        ))}
      </ul>
    )
  }
  if (!isFields(value)) return <p>{word(value)}</p>
  if (isText(value)) return <Both text={value as unknown as Text} />
  const told = Object.entries(value).filter(
    ([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0),
  )
  return (
    <dl className={styles.said}>
      {told.map(([name, inner]) => (
        <div key={name}>
          <dt>{part(name)}</dt>
          <dd>
            <Said value={inner} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The change may be in either language. */
function Both({ text: { en, de } }: { readonly text: Text }) {
  return (
    <>
      <p lang="en">{plain(en, 1500)}</p>
      {de !== null && <p lang="de">{plain(de, 1500)}</p>}
    </>
  )
}

function useWord(): (value: unknown) => string {
  const { t } = useTranslation()
  const { duty, span } = useSay()
  return value => {
    if (typeof value === 'boolean') return t(value ? 'incident.answer-yes' : 'incident.answer-no')
    const text = String(value ?? '–')
    const length = durationOf(text)
    if (length) return span(length)
    return duties.some(one => one === text) ? duty(text as Duty) : plain(text, 1500)
  }
}
