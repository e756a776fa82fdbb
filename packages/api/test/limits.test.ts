// Who is refused for asking too often, and who is not.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, served } from './served.ts'

const MOST = 8
let it: Served
beforeAll(async () => {
  it = await served({ people: ['analyst', 'auditor'], options: { rate: MOST } })
})
afterAll(() => it.end())

type Asked = { readonly url?: string; readonly cookie?: string; readonly from: string }

const ask = async ({ url = '/api/me', cookie, from }: Asked) => {
  const headers = cookie === undefined ? {} : { cookie }
  return (await it.app.inject({ url, headers, remoteAddress: from })).statusCode
}
const answers = async (times: number, asked: (turn: number) => Asked) => {
  const codes: number[] = []
  for (let turn = 0; turn < times; turn++) codes.push(await ask(asked(turn)))
  return codes
}

test('people behind one address do not use up what others may ask', async () => {
  const from = '10.77.0.1'
  const mine = await answers(MOST + 1, () => ({ cookie: it.cookies.get('analyst')!, from }))
  expect(mine.slice(0, MOST)).toEqual(Array(MOST).fill(200))
  expect(mine[MOST]).toBe(429)
  expect(await ask({ cookie: it.cookies.get('auditor')!, from })).toBe(200)
})

test('who shows nothing is counted by the address', async () => {
  const codes = await answers(MOST + 1, () => ({ from: '10.77.0.2' }))
  expect(codes.filter(code => code === 429)).toEqual([429])
  expect(await ask({ from: '10.77.0.3' })).toBe(401)
})

test('a made-up session makes nobody new where anybody may ask', async () => {
  const url = '/api/sign-in'
  const codes = await answers(MOST + 1, turn => ({ url, cookie: `nautilus.session_token=${turn}`, from: '10.77.0.4' }))
  expect(codes.at(-1)).toBe(429)
})

test('and elsewhere no more than ten times as much', async () => {
  const codes = await answers(10 * MOST + 1, turn => ({ cookie: `nautilus.session_token=${turn}`, from: '10.77.0.5' }))
  expect(codes.slice(0, 10 * MOST)).not.toContain(429)
  expect(codes.at(-1)).toBe(429)
})

test('files of the page are not counted', async () => {
  const codes = await answers(3 * MOST, () => ({ url: '/assets/index.js', from: '10.77.0.6' }))
  expect(codes).not.toContain(429)
})
