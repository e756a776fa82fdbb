// Spans, to a collector on this machine that speaks OTLP.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { currentParent, type Exporter, openSpan, span, startTraces, tell } from '../src/index.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

type Value = {
  readonly stringValue?: string
  readonly intValue?: string
  readonly boolValue?: boolean
  readonly doubleValue?: number
}
type Attribute = { readonly key: string; readonly value: Value }
type Got = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: Attribute[]
  readonly status: { readonly code?: number; readonly message?: string }
}

async function collector(share: number) {
  const spans: Got[] = []
  const resources: Attribute[][] = []
  const heard: string[] = []
  const troubles: string[] = []
  let status = 200
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', piece => {
      body += piece
    })
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${request.headers['content-type']} ${request.headers['x-key']}`)
      if (status === 200)
        for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
          resources.push(resource.attributes)
          for (const { spans: some } of scopeSpans) spans.push(...some)
        }
      response.writeHead(status).end('{}')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const resource = { 'service.name': 'nautilus' }
  const onTrouble = (message: string) => void troubles.push(message)
  const exporter: Exporter = await startTraces({ endpoint, share, headers: { 'x-key': 'k' }, resource, onTrouble })
  ends.push(exporter.close, () => new Promise(resolve => server.close(resolve)))
  const answer = (next: number) => {
    status = next
  }
  return { spans, resources, heard, troubles, exporter, answer }
}

test('what is inside of a span has it as parent, and failures say of which kind they are', async () => {
  const { spans, resources, heard, exporter } = await collector(1)
  const failing = span('outer', { kind: 'server', attributes: { a: 'x', n: 3, f: 0.5, b: true } }, async () => {
    tell('query', { kind: 'client', attributes: {} }, 2)
    await Promise.all([span('left', {}, async () => {}), span('right', {}, async () => {})])
    throw Object.assign(new Error('no room for ada@example.com'), { code: 'ENOSPC' })
  })
  await expect(failing).rejects.toThrow('no room')
  await exporter.flush()
  expect(heard).toEqual(['POST /v1/traces application/json k'])
  expect(resources[0]).toContainEqual({ key: 'service.name', value: { stringValue: 'nautilus' } })
  const [query, left, right, outer] = spans
  expect([query, left, right, outer].map(one => one!.name)).toEqual(['query', 'left', 'right', 'outer'])
  for (const inner of [query, left, right])
    expect([inner!.traceId, inner!.parentSpanId]).toEqual([outer!.traceId, outer!.spanId])
  expect(outer).toMatchObject({ kind: 2, status: { code: 2, message: 'Error ENOSPC' } })
  expect(outer!.parentSpanId).toBeUndefined()
  expect(outer!.attributes).toEqual([
    { key: 'a', value: { stringValue: 'x' } },
    { key: 'n', value: { intValue: '3' } },
    { key: 'f', value: { doubleValue: 0.5 } },
    { key: 'b', value: { boolValue: true } },
  ])
  expect(outer!.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(outer!.spanId).toMatch(/^[0-9a-f]{16}$/)
  expect(BigInt(query!.endTimeUnixNano) - BigInt(query!.startTimeUnixNano)).toBe(2_000_000n)
  expect(BigInt(outer!.endTimeUnixNano)).toBeGreaterThan(BigInt(outer!.startTimeUnixNano))
})

test('a parent from elsewhere decides whether it is kept', async () => {
  const { spans, exporter } = await collector(0)
  const trace = 'ab'.repeat(16)
  await span('kept', { parent: `00-${trace}-${'cd'.repeat(8)}-01` }, async () => {
    expect(currentParent()).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`))
  })
  await span('dropped', { parent: `00-${trace}-${'cd'.repeat(8)}-00` }, async () => span('in it', {}, async () => {}))
  await span('made up', { parent: 'nonsense' }, async () => {})
  await exporter.flush()
  expect(spans).toMatchObject([{ name: 'kept', traceId: trace, parentSpanId: 'cd'.repeat(8) }])
})

test('a part of all traces is kept, each as a whole', async () => {
  const { spans, exporter } = await collector(0.25)
  for (let at = 0; at < 800; at++) await span('outer', {}, () => span('inner', {}, async () => {}))
  await exporter.flush()
  const count = (name: string) => spans.filter(one => one.name === name).length
  expect(count('outer')).toBe(count('inner'))
  // Seven standard deviations.
  expect(Math.abs(count('outer') - 200)).toBeLessThan(86)
})

test('a collector that fails is told once, and holds nothing up', async () => {
  const { spans, troubles, resources, exporter, answer } = await collector(1)
  answer(503)
  for (let at = 0; at < 3; at++) {
    await span('lost', {}, async () => {})
    await exporter.flush()
  }
  expect(troubles).toEqual([expect.stringMatching(/it answered 503$/)])
  answer(200)
  for (let at = 0; at < 3000; at++) openSpan('many', {})!.end(null)
  await exporter.flush()
  expect(spans).toHaveLength(2048)
  expect(resources[0]).toContainEqual({ key: 'nautilus.spans_dropped', value: { intValue: String(3 + 3000 - 2048) } })
})

test('off, nothing is made and nothing is known', async () => {
  expect(openSpan('x', {})).toBeNull()
  expect(await span('x', {}, async () => currentParent())).toBeNull()
})
