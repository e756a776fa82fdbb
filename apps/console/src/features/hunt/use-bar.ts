// What the query bar holds while one types, and what the keys do.
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { useHere } from '../../shared/here.tsx'
import { choicesOf, chosen, type Wanted, wantedAt } from './complete.ts'
import { valuesQuery, zoneNamesQuery } from './data.ts'
import type { Fields } from './parse.ts'

export type BarProps = {
  readonly asked: string
  readonly fields: Fields
  readonly range: string
  readonly onAsk: (text: string) => void
}

export function useBar({ asked, fields, range, onAsk }: BarProps, input: RefObject<HTMLInputElement | null>) {
  const [text, setText] = useState(asked)
  /** Null: nothing is offered. */
  const [caret, setCaret] = useState<number | null>(null)
  const [at, setAt] = useState(-1)
  useEffect(() => setText(asked), [asked])
  const wanted = caret === null ? null : wantedAt(text, caret, fields)
  const choices = useChoices(wanted, fields, range)
  const ask = () => {
    setCaret(null)
    onAsk(text.trim())
  }
  const choose = (choice: string) => {
    const next = chosen(text, wanted!, choice)
    setText(next.text)
    setCaret(next.caret)
    setAt(-1)
    requestAnimationFrame(() => input.current?.setSelectionRange(next.caret, next.caret))
  }
  const take = () => {
    const choice = choices[at]
    if (choice === undefined) ask()
    else choose(choice)
  }
  const move = (step: number) => setAt(before => (before + step + choices.length) % choices.length)
  const type = (next: string, place: number | null) => {
    setText(next)
    setCaret(place)
    setAt(-1)
  }
  const onKeyDown = keysOf({
    choices,
    move,
    take,
    first: () => choose(choices[Math.max(0, at)]!),
    close: () => setCaret(null),
  })
  return { text, caret, at, wanted, choices, type, setCaret, choose, onKeyDown }
}

type Acts = {
  readonly choices: readonly string[]
  readonly move: (step: number) => void
  readonly take: () => void
  readonly first: () => void
  readonly close: () => void
}

function keysOf({ choices, move, take, first, close }: Acts) {
  const isOpen = choices.length > 0
  return (event: KeyboardEvent) => {
    const act = {
      ArrowDown: isOpen ? () => move(1) : null,
      ArrowUp: isOpen ? () => move(-1) : null,
      Tab: isOpen && !event.shiftKey ? first : null,
      Enter: take,
      Escape: isOpen ? close : null,
    }[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
}

function useChoices(wanted: Wanted | null, fields: Fields, range: string): readonly string[] {
  const here = useHere()
  const asksValues = wanted?.kind === 'value'
  const asksZones = asksValues && fields.get(wanted.field ?? '') === 'zone'
  const zones = useQuery({ ...zoneNamesQuery(here), enabled: asksZones })
  const { data } = useQuery({
    ...valuesQuery(here, wanted?.field ?? '', wanted?.before ?? [], range),
    enabled: asksValues && !asksZones,
  })
  const values = asksZones ? zones.data : asksValues ? data : undefined
  return wanted ? choicesOf(wanted, fields, values ?? []) : []
}
