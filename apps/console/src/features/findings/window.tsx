// Does approved work cover it? One verdict for each thing that a work order names.
import type { WindowVerdict } from '@nautilus/model'
import { useTranslation } from 'react-i18next'
import { Name } from '../../shared/name.tsx'
import styles from './window.module.css'

const dimensions = ['asset', 'verb', 'source', 'tool', 'time'] as const

export function Window({ verdict }: { readonly verdict: WindowVerdict }) {
  const { t } = useTranslation()
  return (
    <>
      <p className={styles.kind}>
        {t(`window.${verdict.kind}`)}
        {verdict.order && (
          <>
            {' '}
            <Name text={verdict.order} mono />
          </>
        )}
      </p>
      {verdict.kind !== 'none' && (
        <ul className={styles.list}>
          {dimensions.map(dimension => (
            <Dimension key={dimension} name={dimension} fits={verdict.dimensions[dimension]} />
          ))}
        </ul>
      )}
    </>
  )
}

function Dimension({ name, fits }: { readonly name: (typeof dimensions)[number]; readonly fits: boolean | null }) {
  const { t } = useTranslation()
  const told = fits === null ? 'unknown' : fits ? 'yes' : 'no'
  return (
    <li data-fits={told}>
      <span aria-hidden="true">{told === 'yes' ? '✓' : told === 'no' ? '✗' : '–'}</span> {t(`window.by-${name}`)}
      <span className={styles.told}>{t(`window.fits-${told}`)}</span>
    </li>
  )
}
