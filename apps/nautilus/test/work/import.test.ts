// Files of orders: calendars by the examples of RFC 5545, tables, and files that are made to hurt.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { windowsOf } from '../../src/site/recurrence.ts'
import { calendarOf } from '../../src/work/calendar-write.ts'
import { checkWork } from '../../src/work/check.ts'
import { spanOf } from '../../src/work/compile.ts'
import { readWork } from '../../src/work/import.ts'
import { MOST_FAULTS } from '../../src/work/limits.ts'
import { noNames } from '../../src/work/names.ts'

const ZONE = 'Europe/Berlin'
const read = (text: string, zone = ZONE) => readWork(Buffer.from(text), zone)
const event = (...lines: string[]) =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:one',
    'SUMMARY:Work',
    'LOCATION:10.0.0.7',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
const beginnings = (text: string, zone: string, from: string, to: string): string[] => {
  const [order] = read(text, zone).orders
  const micros = (iso: string) => Temporal.Instant.from(iso).epochMilliseconds * 1000
  return order!.work.windows
    .flatMap(window => {
      const span = spanOf(window, order!.work.timeZone)!
      return 'rule' in span ? windowsOf(span, micros(from), micros(to)) : [span]
    })
    .map(({ from: at }) =>
      Temporal.Instant.fromEpochMilliseconds(at / 1000)
        .toZonedDateTimeISO(order!.work.timeZone)
        .toString({ smallestUnit: 'minute', timeZoneName: 'never' }),
    )
    .sort()
}
const york = (...lines: string[]) =>
  event('DTSTART;TZID=America/New_York:19970902T090000', 'DTEND;TZID=America/New_York:19970902T100000', ...lines)

describe('RFC 5545, 3.8.5.3, by hand', () => {
  test('every other Friday the 13th: the days that the standard lists', () => {
    const text = york('EXDATE;TZID=America/New_York:19970902T090000', 'RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13')
    expect(beginnings(text, ZONE, '1997-09-01T00:00Z', '2000-12-31T00:00Z')).toEqual([
      '1998-02-13T09:00-05:00',
      '1998-03-13T09:00-05:00',
      '1998-11-13T09:00-05:00',
      '1999-08-13T09:00-04:00',
      '2000-10-13T09:00-04:00',
    ])
  })

  test('weekly for ten times keeps nine o’clock when summer time ends', () => {
    expect(beginnings(york('RRULE:FREQ=WEEKLY;COUNT=10'), ZONE, '1997-09-01T00:00Z', '1998-09-01T00:00Z')).toEqual([
      ...['02', '09', '16', '23', '30'].map(day => `1997-09-${day}T09:00-04:00`),
      ...['07', '14', '21'].map(day => `1997-10-${day}T09:00-04:00`),
      '1997-10-28T09:00-05:00',
      '1997-11-04T09:00-05:00',
    ])
  })

  test('the first Friday of the month until Christmas', () => {
    const text = event(
      'DTSTART;TZID=America/New_York:19970905T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR',
    )
    expect(beginnings(text, ZONE, '1997-09-01T00:00Z', '1998-09-01T00:00Z')).toEqual([
      '1997-09-05T09:00-04:00',
      '1997-10-03T09:00-04:00',
      '1997-11-07T09:00-05:00',
      '1997-12-05T09:00-05:00',
    ])
  })

  test('an event with RECURRENCE-ID moves one occurrence, and another cancels one', () => {
    const other = (...lines: string[]) => ['BEGIN:VEVENT', 'UID:one', ...lines, 'END:VEVENT'].join('\r\n')
    const text = york('RRULE:FREQ=WEEKLY;COUNT=3').replace(
      'END:VCALENDAR',
      [
        other(
          'RECURRENCE-ID;TZID=America/New_York:19970909T090000',
          'DTSTART;TZID=America/New_York:19970910T110000',
          'DTEND;TZID=America/New_York:19970910T120000',
        ),
        other('RECURRENCE-ID:19970916T130000Z', 'DTSTART:19970916T130000Z', 'STATUS:CANCELLED'),
        'END:VCALENDAR',
      ].join('\r\n'),
    )
    expect(beginnings(text, ZONE, '1997-09-01T00:00Z', '1998-09-01T00:00Z')).toEqual([
      '1997-09-02T09:00-04:00',
      '1997-09-10T11:00-04:00',
    ])
  })
})

