import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isChange } from '../../shared/changes.ts'
import { HuntLink } from '../../shared/hunt-link.tsx'
import { Moment } from '../../shared/moment.tsx'
import { Name } from '../../shared/name.tsx'
import { colourOf } from './colours.ts'
import styles from './map.module.css'
import { isHousekeeping, type Line } from './network.ts'
import { Facts, type Shown, SideHead } from './side-parts.tsx'

export function LinePanel({ line, shown }: { readonly line: Line; readonly shown: Shown }) {
  const { t, i18n } = useTranslation()
  const { client, server, protocol, ports, verbs, first, last } = line
  const number = new Intl.NumberFormat(i18n.language)
  const counted = Object.entries(verbs).sort(([a, x], [b, y]) => Number(isChange(b)) - Number(isChange(a)) || y - x)
  const where = [
    ['client', 'is', client],
    ['server', 'is', server],
    ['protocol', 'is', protocol],
  ] as const
  return (
    <>
      <SideHead icon={<Dot protocol={protocol} />} shown={shown}>
        <Name text={shown.nameOf(client)} /> → <Name text={shown.nameOf(server)} />
      </SideHead>
      <Facts
        rows={[
          [
            t('map.protocol'),
            <Name
              key="protocol"
              text={ports.length > 0 ? `${protocol} (${ports.slice(0, 6).join(', ')})` : protocol}
            />,
          ],
          [t('map.first'), <Moment key="first" at={first} />],
          [t('map.last'), <Moment key="last" at={last} />],
        ]}
      />
      <div className={styles.actions}>
        <HuntLink where={where} range="24h" className="">
          <Button component="span" size="xs">
            {t('map.itsOperations')}
          </Button>
        </HuntLink>
      </div>
      <h3>{t('map.done')}</h3>
      <ul className={styles.list}>
        {counted.map(([verb, count]) => (
          <li key={verb}>
            <HuntLink where={[...where, ['verb', 'is', verb]]} range="24h" className={styles.row!}>
              <span style={{ width: 9 }}>{isChange(verb) ? '●' : ''}</span>
              <span>{verb}</span>
              <span className="dim">{number.format(count)}</span>
            </HuntLink>
          </li>
        ))}
      </ul>
      <h3>{t('map.ends')}</h3>
      <ul className={styles.list}>
        {[client, server].map(id => (
          <li key={id}>
            <button type="button" className={styles.row} onClick={() => shown.choose(id)}>
              <span />
              <span>
                <Name text={shown.nameOf(id)} />
              </span>
              <span className="dim">{id === client ? t('map.client') : t('map.server')}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

const Dot = ({ protocol }: { readonly protocol: string }) => (
  <span
    className={styles.dot}
    style={{ flex: 'none', marginTop: 9, background: colourOf(protocol, isHousekeeping(protocol)) }}
  />
)

/** One line of a device: to whom, over what. */
export function LineRow({ line, of, shown }: { readonly line: Line; readonly of: string; readonly shown: Shown }) {
  const other = line.client === of ? line.server : line.client
  return (
    <li>
      <button type="button" className={styles.row} onClick={() => shown.choose(line.id)}>
        <span
          className={styles.dot}
          style={{ flex: 'none', background: colourOf(line.protocol, isHousekeeping(line.protocol)) }}
        />
        <span>
          {line.client === of ? '→ ' : '← '}
          <Name text={shown.nameOf(other)} />
        </span>
        <span className="dim">
          <Name text={line.protocol} />
          {line.changes ? ' ●' : ''}
        </span>
      </button>
    </li>
  )
}
