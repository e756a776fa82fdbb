// The tables of telemetry as they are made on one server, and on the replicas of a cluster.
import { expect, test } from 'vitest'
import { embeddedEngines, replicatedEngines, telemetryTables } from '../src/telemetry/schema.ts'

test('on one server they are plain', () => {
  const all = telemetryTables(embeddedEngines)
  expect(all.join('\n')).not.toMatch(/Replicated|ON CLUSTER/)
  expect(all.filter(text => text.includes('non_replicated_deduplication_window = 10000'))).toHaveLength(3)
  expect(all.filter(text => /ENGINE = MergeTree\n/.test(text))).toHaveLength(2)
  expect(all.filter(text => /ENGINE = SummingMergeTree\n/.test(text))).toHaveLength(1)
})

test('on a cluster every one is made on all servers, is replicated under a path of its own, and knows its inserts', () => {
  const all = telemetryTables(replicatedEngines('ot-east'))
  for (const text of all) expect(text).toMatch(/^\n?CREATE [A-Z ]+? (IF NOT EXISTS )?[\w.]+ ON CLUSTER 'ot-east'/)
  const engines = all.flatMap(text => /ENGINE = (.*)/.exec(text)?.[1] ?? [])
  expect(engines).toEqual([
    "ReplicatedMergeTree('/clickhouse/tables/{shard}/nautilus/activity', '{replica}')",
    "ReplicatedSummingMergeTree('/clickhouse/tables/{shard}/nautilus/activity_minute', '{replica}')",
    "ReplicatedMergeTree('/clickhouse/tables/{shard}/nautilus/point_values', '{replica}')",
  ])
  expect(all.join('\n')).not.toContain('non_replicated')
  expect(all.filter(text => / replicated_deduplication_window = 10000/.test(text))).toHaveLength(3)
  for (const name of ["a'b", '', 'a b', '1a']) expect(() => replicatedEngines(name)).toThrow('no name of a cluster')
})
