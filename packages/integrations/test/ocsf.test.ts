// OCSF 1.8: what the schema asks of each class, and lines over HTTP.
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { kindOf } from '../src/index.ts'
import { ocsfOf } from '../src/ocsf/event.ts'
import { expectGolden, pretty } from './golden.ts'
import { everyEvent, targetOf } from './samples.ts'
import { serve } from './served.ts'

test('events are what a person can read', () => {
  expectGolden('ocsf.json', pretty(everyEvent.map(each => ocsfOf(each, targetOf({})))))
})

/** By class: what is required besides the base, and one of which is. From schema.ocsf.io/1.8.0. */
const asked: Readonly<Record<number, { readonly all: string[]; readonly one?: string[] }>> = {
  2004: { all: ['finding_info'] },
  2005: { all: ['finding_info_list', 'status_id'], one: ['assignee', 'assignee_group'] },
  5001: { all: ['device'] },
  6002: { all: ['app'] },
  6003: { all: ['actor', 'api', 'src_endpoint'] },
}

test('every class has what it requires, and types that follow from class and activity', () => {
  for (const each of everyEvent) {
    const told = ocsfOf(each, targetOf({})) as Record<string, unknown> & Record<string, number>
    const base = ['activity_id', 'category_uid', 'class_uid', 'type_uid', 'severity_id', 'time', 'metadata']
    for (const name of base) expect(told, `${told.class_uid} ${name}`).toHaveProperty(name)
    expect(told.type_uid).toBe(told.class_uid! * 100 + told.activity_id!)
    expect(told.category_uid).toBe(Math.floor(told.class_uid! / 1000))
    const { all, one } = asked[told.class_uid!]!
    for (const name of all) expect(told, `${told.class_uid} ${name}`).toHaveProperty(name)
    if (one) expect(one.some(name => name in told)).toBe(true)
    expect(told.metadata).toMatchObject({ version: '1.8.0', uid: each.id, product: { vendor_name: 'Nautilus' } })
  }
})

test('lines, packed, with the header that people gave', async () => {
  let lines: string[] = []
  const serving = await serve(({ headers, body }) => {
    if (headers.authorization !== 'Bearer x') return { status: 401 }
    lines = gunzipSync(body).toString().trimEnd().split('\n')
    return { status: 202 }
  })
  try {
    const open = (header: string) => kindOf('ocsf')!.open(targetOf({ url: serving.url, header }))
    expect((await open('Bearer x').send(everyEvent)).delivered).toHaveLength(everyEvent.length)
    expect(lines.map(line => JSON.parse(line).metadata.uid)).toEqual(everyEvent.map(({ id }) => id))
    expect((await open('Bearer y').send(everyEvent)).rest?.kind).toBe('fault')
  } finally {
    await serving.end()
  }
})
