import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { FindingLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import type { AssetDetail } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import styles from './asset-page.module.css'
import { type Happening, timelineOf } from './timeline.ts'

export function TimelineTab({ detail }: { readonly detail: AssetDetail }) {
  return (
    <Panel flush>
      <ol className={styles.timeline}>
        {timelineOf(detail).map((happening, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew as a whole
          <li key={index}>
            <Moment at={happening.at} as="short" />
            <Told happening={happening} />
          </li>
        ))}
      </ol>
    </Panel>
  )
}

function Told({ happening: { kind, text, of = '' } }: { readonly happening: Happening }) {
  const { t } = useTranslation()
  const here = useHere()
  const words = useWords()
  if (kind === 'finding')
    return (
      <FindingLink place={here} id={of}>
        <Name text={text} />
      </FindingLink>
    )
  return (
    <span>
      {kind === 'claimed' ? words.attribute(of) : t(`timeline.${kind}`)} <Name text={text} fallback="" />
    </span>
  )
}
