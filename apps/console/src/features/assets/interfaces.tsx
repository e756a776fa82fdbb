// Its addresses, and why they are one device.
import type { Asset } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import styles from './asset-page.module.css'

export function Interfaces({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation()
  return (
    <Panel title={t('asset.interfaces')} flush>
      <ul className={styles.plainList}>
        {[...asset.mac, ...asset.ip].map(address => (
          <li key={address}>
            <Name text={address} mono /> <Notes asset={asset} address={address} />
          </li>
        ))}
        {asset.joins.map(({ id, verdict, addresses, rule, reasons }) => (
          <li key={id}>
            {t(`join.${verdict}`)} <Name text={addresses.join(', ')} mono />{' '}
            <span className="dim">
              <Name text={`${rule}: ${reasons.join('; ')}`} />
            </span>
          </li>
        ))}
        {asset.formerly.length > 0 && (
          <li className="dim">
            {t('asset.formerly')} <Name text={asset.formerly.join(', ')} mono />
          </li>
        )}
      </ul>
    </Panel>
  )
}

function Notes({ asset, address }: { readonly asset: Asset; readonly address: string }) {
  const notes = asset.addressNotes.filter(note => note.address === address)
  return notes.map(({ kind, reason }) => (
    <span key={kind} className="dim">
      <Name text={`${kind}: ${reason}`} />
    </span>
  ))
}
