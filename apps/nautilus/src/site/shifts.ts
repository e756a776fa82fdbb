import type { Node } from 'yaml'
import type { Shift } from './document.ts'
import type { Yaml } from './yaml.ts'

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

export const shiftsOf = (yaml: Yaml, node: Node | undefined): Shift[] =>
  yaml.list(node, 'shifts').flatMap(item => shiftOf(yaml, item) ?? [])

function shiftOf(yaml: Yaml, node: Node): Shift | null {
  const fields = yaml.fields(node, 'A shift', ['days', 'from', 'to'])
  const on = yaml.list(fields.get('days'), '`days`').flatMap(day => yaml.word(day, 'A day', days) ?? [])
  const from = minuteOf(yaml, fields.get('from'), node, 'from')
  const to = minuteOf(yaml, fields.get('to'), node, 'to')
  if (from === null || to === null) return null
  if (from === to) yaml.fault(node, 'A shift must not end when it begins; for a whole day write from 00:00 to 24:00.')
  return { days: fields.has('days') ? on.map(day => days.indexOf(day) + 1) : [1, 2, 3, 4, 5, 6, 7], from, to }
}

function minuteOf(yaml: Yaml, node: Node | undefined, shift: Node, name: string): number | null {
  if (!node) {
    yaml.fault(shift, `A shift needs \`${name}\`: a time as "06:00".`)
    return null
  }
  const text = yaml.text(node, `\`${name}\``)
  if (text === null) return null
  const [, hour, minute] = /^(\d\d?):(\d\d)$/.exec(text) ?? []
  const sum = 60 * Number(hour) + Number(minute)
  if (hour !== undefined && Number(minute) < 60 && sum <= 24 * 60) return sum
  yaml.fault(node, `\`${name}\` is \`${text}\`; write a time as "06:00", in quotes.`)
  return null
}

/** Is the moment in one of the shifts? `minute` is that of the day. A shift over midnight belongs to the day it began. */
export const isInShift = (shifts: readonly Shift[], weekday: number, minute: number): boolean =>
  shifts.some(({ days, from, to }) => {
    if (from < to) return days.includes(weekday) && minute >= from && minute < to
    const yesterday = weekday === 1 ? 7 : weekday - 1
    return (days.includes(weekday) && minute >= from) || (days.includes(yesterday) && minute < to)
  })
