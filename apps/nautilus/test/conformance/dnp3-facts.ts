// DNP3, as tshark and as the sensor tell it.
import { valuesOf } from '@nautilus/protocols'
import { Facts, Histogram } from './facts.ts'
import type { Exchange, Told } from './recorder.ts'
import { fields, segmentsOf } from './tshark.ts'

type View = { readonly facts: Facts; readonly histogram: Histogram }

const FUNCTION = 'dnp3.al.func'
/** What is said of a message, by the field of tshark: the word of the fact. */
const SAID: Readonly<Record<string, string>> = {
  'dnp3.al.seq': 'sequence',
  'dnp3.al.iin': 'indications',
  'dnp3.al.obj': 'object',
}
/** Values, likewise. */
const VALUES: Readonly<Record<string, string>> = {
  'dnp3.al.bit': 'state',
  'dnp3.al.biq.b7': 'state',
  'dnp3.al.boq.b7': 'state',
  'dnp3.al.2bit': 'two bits',
  'dnp3.al.ana.int': 'analog',
  'dnp3.al.ana.float': 'analog',
  'dnp3.al.ana.double': 'analog',
  'dnp3.al.cnt': 'counter',
}
/** Values of controls, which are compared as they are asked for. */
const CONTROLS: Readonly<Record<string, string>> = {
  'dnp3.al.anaout.int': 'analog output',
  'dnp3.al.anaout.float': 'analog output',
  'dnp3.al.anaout.double': 'analog output',
}
const steps = ['3', '4', '5', '6']

const rounded = (text: string): string =>
  text === 'True' ? '1' : text === 'False' ? '0' : String(Number(Number(text).toPrecision(5)))

export async function theirs(path: string): Promise<View> {
  const facts = new Facts()
  const histogram = new Histogram()
  const names = ['frame.number', FUNCTION, ...Object.keys(SAID), ...Object.keys(VALUES), ...Object.keys(CONTROLS)]
  const segments = await segmentsOf(path)
  for (const [frame, functions, ...rest] of await fields(path, FUNCTION, names)) {
    const number = Number(frame)
    if (segments.get(number)?.fresh === false) continue
    for (const code of functions!.split(',')) {
      facts.messages++
      facts.add(`function ${code}`, number)
      const counts = histogram.of(code)
      if (Number(code) >= 129) counts.replies++
      else counts.requests++
    }
    const asks = functions!.split(',').every(code => steps.includes(code))
    for (const [at, texts] of rest.entries()) state(facts, number, names[at + 2]!, texts ?? '', asks)
  }
  return { facts, histogram }
}

function state(facts: Facts, frame: number, name: string, texts: string, asks: boolean): void {
  if (texts === '') return
  const said = SAID[name]
  const word = VALUES[name] ?? (asks ? CONTROLS[name] : undefined)
  for (const text of texts.split(',')) {
    if (said) facts.add(`${said} ${Number(text)}`, frame)
    if (!word) continue
    facts.values++
    facts.add(`${word} = ${rounded(text)}`, frame)
  }
}

/** The parts of a fragment that the facts need. */
type Fragment = {
  readonly kind: string
  readonly code: number
  readonly sequence: number
  readonly indications: number
  readonly headers: readonly { readonly group: number; readonly variation: number }[]
}

export function ours(exchanges: readonly Exchange[]): View {
  const view: View = { facts: new Facts(), histogram: new Histogram() }
  for (const exchange of exchanges) {
    if (exchange.protocol !== 'dnp3') continue
    const { request, reply } = exchange
    for (const told of [request, reply]) if (told) begin(view, told)
    tellValues(view.facts, exchange)
  }
  return view
}

function begin({ facts, histogram }: View, { message, frame }: Told): void {
  const { kind, code, sequence, indications, headers } = message as Fragment
  if (kind !== 'fragment') return
  facts.messages++
  facts.add(`function ${code}`, frame)
  facts.add(`sequence ${sequence}`, frame)
  if (indications >= 0 && code !== 131) facts.add(`indications ${indications}`, frame)
  for (const { group, variation } of UNREAD.has(code) ? [] : headers) {
    facts.add(`object ${group * 256 + variation}`, frame)
    // tshark knows no object of secure authentication, and stops there.
    if (group === 120) break
  }
  const counts = histogram.of(String(code))
  if (code >= 129) counts.replies++
  else counts.requests++
}

/** Functions whose objects tshark does not read. */
const UNREAD: ReadonlySet<number> = new Set([16, 17, 18, 22, 30, 31, 32, 33, 131])

const WORDS: Readonly<Record<string, string>> = {
  'binary-input': 'state',
  'binary-output': 'state',
  'analog-input': 'analog',
  'frozen-analog-input': 'analog',
  'analog-output': 'analog output',
  indication: 'state',
  counter: 'counter',
  'frozen-counter': 'counter',
}

function tellValues(facts: Facts, { request, reply, meaning: { operation } }: Exchange): void {
  for (const item of operation?.items ?? []) {
    const told = item.in === 'request' ? request : reply
    const word = WORDS[String(item.native.table)]
    const values = told && valuesOf(item, told.body)
    if (told && Array.isArray(values) && item.native.table === 'double-bit-input')
      tellDouble(facts, values, item.type, told.frame)
    if (!told || !word || !Array.isArray(values) || item.type === 'u8') continue
    if (word === 'analog output' && item.in === 'reply') continue
    for (const value of values) {
      facts.values++
      facts.add(`${word} = ${rounded(String(value))}`, told.frame)
    }
  }
}

/** tshark shows of a double-bit input with flags the one bit, of packed ones the number. */
function tellDouble(facts: Facts, values: readonly number[], type: string, frame: number): void {
  for (let i = 0; i < values.length; i += 2) {
    facts.values++
    facts.add(type === 'msb' ? `state = ${values[i]}` : `two bits = ${values[i]! + 2 * values[i + 1]!}`, frame)
  }
}
