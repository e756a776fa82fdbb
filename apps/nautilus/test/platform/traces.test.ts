// A span that begins in the platform goes on in the thread of a site.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asTenant, ensureSite, ensureTenant } from '@nautilus/store'
import { span, startTraces } from '@nautilus/trace'
import { expect, test } from 'vitest'
import { SitePool } from '../../src/platform/site-pool.ts'
import { openStores } from '../../src/platform/stores.ts'

type Got = { readonly name: string; readonly traceId: string; readonly spanId: string; readonly parentSpanId?: string }

test('the thread of a site tells what it did, under the call that it did it for', async () => {
  const spans: Got[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', piece => {
      body += piece
    })
    request.on('end', () => {
      for (const { scopeSpans } of JSON.parse(body).resourceSpans) spans.push(...scopeSpans[0].spans)
      response.end('{}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const traces = { endpoint, share: 1, headers: {}, resource: { 'service.name': 'nautilus' } }
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-traces-'))
  const stores = await openStores({ folder, databaseUrl: null, telemetryUrl: null })
  const troubles: unknown[] = []
  const onTrouble = (trouble: unknown) => void troubles.push(trouble)
  try {
    const { databaseUrl, telemetryUrl, state } = stores
    await ensureTenant(state.db, 'main', 'Main')
    await asTenant(state.db, 'main', scoped => ensureSite(scoped, 'main', { id: 'plant', name: 'Plant' }))
    const exporter = await startTraces({ ...traces, onTrouble })
    const pool = new SitePool({ databaseUrl, telemetryUrl, traces, threads: 1, onTold: () => {}, onTrouble })
    const place = { tenant: 'main', site: 'plant' }
    await span('asked', {}, () => pool.call(place, { kind: 'baseline', device: null }))
    await pool.stop()
    await exporter.close()
  } finally {
    await stores.close()
    await new Promise(resolve => server.close(resolve))
    rmSync(folder, { recursive: true, force: true })
  }
  expect(troubles).toEqual([])
  const [asked, site] = ['asked', 'site baseline'].map(name => spans.find(one => one.name === name)!)
  expect(site).toMatchObject({ traceId: asked!.traceId, parentSpanId: asked!.spanId })
  expect(spans.filter(({ parentSpanId }) => parentSpanId === site!.spanId).map(({ name }) => name)).toContain(
    'transaction',
  )
})
