// What was learned of one device.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNames } from '../../shared/asset-names.ts'
import { useHere } from '../../shared/here.tsx'
import { AssetLink } from '../../shared/links.tsx'
import { LoadedIfThere } from '../../shared/missing.tsx'
import { Name } from '../../shared/name.tsx'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { type Learned, learnedQuery } from './data.ts'
import { ActButtons, DecideDialog, type Deciding } from './decide-dialog.tsx'

export function DeviceLearned({ device }: { readonly device: string }) {
  const query = useQuery(learnedQuery(useHere(), device))
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  return (
    <LoadedIfThere query={query}>
      {learned => (
        <>
          <Links learned={learned} onDecide={setDeciding} />
          <Held learned={learned} onDecide={setDeciding} />
          {deciding && <DecideDialog deciding={deciding} onClose={() => setDeciding(null)} />}
        </>
      )}
    </LoadedIfThere>
  )
}

type Props = { readonly learned: Learned; readonly onDecide: (deciding: Deciding) => void }

function Links({ learned: { id, name, links }, onDecide }: Props) {
  const { t } = useTranslation()
  return (
    <Panel
      flush
      title={t('baselines.linksOf', { name })}
      aside={<ActButtons fact={{ device: id }} words={name} onDecide={onDecide} />}
    >
      <Table
        label={t('baselines.links')}
        rows={links}
        keyOf={({ server, protocol }) => `${server} ${protocol}`}
        columns={[
          {
            name: t('baselines.talksTo'),
            // Groups and addresses of nobody are no devices.
            cell: link =>
              link.server.startsWith('a-') ? (
                <AssetLink id={link.server}>
                  <Name text={link.name} />
                </AssetLink>
              ) : (
                <Name text={link.name} mono />
              ),
          },
          { name: t('baselines.protocol'), cell: ({ protocol }) => <Name text={protocol} /> },
          { name: t('baselines.functions'), cell: ({ functions }) => <Name text={functions.join(', ')} mono /> },
          { name: t('baselines.seen'), number: true, cell: ({ fact }) => fact?.count ?? '–' },
          {
            name: t('baselines.state'),
            cell: ({ ready, fact }) =>
              t(fact?.pinned ? 'baselines.pinned' : ready ? 'baselines.ready' : 'baselines.learning'),
          },
          {
            name: '',
            number: true,
            cell: link => (
              <ActButtons
                fact={{ client: id, server: link.server, protocol: link.protocol }}
                words={`${name} → ${link.name}, ${link.protocol}`}
                onDecide={onDecide}
              />
            ),
          },
        ]}
      />
    </Panel>
  )
}

const MOST = 300

function Held({ learned: { id, name, held, heldMore }, onDecide }: Props) {
  const { t } = useTranslation()
  const nameOf = useNames()
  if (held.length === 0) return null
  const more = Math.max(0, held.length - MOST) + heldMore
  return (
    <Panel flush title={t('baselines.objectsOf', { name })}>
      <Table
        label={t('baselines.objects')}
        rows={held.slice(0, MOST)}
        keyOf={({ object }) => object}
        columns={[
          { name: t('baselines.object'), cell: ({ object }) => <Name text={object} mono /> },
          { name: t('baselines.read'), number: true, cell: ({ read }) => read?.count ?? '–' },
          { name: t('baselines.written'), number: true, cell: ({ written }) => written?.count ?? '–' },
          { name: t('baselines.writers'), cell: ({ writers }) => <Name text={writers.map(nameOf).join(', ')} /> },
          {
            name: '',
            number: true,
            cell: ({ object }) => (
              <ActButtons fact={{ server: id, object }} words={`${name}, ${object}`} onDecide={onDecide} />
            ),
          },
        ]}
      />
      {more > 0 && (
        <p className="dim" style={{ padding: '0 14px' }}>
          {t('baselines.more', { count: more })}
        </p>
      )}
    </Panel>
  )
}
