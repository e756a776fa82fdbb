// Every number with its source, owner and age. Whoever answers for money replaces any of them.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { Panel } from '../../shared/page.tsx'
import { Table } from '../../shared/table.tsx'
import { plain } from '../../shared/text.ts'
import type { ShownInput } from './data.ts'
import { InputDialog } from './input-dialog.tsx'
import styles from './money.module.css'
import type { TabProps } from './tab.ts'
import { useMoneyWords } from './words.ts'

/** Rows at once; a search finds the others. */
const MOST = 100

export function Numbers({ risk }: TabProps) {
  const { t } = useTranslation()
  const { may } = useHere()
  const words = useMoneyWords(risk.currency)
  const [text, setText] = useState('')
  const [open, setOpen] = useState<ShownInput | null>(null)
  const wanted = text.trim().toLowerCase()
  const found = risk.inputs.filter(input =>
    `${words.input(input)} ${words.source(input.source)} ${input.owner ?? ''}`.toLowerCase().includes(wanted),
  )
  return (
    <div className={styles.stack}>
      <Panel
        flush
        title={t('money.numbers', { count: found.length })}
        aside={
          <TextInput
            size="xs"
            aria-label={t('money.find')}
            placeholder={t('money.find')}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
        }
      >
        <p className="dim" style={{ margin: 0, padding: '10px 14px' }}>
          {t('money.numbersText')}
        </p>
        <Table
          label={t('money.numbers', { count: found.length })}
          rows={found.slice(0, MOST)}
          keyOf={({ id }) => id}
          columns={[
            {
              name: t('money.number'),
              cell: input => (
                <>
                  {words.input(input)}
                  <br />
                  <small className="dim">{words.source(input.source)}</small>
                </>
              ),
            },
            { name: t('money.value'), number: true, cell: input => <Value input={input} currency={risk.currency} /> },
            { name: t('money.owner'), cell: ({ owner }) => (owner ? plain(owner) : t('money.nobody')) },
            { name: t('money.date'), cell: ({ date }) => date ?? '–' },
            { name: t('money.confidence'), cell: ({ confidence }) => t(`money.confidence-${confidence}`) },
            {
              name: t('money.change'),
              cell: input => (
                <Button size="compact-xs" variant="default" onClick={() => setOpen(input)}>
                  {t(may('risk.write') ? 'money.change' : 'money.history')}
                </Button>
              ),
            },
          ]}
        />
        {found.length > MOST && (
          <p className="dim" style={{ padding: '0 14px' }}>
            {t('money.more', { count: found.length - MOST })}
          </p>
        )}
      </Panel>
      {open && <InputDialog risk={risk} input={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Value({ input, currency }: { readonly input: ShownInput; readonly currency: string }) {
  const { t } = useTranslation()
  const words = useMoneyWords(currency)
  return (
    <>
      {words.range(input.range, input)}
      <br />
      <small className="dim">{t(`money.unit.${input.unit}`)}</small>
      {input.before && (
        <>
          <br />
          <small className={styles.old}>{words.range(input.before, input)}</small>
        </>
      )}
    </>
  )
}