describe('a calendar', () => {
  test('with folded lines, escaped text and the names of Microsoft', () => {
    const { orders, faults } = read(
      event(
        'DTSTART;TZID="W. Europe Standard Time":20260112T020000',
        'DTEND;TZID="W. Europe Standard Time":20260112T060000',
        'DESCRIPTION:Pumps\\, valves\\; and\\nthe rest of a lo',
        ' ng line',
        'ATTENDEE;CN="Huber, Eva":mailto:eva@example.com',
      ),
      'UTC',
    )
    expect(faults).toEqual([])
    expect(orders[0]).toMatchObject({
      line: 3,
      id: 'one',
      work: {
        note: 'Pumps, valves; and\nthe rest of a long line',
        person: 'Huber, Eva',
        timeZone: ZONE,
        assets: ['10.0.0.7'],
        windows: [{ from: '2026-01-12T02:00', to: '2026-01-12T06:00', repeat: null, except: [] }],
      },
    })
  })

  test('a day without hours is the whole day', () => {
    const [order] = read(event('DTSTART;VALUE=DATE:20260329')).orders
    expect(order!.work.windows).toEqual([
      { from: '2026-03-29T00:00', to: '2026-03-30T00:00', repeat: null, except: [] },
    ])
  })

  test('faults name their line, and the rest is used', () => {
    const second = event('DTSTART:20260112T020000Z', 'DURATION:PT1H')
      .replace('UID:one', 'UID:two')
      .split('\r\n')
      .slice(2)
    const text = event('DTSTART;TZID=Mars/Olympus:20260112T020000', 'DURATION:PT1H').replace(
      'END:VCALENDAR\r\n',
      second.join('\r\n'),
    )
    const { orders, faults } = read(text)
    expect(faults).toEqual([{ line: 7, message: 'The time zone `Mars/Olympus` is not known; use a name of IANA.' }])
    expect(orders.map(({ id }) => id)).toEqual(['two'])
    expect(read(event('DTSTART:20261301T000000')).faults[0]).toMatchObject({ line: 7 })
    expect(read(event('DTSTART:20260101T000000')).faults[0]!.message).toBe('An event needs DTEND or DURATION.')
    expect(read(event().slice(0, 60)).faults[0]!.message).toContain('The calendar ends inside of VEVENT')
  })

  const words = fc.string({
    unit: fc.constantFrom('a', 'ä', '😀', ',', ';', '\\', '\n', ' ', '"', ':'),
    minLength: 1,
    maxLength: 90,
  })
  const word = words.map(text => text.trim()).filter(text => text !== '')
  const wall = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    .map(date => date.toISOString().slice(0, 16))
  const window = fc.record({
    from: wall,
    to: wall,
    repeat: fc.constantFrom(null, 'FREQ=WEEKLY;BYDAY=MO', 'FREQ=MONTHLY;BYMONTHDAY=1;COUNT=5'),
    except: fc.constant([]),
  })
  const work = fc.record({
    title: word,
    assets: fc.array(word, { minLength: 1, maxLength: 3 }),
    verbs: fc.constantFrom(null, ['write', 'download'] as const),
    sources: fc.option(fc.array(word, { minLength: 1, maxLength: 2 })),
    tools: fc.option(fc.array(word, { minLength: 1, maxLength: 2 })),
    person: fc.option(word),
    company: fc.option(word),
    laptop: fc.option(word),
    contact: fc.option(word),
    note: fc.option(word),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns'),
    windows: fc.array(window, { minLength: 1, maxLength: 3 }),
  })

  test('that we write reads back as what it was, in lines of at most 75 octets', () => {
    fc.assert(
      fc.property(work, planned => {
        const text = calendarOf('Plant', [{ id: 'WO-1', version: 3, work: planned, cancelled: false, changed: 0 }])
        expect(text.split('\r\n').every(line => Buffer.byteLength(line) <= 75)).toBe(true)
        const { orders, faults } = read(text, 'UTC')
        expect(faults).toEqual([])
        expect(orders).toHaveLength(1)
        expect(orders[0]!.id).toBe('WO-1')
        expect(orders[0]!.work).toEqual(planned)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a table', () => {
  const header = 'id;title;assets;verbs;from;to;repeat;company;laptop'

  test('of several rows for one order', () => {
    const { orders, faults } = read(
      [
        header,
        'WO-7;"Line 2; pump";10.0.0.7|zone:cell;download|write;2026-01-12 02:00;2026-01-12 06:00;;ACME;00-1B-1B-00-00-01',
        'WO-7;;;;2026-01-13 02:00;2026-01-13 06:00;FREQ=DAILY;;',
        ';Other;10.0.0.8;;2026-01-12 02:00;2026-01-12 06:00;;;',
      ].join('\n'),
    )
    expect(faults).toEqual([])
    expect(orders).toMatchObject([
      {
        line: 2,
        id: 'WO-7',
        work: {
          title: 'Line 2; pump',
          assets: ['10.0.0.7', 'zone:cell'],
          verbs: ['download', 'write'],
          laptop: '00-1B-1B-00-00-01',
          windows: [{ repeat: null }, { from: '2026-01-13T02:00', repeat: 'FREQ=DAILY' }],
        },
      },
      { line: 4, id: null, work: { title: 'Other', verbs: null, timeZone: ZONE } },
    ])
  })

  test('with columns that nobody knows', () => {
    const { orders, faults } = read('id,titel,assets,from\n1,a,b,c')
    expect(orders).toEqual([])
    expect(faults.map(({ message }) => message)).toEqual([
      'A table of orders has no column `titel`; did you mean `title`?',
      'The table needs a column `title`.',
      'The table needs a column `to`.',
    ])
  })
})

describe('what is made to hurt', () => {
  test('ten million lines are refused before they are read', () => {
    const bytes = new Uint8Array(10_000_000).fill(10)
    const before = process.cpuUsage()
    const { orders, faults } = readWork(bytes, ZONE)
    const spent = process.cpuUsage(before).user
    expect(orders).toEqual([])
    expect(faults).toEqual([{ line: 0, message: 'The file is larger than 4000000 bytes; split it.' }])
    expect(readWork(bytes.subarray(0, 3_999_999), ZONE).faults[0]!.message).toContain('more than 200000 lines')
    expect(spent).toBeLessThan(1e6)
  })

  test('faults without end are counted', () => {
    const { faults, more } = read(`BEGIN:VCALENDAR\n${'?\n'.repeat(5000)}END:VCALENDAR\n`)
    expect(faults).toHaveLength(MOST_FAULTS)
    expect(more).toBe(4950)
  })

  test('whatever comes, it answers', () => {
    const line = fc.constantFrom(
      'BEGIN:VEVENT',
      'END:VEVENT',
      'DTSTART:20260112T020000',
      'RRULE:FREQ=X',
      ' x',
      'DTEND;TZID=:1',
      'UID:',
      'EXDATE:,',
      'DURATION:P',
      '\u0000',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string())), lines => {
        const { orders, faults } = read(`BEGIN:VCALENDAR\n${lines.join('\n')}`)
        for (const { work } of orders) checkWork(work, noNames, new Map())
        expect(orders.length + faults.length).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })
})
