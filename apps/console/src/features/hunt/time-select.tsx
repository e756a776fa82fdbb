// From when to when: back from now, or between two moments on the wall of the plant.
import { Button, Popover, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHere } from '../../shared/here.tsx'
import { short } from '../../shared/time.ts'
import { absolute, fromWall, rangeOf, relatives, toWall } from './range.ts'

type Props = { readonly range: string; readonly onRange: (range: string) => void }

const OWN = 'own'

export function TimeSelect({ range, onRange }: Props) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useHere()
  const [isOpen, setOpen] = useState(false)
  const isRelative = (relatives as readonly string[]).includes(range)
  const { from, to } = rangeOf(range, Date.now() * 1000)!
  const words = (at: number) => short(at, i18n.language, timeZone)
  const data = [
    ...relatives.map(value => ({ value: value as string, label: t(`hunt.range-${value}`) })),
    { value: OWN, label: isRelative ? t('hunt.range-own') : `${words(from)} – ${words(to)}` },
  ]
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus>
      <Popover.Target>
        <Select
          w={isRelative ? 168 : 250}
          aria-label={t('hunt.time')}
          data={data}
          value={isRelative ? range : OWN}
          allowDeselect={false}
          comboboxProps={{ width: 260, position: 'bottom-end' }}
          onChange={next => (next === OWN ? setOpen(true) : next && onRange(next))}
          onOptionSubmit={value => value === OWN && setOpen(true)}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <Between
          from={from}
          to={to}
          onDone={(first, second) => {
            setOpen(false)
            onRange(absolute(first, second))
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

type BetweenProps = { readonly from: number; readonly to: number; readonly onDone: (from: number, to: number) => void }

function Between({ from, to, onDone }: BetweenProps) {
  const { t } = useTranslation()
  const { timeZone } = useHere()
  const [first, setFirst] = useState(toWall(from, timeZone))
  const [second, setSecond] = useState(toWall(to, timeZone))
  const [a, b] = [fromWall(first, timeZone), fromWall(second, timeZone)]
  const isGood = a !== null && b !== null && a < b
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (isGood) onDone(a, b)
      }}
    >
      <TextInput
        type="datetime-local"
        step={1}
        label={t('hunt.from')}
        value={first}
        onChange={event => setFirst(event.currentTarget.value)}
      />
      <TextInput
        mt={8}
        type="datetime-local"
        step={1}
        label={t('hunt.to')}
        value={second}
        error={isGood ? null : t('hunt.wrongTime')}
        onChange={event => setSecond(event.currentTarget.value)}
      />
      <p className="dim" style={{ margin: '8px 0', fontSize: 12 }}>
        {t('hunt.zone', { zone: timeZone })}
      </p>
      <Button type="submit" size="xs" disabled={!isGood}>
        {t('hunt.apply')}
      </Button>
    </form>
  )
}
