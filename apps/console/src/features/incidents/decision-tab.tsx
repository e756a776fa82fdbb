// What a plant engineer needs: the story in one minute on the left; what is asked, and what can be done, on the right.

import { assetsOf } from '@nautilus/response'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../shared/page.tsx'
import { useSlots } from '../../shared/slots.tsx'
import { Decided } from './decided.tsx'
import { Facts } from './facts.tsx'
import styles from './incidents.module.css'
import { Options } from './options.tsx'
import { Story } from './story.tsx'
import type { TabProps } from './tabs.ts'

export function DecisionTab({ room }: TabProps) {
  const { t } = useTranslation()
  const { Around, Loss } = useSlots()
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Panel title={t('incident.story')}>
          <Story room={room} />
        </Panel>
        <Panel title={t('incident.around')} flush>
          <Around devices={assetsOf(room.incident)} />
        </Panel>
      </div>
      <div className={styles.column}>
        <Decided room={room} />
        <Loss incident={room.incident.id} />
        <Panel title={t('incident.facts')} flush>
          <Facts room={room} />
        </Panel>
        <Panel title={t('incident.options')} flush>
          <Options room={room} />
        </Panel>
      </div>
    </div>
  )
}
