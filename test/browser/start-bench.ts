// How soon the console can be used. By hand, not among the tests: `node test/browser/start-bench.ts`.
// From the address to a Now page whose lists are there, on a platform that runs: once with an empty cache, then with a full one.
import { running } from './running.ts'
import { PASSWORD, SITE, visit } from './visit.ts'

const ROUNDS = 5
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const platform = await running()
try {
  const first = await visit(platform)
  await first.page.goto(platform.link)
  await first.page.getByLabel('Your name').fill('Ada')
  await first.page.getByLabel('E-mail address').fill('ada@example.com')
  await first.page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await first.page.getByRole('button', { name: 'Begin' }).click()
  await first.page.waitForURL('**/now')
  await first.page.getByText('Learned enough').waitFor()
  const cookies = await first.context.cookies()
  await first.context.close()
  const told = { empty: [] as number[], full: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    const { context, page, go } = await visit(platform)
    await context.addCookies(cookies)
    for (const cache of ['empty', 'full'] as const) {
      await go(`${SITE}/now`)
      await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
      await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'detached' })
      await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
      told[cache].push(Math.round((await page.evaluate('performance.now()')) as number))
    }
    await context.close()
  }
  for (const cache of ['empty', 'full'] as const)
    say(`${cache} cache: median ${median(told[cache])} ms, all ${told[cache].join(' ')}`)
} finally {
  await platform.stop()
}
