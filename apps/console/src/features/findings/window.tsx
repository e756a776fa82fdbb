// Does approved work cover it? One verdict for each thing that a work order names.
import type { WindowVerdict } from '@nautilus/model'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Name } from '../../shared/name.tsx'
import styles from './window.module.css'

const dimensions = ['asset', 'verb', 'source', 'tool', 'time'] as const

export function Window({ verdict }: { readonly verdict: WindowVerdict }) {
  const { t } = useTranslation()
  const { tenant, site } = useHere()
  return (
    <>
      <p className={styles.kind}>
        {t(`window.${verdict.kind}`)}
        {verdict.order && (
          <>
            {' '}
            {verdict.version === undefined ? (
              <Name text={verdict.order} mono />
            ) : (
              <Link
                to="/$tenant/$site/work"
                params={{ tenant, site }}
                search={{ order: verdict.order }}
                className="link"
              >
                {t('window.order', { order: verdict.order, version: verdict.version })}
              </Link>
            )}
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
