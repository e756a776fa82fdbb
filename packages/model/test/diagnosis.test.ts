// Every trouble of a sensor comes from figures, and is a sentence that says what to do.
import { expect, test } from 'vitest'
import {
  diagnosisOf,
  type HeardInterface,
  type Hearing,
  type SensorHealth,
  sentenceOf,
  type TroubleCode,
  troubleCodes,
} from '../src/index.ts'

const counts = { packets: 10_000, bytes: 1, dropped: 0, duplicates: 0, malformed: 0, unrecognised: 0, flows: 1 }
const eth = (more: Partial<HeardInterface> = {}): HeardInterface => ({
  ...{ name: 'eth1', state: 'up', packets: 10_000, dropped: 0, frozen: 0, fill: 0.1, rate: 100, quiet: 1 },
  ...more,
})
const heard = (...interfaces: HeardInterface[]): { hearing: Hearing } => ({ hearing: { by: 'ring', interfaces } })
const ring = {
  ...{ from: 1, to: 2, bytes: 1, size: 2, dropped: 3, cappedFlows: 0, cappedFrames: 0, damaged: 0, sheds: 0, free: 1 },
  ...{ encrypted: false, trouble: 'The disk does not follow.' },
}
const mirror = { frames: 10_000, unicast: 9000, both: 100, oneSided: 5 }
const well: SensorHealth = {
  ...{ ...counts, version: '1.0', ...heard(eth()), mirror, load: 0.2, ahead: 1000 },
  ...{ spool: { batches: 2, bytes: 1000, size: 1_000_000, oldest: 3 }, disk: { free: 500, total: 1000 } },
  settings: { version: 3, since: 1, refused: null },
}
const ofSensor = (more: Partial<SensorHealth>, unheard: number | null = 5) =>
  diagnosisOf({ health: { ...well, ...more }, unheard, version: '1.0' })

const cases: readonly [TroubleCode, Partial<SensorHealth>, string][] = [
  ['deaf', { deaf: 'There is no interface eth9.' }, 'Nothing is listened to: There is no interface eth9.'],
  ['unfit', { unfit: 'wlan0 is wireless.' }, 'wlan0 is wireless.'],
  ['link-gone', heard(eth({ state: 'gone' })), 'There is no interface eth1: is the card in, and is it named so?'],
  [
    'link-down',
    heard(eth({ state: 'down' })),
    'The link of eth1 is down: is the cable in, and the port of the switch on?',
  ],
  [
    'no-traffic',
    heard(eth({ quiet: 90, rate: 0 })),
    'The link of eth1 is up, and no traffic comes: is the SPAN session on?',
  ],
  ['one-quiet', heard(eth(), eth({ name: 'eth2', quiet: 90 })), 'eth2 hears nothing while others do'],
  ['only-broadcast', { mirror: { ...mirror, frames: 1000, unicast: 3 } }, 'this is an ordinary port of the switch'],
  [
    'one-direction',
    { mirror: { ...mirror, both: 10, oneSided: 40 } },
    'Of 80 % of the connections one side is heard: mirror both',
  ],
  ['drops-slow', { dropped: 1200, load: 0.97 }, '1,200 packets were lost, and the thread that listens is 97 % busy'],
  [
    'drops-burst',
    { dropped: 7, ...heard(eth({ frozen: 2 })) },
    '7 packets were lost in 2 moments in which the ring was full',
  ],
  ['drops', { dropped: 7 }, '7 packets were lost.'],
  ['packets-lost', { ring }, '3 packets could not be kept as evidence. The disk does not follow.'],
  ['packets-asked', { unasked: 'Enrol it anew.' }, 'Enrol it anew.'],
  ['clock', { ahead: -5 * 365 * 86_400e6 }, 'The clock is 5.0 years behind the hub: set it, by NTP.'],
  ['clock', { ahead: 4e6 }, 'The clock is 4 s ahead of the hub'],
  ['spool-full', { spool: { batches: 9, bytes: 930, size: 1000, oldest: 9 } }, 'The spool is 93 % full'],
  [
    'spool-old',
    { spool: { batches: 90, bytes: 1, size: 1000, oldest: 7200 } },
    '90 batches wait, the oldest for 2.0 hours',
  ],
  ['disk-short', { disk: { free: 20, total: 1000 } }, 'The disk of the sensor has 2 % left'],
  ['version', { version: '0.9' }, 'It has version 0.9, and the platform 1.0'],
  ['tcpdump', { hearing: { by: 'tcpdump', why: 'No rights.', interfaces: [eth()] } }, 'It is heard through tcpdump'],
  [
    'settings-refused',
    { settings: { version: 3, since: 1, refused: 'Version 4 is refused.' } },
    'Version 4 is refused.',
  ],
]

test('a sensor with which all is well has none', () => {
  expect(ofSensor({})).toEqual([])
  // Neither has one that said nothing yet, nor one that reads captures.
  expect(diagnosisOf({ health: {}, unheard: null, version: '1.0' })).toEqual([])
  expect(ofSensor({ hearing: { by: 'stream', interfaces: [eth({ state: 'down', quiet: 9000 })] } })).toEqual([])
})

test.each(cases)('%s', (code, more, says) => {
  const found = ofSensor(more)
  expect(found.map(one => one.code)).toEqual([code])
  expect(sentenceOf(found[0]!)).toContain(says)
})

test('one that is not heard is offline, and that is graver than its version', () => {
  const found = ofSensor({ version: '0.9' }, 3600 * 5)
  expect(found.map(({ code, grade }) => [code, grade])).toEqual([
    ['offline', 'bad'],
    ['version', 'note'],
  ])
  expect(sentenceOf(found[0]!)).toContain('It was not heard for 5.0 hours')
})

test('every trouble has a case here', () => {
  expect(new Set([...cases.map(([code]) => code), 'offline'])).toEqual(new Set(troubleCodes))
})
