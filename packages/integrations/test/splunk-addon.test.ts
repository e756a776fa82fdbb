// The add-on for Splunk says of our events what the Common Information Model asks for, and searches what there is.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { envelopeOf, sourcetypes } from '../src/splunk/envelope.ts'
import { conf } from './conf.ts'
import { everyEvent, targetOf } from './samples.ts'

const read = (path: string) =>
  readFileSync(new URL(`../../../deploy/integrations/splunk/TA-nautilus-ot/default/${path}`, import.meta.url), 'utf8')

const props = conf(read('props.conf'))
const fieldsOf = (sourcetype: string): Set<string> => {
  const [sample] = everyEvent.filter(each => envelopeOf(each, targetOf({})).sourcetype === sourcetype)
  const { event } = envelopeOf(sample!, targetOf({}))
  const made = [...(props.get(sourcetype)?.keys() ?? [])]
    .filter(key => key.startsWith('EVAL-'))
    .map(key => key.slice(5))
  return new Set([
    ...Object.keys(event),
    ...made,
    'tenant',
    'site',
    'delivery_id',
    'host',
    'sourcetype',
    '_time',
    'test',
  ])
}

test('every source type is there', () => {
  expect([...props.keys()].sort()).toEqual(Object.values(sourcetypes).sort())
})

test('alerts have every field that the models Alerts and Intrusion Detection require', () => {
  const fields = fieldsOf('nautilus:ot:alert')
  const alerts = 'app description dest id signature signature_id severity src type user'.split(' ')
  const intrusions = 'action category dvc ids_type severity signature vendor_product'.split(' ')
  for (const name of [...alerts, ...intrusions]) expect(fields, name).toContain(name)
  expect(fieldsOf('nautilus:ot:asset')).toContain('dest')
})

test('event types are tagged as the models look for them', () => {
  const types = conf(read('eventtypes.conf'))
  const tags = conf(read('tags.conf'))
  for (const name of types.keys()) expect([...tags.keys()]).toContain(`eventtype=${name}`)
  expect([...tags.get('eventtype=nautilus_ot_alert')!.keys()]).toEqual(['alert', 'ids', 'attack'])
})

test('searches ask for fields that there are', () => {
  const searches = [...conf(read('savedsearches.conf')).values()].map(section => section.get('search')!)
  const panels = [...read('data/ui/views/nautilus_ot.xml').matchAll(/<query>(.+?)<\/query>/g)].map(match => match[1]!)
  expect(panels.length).toBeGreaterThan(4)
  for (const query of [...searches, ...panels]) {
    const [, sourcetype = ''] = /sourcetype="([^"]+)"/.exec(query)!
    const fields = fieldsOf(sourcetype)
    for (const [, asked = ''] of query.matchAll(/latest\(([\w.{}]+)\)/g))
      expect(fields, `${asked} in ${query}`).toContain(asked.replace(/[.{].*$/, ''))
    for (const [, asked = ''] of query.matchAll(/dedup (\w+)/g)) expect(fields).toContain(asked)
  }
})
