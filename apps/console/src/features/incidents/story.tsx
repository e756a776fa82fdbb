// What happened, to what, what it could do, and what nobody knows yet.
import type { Line, Part, Sentence } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { useHere } from '../../shared/here.tsx'
import { FindingLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { useRuleTitle } from '../../shared/rule-title.ts'
import type { Room } from './api.ts'
import styles from './incidents.module.css'
import { useActor, useSay } from './say.ts'

const parts = ['happened', 'toWhat', 'couldDo', 'unknown'] as const

export function Story({ room }: { readonly room: Room }) {
  const titleOf = useRuleTitle()
  const findings = new Map(room.incident.findings.map(({ finding }) => [finding.id, titleOf(finding)]))
  return (
    <div className={styles.story}>
      {parts.map(name => (
        <StoryPart key={name} name={name} part={room.timeline[name]} findings={findings} />
      ))}
    </div>
  )
}

type Props = {
  readonly name: (typeof parts)[number]
  readonly part: Part
  readonly findings: ReadonlyMap<string, string>
}

function StoryPart({ name, part: { lines, leftOut }, findings }: Props) {
  const { t } = useTranslation()
  return (
    <section className={styles.part} data-part={name}>
      <h3>{t(`incident.part-${name}`)}</h3>
      {lines.length === 0 && <p className="dim">{t('incident.nothing')}</p>}
      <ol>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a story have no other name
          <li key={index}>
            <StoryLine line={line} findings={findings} />
          </li>
        ))}
      </ol>
      {leftOut > 0 && <p className="dim">{t('incident.leftOut', { count: leftOut })}</p>}
    </section>
  )
}

function StoryLine({ line, findings }: { readonly line: Line; readonly findings: ReadonlyMap<string, string> }) {
  const { t } = useTranslation()
  const place = useHere()
  const { sentence } = useSay()
  const nameOf = useNames()
  const actor = useActor()
  const finding = line.sources.find(id => findings.has(id))
  const quoted = (id: string) => {
    const title = findings.get(id)
    return title === undefined ? id : t('incident.quoted', { title })
  }
  // What a person acknowledged is said with the name, which the record has as an id.
  const said =
    line.sentence.key === 'timeline.acknowledged' && line.sources[0]
      ? { ...line.sentence, values: { person: actor({ kind: 'person', person: line.sources[0], duties: [] }) } }
      : line.sentence
  return (
    <>
      {line.at !== null && (
        <span className={styles.when}>
          <Moment at={line.at} as="short" />
        </span>
      )}
      <span>
        <Name text={sentence(said)} />
        {line.by?.kind === 'person' && <span className="dim"> – {actor(line.by)}</span>}
        {line.because && (
          <span className={styles.because}>
            <Name text={sentence(named(line.because, nameOf, quoted))} />
          </span>
        )}{' '}
        {finding && line.because && (
          <FindingLink place={place} id={finding}>
            {t('incident.finding')}
          </FindingLink>
        )}
      </span>
    </>
  )
}

/** Devices by what people call them, and findings by what they say. */
function named(said: Sentence, nameOf: (id: string) => string, quoted: (id: string) => string): Sentence {
  const { via, other } = said.values
  return {
    ...said,
    values: {
      ...said.values,
      ...(typeof via === 'string' ? { via: nameOf(via) } : {}),
      ...(typeof other === 'string' ? { other: quoted(other) } : {}),
    },
  }
}
