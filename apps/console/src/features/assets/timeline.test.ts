import { expect, test } from 'vitest'
import type { AssetDetail } from '../../shared/wire.ts'
import { timelineOf } from './timeline.ts'

const claim = (value: string, first: number) => ({ value, source: 's', confidence: 1, first, last: first, frame: 1 })

test('the latest first, and a value once', () => {
  const detail = {
    asset: {
      first: 10,
      addressNotes: [],
      joins: [{ since: 40, verdict: 'same', addresses: ['a', 'b'] }],
      certificates: [],
      credentials: [],
      sources: { firmware: [claim('2.0', 30), claim('1.0', 20), claim('2.0', 25)], service: [claim('x/1', 15)] },
    },
    findings: [{ id: 'f-1', title: 'Something', first: 50 }],
    edits: { changed_at: '1970-01-01T00:00:01Z', changed_by: 'ada' },
  } as unknown as AssetDetail
  expect(timelineOf(detail).map(({ at, kind, text }) => [at, kind, text])).toEqual([
    [1_000_000, 'edited', 'ada'],
    [50, 'finding', 'Something'],
    [40, 'joined', 'a, b'],
    [25, 'claimed', '2.0'],
    [20, 'claimed', '1.0'],
    [10, 'seen', ''],
  ])
})
