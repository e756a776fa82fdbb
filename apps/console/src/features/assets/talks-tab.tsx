// Who talks to it, and to whom it talks.
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { AssetLink } from '../../shared/links.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Empty } from '../../shared/states.tsx'
import type { AssetDetail, LinkRow } from '../../shared/wire.ts'
import { useWords } from '../../shared/words.ts'
import styles from './asset-page.module.css'

export function TalksTab({ detail: { asset, links } }: { readonly detail: AssetDetail }) {
  const { t } = useTranslation()
  const nameOf = useNames()
  if (links.length === 0) return <Empty icon="assets" title={t('asset.noLinks')} />
  return (
    <Panel flush>
      <div className={styles.frame}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('asset.peer')}</th>
              <th>{t('asset.direction')}</th>
              <th>{t('finding.protocol')}</th>
              <th>{t('asset.does')}</th>
              <th>{t('finding.first')}</th>
              <th>{t('finding.last')}</th>
            </tr>
          </thead>
          <tbody>
            {links.map(link => (
              <LinkLine
                key={`${link.client} ${link.server} ${link.protocol} ${link.port}`}
                link={link}
                own={asset.id}
                nameOf={nameOf}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

type Props = { readonly link: LinkRow; readonly own: string; readonly nameOf: (id: string) => string }

function LinkLine({ link: { client, server, protocol, port, first, last, data }, own, nameOf }: Props) {
  const { t, i18n } = useTranslation()
  const words = useWords()
  const number = new Intl.NumberFormat(i18n.language)
  const peer = client === own ? server : client
  const verbs = Object.entries(data.verbs).sort(([, a], [, b]) => b - a)
  return (
    <tr>
      <td>
        <AssetLink id={peer}>
          <Name text={nameOf(peer)} />
        </AssetLink>
      </td>
      <td className={styles.nowrap}>{client === own ? t('asset.asks') : t('asset.isAsked')}</td>
      <td className={styles.nowrap}>
        <Name text={protocol} /> {port > 0 && <span className="dim">{port}</span>}
      </td>
      <td>
        {verbs.map(([verb, count], index) => (
          <span key={verb}>
            {index > 0 && ', '}
            {words.verb(verb)} <span className="dim">{number.format(count)}</span>
          </span>
        ))}
      </td>
      <td className={`dim ${styles.nowrap}`}>
        <Moment at={first} as="short" />
      </td>
      <td className={`dim ${styles.nowrap}`}>
        <Moment at={last} />
      </td>
    </tr>
  )
}
