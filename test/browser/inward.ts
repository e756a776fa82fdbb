// What other systems know: a list is mapped and taken, tables of switches and firewalls are shown, advisories are brought,
// a source says what is wrong, and groups get roles.
import { describe, expect, test } from 'vitest'
import { csaf } from '../../packages/vulnerabilities/test/plant.ts'
import { SITE, type Visit } from './visit.ts'

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })

type Device = {
  readonly id: string
  readonly name: string | null
  readonly ip: string[]
  readonly mac: string[]
  readonly model: string | null
}

export const inward = (of: () => Visit) =>
  describe('other systems', () => {
    const devices = async (): Promise<Device[]> => {
      const { page, platform } = of()
      const answer = await page.request.get(`${platform.origin}/api/tenants/main/sites/waterworks/assets?limit=200`)
      return ((await answer.json()) as { items: Device[] }).items
    }

    test('a list whose columns nobody knows is mapped, looked at, and taken', async () => {
      const { page, go, look } = of()
      // As it calls itself, or as other tests called it.
      const plc = (await devices()).find(({ name }) => /plc|filter|pump/i.test(name ?? ''))!
      await go(`${SITE}/known`)
      await page.getByText('No table of another system').waitFor()
      await look('known-none')
      await page.getByRole('button', { name: 'Upload a table' }).click()
      const dialog = page.getByRole('dialog')
      const text = `Was;Wo;Wer;Wichtig\n${plc.name};10.99.0.1;Instandhaltung;1\nPumpe 9;10.99.0.9;Betrieb;rot`
      await dialog.locator('input[type=file]').setInputFiles(file('anlagen.csv', text))
      await dialog.getByText('No column was found').waitFor()
      await look('known-mapping')
      await dialog.getByRole('combobox', { name: 'Name', exact: true }).selectOption({ label: 'Was' })
      await dialog.getByLabel('IP address').selectOption({ label: 'Wo' })
      await dialog.getByLabel('Owner').selectOption({ label: 'Wer' })
      await dialog.getByLabel('Criticality').selectOption({ label: 'Wichtig' })
      await dialog.getByText('2 rows: 2 new').waitFor()
      await dialog.getByText('is no criticality', { exact: false }).waitFor()
      await look('known-preview')
      await dialog.getByRole('button', { name: 'Take 2 rows' }).click()
      await page.getByRole('button', { name: 'anlagen' }).click()
      await page.getByText('by name alone').waitFor()
      await page.getByText('never heard on the network').waitFor()
      await look('known-rows')
      await go(`${SITE}/known`)
      await page.getByRole('table', { name: 'Tables' }).waitFor()
      await look('known-lists')
      await go(`${SITE}/known?tab=unlisted`)
      await page.getByRole('table', { name: 'Heard, and in no list of assets' }).waitFor()
      await look('known-unlisted')
      await go(`${SITE}/assets/${plc.id}?tab=told`)
      await page.getByRole('cell', { name: 'Instandhaltung' }).waitFor()
      await look('asset-told')
    })

    test('tables of switches and firewalls say who was never heard and what no rule allows', async () => {
      const { page, platform, go, look } = of()
      const put = async (kind: string, text: string) => {
        const url = `${platform.origin}/api/tenants/main/sites/waterworks/lists-import?kind=${kind}&name=${kind}`
        const answer = await page.request.post(url, {
          data: text,
          headers: { 'content-type': 'application/octet-stream' },
        })
        expect(answer.status(), await answer.text()).toBe(200)
      }
      const [one, two] = (await devices()).filter(({ mac }) => mac.length > 0)
      const port = (name: string, mac: string) => `sw-hall-1,${name},10,${mac}\n`
      await put(
        'macs',
        `Switch,Port,VLAN,MAC\n${port('Gi1/0/1', one!.mac[0]!)}${port('Gi1/0/2', '02:00:00:00:09:09')}${port('Gi1/0/3', two!.mac[0]!)}${port('Gi1/0/3', '02:00:00:00:09:0a')}`,
      )
      await put('arp', 'Address,Hardware Addr\n10.77.0.9,0200.0000.0909\n')
      await put(
        'rules',
        'Rule,Source,Destination,Service,Action\nscada,10.20.0.0/16,any,tcp/502,allow\nhosts,LAN_OFFICE,any,any,allow\nrest,any,any,any,deny\n',
      )
      await go(`${SITE}/known?tab=ports`)
      await page.getByRole('table', { name: 'Known from a table, never heard' }).waitFor()
      await page.getByText('nobody heard').waitFor()
      await look('known-ports')
      await go(`${SITE}/known?tab=firewall`)
      await page.getByRole('table', { name: 'Rules' }).waitFor()
      await page.getByText('not resolved: LAN_OFFICE').waitFor()
      await look('known-firewall')
    })

    test('advisories are brought, matched, and what is exploited waits until somebody has seen it', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/vulnerabilities`)
      await page.getByText('Nothing is known of vulnerabilities yet').waitFor()
      await look('vulnerabilities-none')
      await go(`${SITE}/settings?tab=feeds`)
      await page.getByText('No advisory, no catalogue, no scores').waitFor()
      const advisory = csaf(
        'Siemens',
        [
          { name: 'SIMATIC S7-300 CPU 315-2 PN/DP', version: 'vers:all/*' },
          { name: 'SIMATIC S7-1500 CPU family', version: 'vers:all/*' },
        ],
        { title: 'A fault in the web server of the controller' },
      )
      const kev = {
        ...{ title: 'KEV', catalogVersion: '2026.11.01', dateReleased: '2026-11-01T00:00:00Z', count: 1 },
        vulnerabilities: [
          {
            cveID: 'CVE-2026-10001',
            dateAdded: '2026-11-01',
            dueDate: '2026-12-01',
            requiredAction: 'Update.',
            knownRansomwareCampaignUse: 'Known',
          },
        ],
      }
      const input = page.locator('section', { hasText: 'Vulnerability intelligence' }).locator('input[type=file]')
      await input.setInputFiles(file('bad.json', '{"nothing": true}'))
      await page.getByText('Nothing was taken', { exact: false }).waitFor()
      await input.setInputFiles(file('advisory.json', JSON.stringify(advisory)))
      await page.getByRole('cell', { name: 'Advisory', exact: true }).waitFor()
      await input.setInputFiles(file('kev.json', JSON.stringify(kev)))
      await page.getByRole('cell', { name: 'KEV', exact: true }).waitFor()
      await look('intelligence')
      await go(`${SITE}/vulnerabilities`)
      await expect
        .poll(
          async () => {
            await page.reload()
            const found = page.getByText('known to be exploited').first()
            return found.waitFor({ timeout: 3000 }).then(
              () => true,
              () => false,
            )
          },
          { timeout: 60_000, interval: 500 },
        )
        .toBe(true)
      await look('vulnerabilities')
      await go(`${SITE}/now`)
      await page.getByRole('heading', { name: /Exploited elsewhere, and here/ }).waitFor()
      await look('now-exploited')
      await page.getByRole('button', { name: 'Seen' }).first().click()
      await page.getByRole('button', { name: 'Seen' }).first().waitFor({ state: 'detached' })
    })

    test('a source says what is wrong at its fields and when it is asked, and never shows a secret again', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/settings?tab=sources`)
      await page.getByText('No source').waitFor()
      await page.getByRole('button', { name: 'New source' }).click()
      await page.getByRole('menuitem', { name: 'ServiceNow CMDB' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').first().fill('Corporate CMDB')
      await dialog.getByLabel('Address', { exact: false }).first().fill('https://127.0.0.1')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.getByText('must be given, or a user and a password').waitFor()
      await look('source-faults')
      await dialog.getByLabel('User', { exact: false }).first().fill('robot')
      await dialog.getByLabel('Password', { exact: false }).first().fill('never to be seen again')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await dialog.getByRole('button', { name: 'Ask now' }).click()
      await dialog.getByText('is no address of the internet', { exact: false }).waitFor()
      expect(await page.content()).not.toContain('never to be seen again')
      await look('source-asked')
      await page.keyboard.press('Escape')
      await page.getByRole('table', { name: 'Other systems that are asked' }).waitFor()
      await look('sources')
    })

    test('a token of a directory is shown once, and a group gets a role', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/settings?tab=directory`)
      await page.getByText('/scim/v2', { exact: false }).waitFor()
      await page.getByRole('button', { name: 'Make a token' }).click()
      await page.getByText(/^nk_/).waitFor()
      await page.keyboard.press('Escape')
      await page.getByLabel('Group', { exact: true }).fill('OT-Analysts')
      await page.getByRole('button', { name: 'Add' }).click()
      await page.getByRole('cell', { name: 'OT-Analysts', exact: true }).waitFor()
      await look('directory')
    })
  })
