// The ways in, in a real browser: a passkey of Chromium's own authenticator, a provider of sign-in that others wrote, and
// a forgotten password by a letter through a real SMTP server.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { honestProvider, type TestProvider } from '../../packages/api/test/identity-provider.ts'
import { browserPath, type Running, running } from './running.ts'
import { look, WHOLE } from './visit.ts'

const person = { name: 'Ada Lovelace', email: 'ada@example.com', password: 'rain valve copper moss 7' }
/** ms, on a machine that does other things besides. */
const PATIENCE = 30_000
const secret = 's'.repeat(40)

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

describe.skipIf(!browserPath)('signing in', WHOLE, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nautilus-sign-in-'))
  const letters: string[] = []
  let arrived = () => {}
  const post = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onData(stream, _session, done) {
      let source = ''
      stream.on('data', piece => {
        source += piece
      })
      stream.on('end', () => {
        letters.push(source)
        arrived()
        done()
      })
    },
  })
  let platform: Running
  let provider: TestProvider
  let page: Page
  const troubles: string[] = []

  beforeAll(async () => {
    await new Promise<void>(resolve => post.listen(0, '127.0.0.1', resolve))
    const port = await freePort()
    const callback = `http://localhost:${port}/api/sign-on/corp/callback`
    provider = await honestProvider({ client: 'nautilus', secret, callback })
    const config = join(folder, 'nautilus.yaml')
    const smtp = (post.server.address() as AddressInfo).port
    const corp = {
      name: 'corp',
      label: 'Corp',
      issuer: provider.issuer,
      client: 'nautilus',
      secret,
      allowPrivate: true,
    }
    const roles = [{ claim: 'groups', value: 'ot', role: 'analyst' }]
    // JSON is YAML.
    writeFileSync(
      config,
      JSON.stringify({
        mail: { host: '127.0.0.1', port: smtp, tls: 'none', from: 'nautilus@example.com' },
        signOn: [{ ...corp, scopes: ['groups'], domains: ['corp.example'], roles }],
      }),
    )
    platform = await running(['--config', config, '--port', String(port)])
    const context = await platform.browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })
    page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    page.on('pageerror', error => troubles.push(error.message))
    page.on('response', response => {
      if (response.status() >= 500) troubles.push(`${response.status()} ${response.url()}`)
    })
    const session = await context.newCDPSession(page)
    await session.send('WebAuthn.enable')
    const options = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    } as const
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: { ...options, isUserVerified: true, automaticPresenceSimulation: true },
    })
  }, WHOLE.timeout)
  afterAll(async () => {
    await platform?.stop()
    await provider?.end()
    await new Promise<void>(resolve => post.close(resolve))
    rmSync(folder, { recursive: true, force: true })
  }, WHOLE.timeout)

  async function signOut(): Promise<void> {
    await page.context().clearCookies()
    await page.goto(`${platform.origin}/sign-in`)
  }

  test('the first person adds a passkey, names it anew, and signs in with it', async () => {
    await page.goto(platform.link)
    await page.getByLabel('Your name').fill(person.name)
    await page.getByLabel('E-mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill('liverpoolfootballclub')
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByText('found in breaches').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.waitForURL('**/now')
    await page.goto(`${platform.origin}/main/waterworks/settings`)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Laptop')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('cell', { name: 'Laptop' }).waitFor()
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Work laptop')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('cell', { name: 'Work laptop' }).waitFor()
    await look(page, 'passkeys', troubles)
    await signOut()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.waitForURL('**/now')
  })

  test('a passkey that was removed signs nobody in', async () => {
    await page.goto(`${platform.origin}/main/waterworks/settings`)
    const row = page.getByRole('row', { name: /Work laptop/ })
    await row.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('None yet.').waitFor()
    await signOut()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('alert').getByText('not known here').waitFor()
  })

  test('a person of a provider comes in with the role of their claim, and others are told why not', async () => {
    provider.accounts.set('lin', { email: 'lin@corp.example', email_verified: true, name: 'Lin', groups: ['ot'] })
    provider.accounts.set('eve', { email: 'eve@evil.example', email_verified: true, name: 'Eve' })
    provider.current = 'eve'
    await signOut()
    await look(page, 'ways-in', troubles)
    await page.getByRole('link', { name: 'Sign in with Corp' }).click()
    await page.getByText('a domain that may not come in').waitFor()
    await page.context().clearCookies()
    provider.current = 'lin'
    await page.goto(`${platform.origin}/sign-in`)
    await page.getByRole('link', { name: 'Sign in with Corp' }).click()
    await page.waitForURL('**/now')
    await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  })

  test('a forgotten password is chosen anew by the link of a letter', async () => {
    await signOut()
    letters.length = 0
    const letter = new Promise<void>(resolve => {
      arrived = resolve
    })
    await page.getByRole('link', { name: 'Forgot your password?' }).click()
    await page.getByLabel('E-mail address').fill(person.email)
    await look(page, 'forgot-password', troubles)
    await page.getByRole('button', { name: 'Send the link' }).click()
    await page.getByText('the link is on its way').waitFor()
    await letter
    // Quoted-printable breaks lines and writes `=` as `=3D`.
    const text = letters[0]!.replaceAll('=\r\n', '').replaceAll('=3D', '=')
    await page.goto(/http:\/\/localhost:\d+\/reset-password\?token=[\w-]+/.exec(text)![0])
    await page.getByLabel('New password').waitFor()
    await look(page, 'reset-password', troubles)
    await page.getByLabel('New password').fill('seven purple turbines hum')
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByLabel('E-mail address').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill('seven purple turbines hum')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForURL('**/now')
  })

  test('nothing failed on the way', () => {
    expect(troubles).toEqual([])
  })
})
