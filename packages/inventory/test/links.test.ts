import { expect, test } from 'vitest'
import { activity, assetOf, at, binding, hmi, learned, modicon, party, plc, sighting } from './plant.ts'

test('a link counts the operations of each verb', () => {
  const inventory = learned(
    activity(hmi, plc, 'read', { count: 10, ...at(1) }),
    activity(hmi, plc, 'read', { count: 5, ...at(9) }),
    activity(hmi, plc, 'write', { outcome: 'refused', ...at(3) }),
    activity(hmi, modicon, 'read', { protocol: 'modbus', port: 502 }),
  )
  expect(inventory.links()).toContainEqual({
    client: inventory.assetIdOf(hmi),
    server: inventory.assetIdOf(plc),
    protocol: 's7comm',
    port: 102,
    verbs: { read: 15, write: 1 },
    first: at(1).first,
    last: at(9).last,
  })
  expect(inventory.links()).toHaveLength(2)
  expect(assetOf(inventory, hmi).protocols).toEqual(['modbus client', 's7comm client'])
  expect(assetOf(inventory, plc).protocols).toEqual(['s7comm server'])
})

test('two addresses of one device are one end of a link', () => {
  const other = party(plc.mac, '10.0.0.11')
  const inventory = learned(activity(hmi, plc, 'read'), activity(hmi, other, 'read'))
  expect(inventory.links()).toMatchObject([{ verbs: { read: 2 } }])
})

test('who can change what: all that changes, and what was refused', () => {
  const inventory = learned(
    activity(hmi, plc, 'write', { object: 'DB1.DBW4', count: 3, ...at(5) }),
    activity(hmi, plc, 'stop', { outcome: 'refused', ...at(7) }),
    activity(hmi, plc, 'download', { object: 'OB1', outcome: 'unseen', ...at(6) }),
    activity(hmi, plc, 'read', at(1)),
    activity(hmi, plc, 'diagnose', at(1)),
    activity(hmi, plc, 'authenticate', at(1)),
  )
  expect(inventory.controlTable()).toEqual([
    {
      controller: inventory.assetIdOf(plc),
      client: inventory.assetIdOf(hmi),
      protocol: 's7comm',
      verbs: { download: 1, write: 3 },
      refused: { stop: 1 },
      objects: ['DB1.DBW4', 'OB1'],
      first: at(5).first,
      last: at(7).last,
    },
  ])
})

test('who only looks is not in the control table, nor is a write to a computer', () => {
  const named = (name: string) => ({ function: { code: '20', name } })
  const inventory = learned(
    activity(hmi, plc, 'read'),
    activity(hmi, plc, 'file', named('read file record')),
    activity(plc, hmi, 'write', { protocol: 'smb', port: 445 }),
  )
  expect(inventory.controlTable()).toEqual([])
  const writer = learned(activity(hmi, plc, 'file', named('write file record')))
  expect(writer.controlTable()).toMatchObject([{ verbs: { file: 1 } }])
})

test('the control table names the first objects only', () => {
  const writes = Array.from({ length: 30 }, (_, i) => activity(hmi, plc, 'write', { object: `DB${i}`, ...at(i) }))
  const [row] = learned(...writes.reverse()).controlTable()
  expect(row?.objects).toEqual(['DB0', 'DB1', 'DB2', 'DB3', 'DB4', 'DB5', 'DB6', 'DB7'])
  expect(row?.verbs).toEqual({ write: 30 })
})

test('what is learned behind a router before it is known as one is put in place afterwards', () => {
  const router = '00:00:0c:00:00:fe'
  const far = party(router, '10.1.0.5')
  const inventory = learned(activity(far, plc, 'write'), sighting(far, 'name', 'far'))
  expect(assetOf(inventory, party(router)).name).toBe('far')
  inventory.learn({
    from: 0,
    to: 0,
    activities: [],
    connections: [],
    sightings: [binding(router, '10.2.0.7', 9)],
    notices: [],
  })
  expect(assetOf(inventory, party(router)).name).toBeNull()
  expect(inventory.links()).toMatchObject([{ client: inventory.assetIdOf(far) }])
})
