// The same in English sentences, for terminals and logs: what is the case, and what to do.
import type { Trouble, TroubleCode } from './diagnosis.ts'

const DAY = 86_400
const YEAR = 365 * DAY

export function span(seconds: number): string {
  if (seconds >= YEAR) return `${(seconds / YEAR).toFixed(1)} years`
  if (seconds >= DAY) return `${(seconds / DAY).toFixed(1)} days`
  if (seconds >= 3600) return `${(seconds / 3600).toFixed(1)} hours`
  return seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds)} s`
}

const percent = (share: unknown): string => `${Math.round(Number(share) * 100)} %`
const count = (value: unknown): string => Number(value).toLocaleString('en')

type Values = Trouble['values']

const time = ({ seconds }: Values): string => span(Number(seconds))

const sentences: Readonly<Record<TroubleCode, (v: Values) => string>> = {
  deaf: v => `Nothing is listened to: ${v.why}`,
  offline: v => `It was not heard for ${time(v)}: is the machine on, and does it reach the platform?`,
  'link-gone': v => `There is no interface ${v.interface}: is the card in, and is it named so?`,
  'link-down': v => `The link of ${v.interface} is down: is the cable in, and the port of the switch on?`,
  'no-traffic': v => `The link of ${v.interface} is up, and no traffic comes: is the SPAN session on?`,
  'one-quiet': v =>
    `${v.interface} hears nothing while others do: is its cord of the tap in, and its direction mirrored?`,
  'only-broadcast': () =>
    'Nearly all that comes is broadcast and multicast: this is an ordinary port of the switch, and no mirror of others.',
  'one-direction': v =>
    `Of ${percent(v.share)} of the connections one side is heard: mirror both directions (rx and tx) of the ports.`,
  'drops-slow': v =>
    `${count(v.dropped)} packets were lost, and the thread that listens is ${percent(v.load)} busy: this machine is too slow. Give it a faster core, more \`threads\`, or a \`filter\`.`,
  'drops-burst': v =>
    `${count(v.dropped)} packets were lost in ${count(v.frozen)} moments in which the ring was full: give it a larger \`buffer\`.`,
  drops: v => `${count(v.dropped)} packets were lost.`,
  'packets-lost': v => `${count(v.dropped)} packets could not be kept as evidence. ${v.why}`.trim(),
  unfit: v => String(v.why),
  'packets-asked': v => String(v.why),
  'settings-refused': v => String(v.why),
  clock: v => `The clock is ${time(v)} ${v.is === 'ahead' ? 'ahead of' : 'behind'} the hub: set it, by NTP.`,
  'spool-full': v =>
    `The spool is ${percent(v.share)} full: the bus is away, or too slow. When it is full, the oldest is let go of.`,
  'spool-old': v => `${count(v.batches)} batches wait, the oldest for ${time(v)}: the bus is away, or too slow.`,
  'disk-short': v =>
    `The disk of the sensor has ${percent(v.share)} left: make room, or give it less \`ring\` and \`spool\`.`,
  version: v => `It has version ${v.version}, and the platform ${v.hub}: upgrade the older one.`,
  tcpdump: v => `It is heard through tcpdump, which loses more. ${v.why}`.trim(),
}

export const sentenceOf = ({ code, values }: Trouble): string => sentences[code](values)
