// A site: captures that people bring, sensors, and what is declared of it.
import { describe, expect, test } from 'vitest'
import { SITE, type Visit } from './visit.ts'

/** A capture of one ARP request (libpcap file format; RFC 826), as bytes. */
function capture(): readonly number[] {
  const frame = Buffer.from(
    'ffffffffffff 0200c0ffee01 0806 0001 0800 06 04 0001 0200c0ffee01 0a140063 000000000000 0a140001'.replaceAll(
      ' ',
      '',
    ),
    'hex',
  )
  const head = Buffer.alloc(40)
  head.writeUInt32LE(0xa1b2c3d4, 0)
  head.writeUInt16LE(2, 4)
  head.writeUInt16LE(4, 6)
  head.writeUInt32LE(65_535, 16)
  head.writeUInt32LE(1, 20)
  head.writeUInt32LE(1_790_000_000, 24)
  head.writeUInt32LE(frame.length, 32)
  head.writeUInt32LE(frame.length, 36)
  return [...head, ...frame]
}

const yaml = `site: Waterworks North
time_zone: Europe/Berlin
zones:
  Pumping: { networks: [10.20.0.0/24], level: 1 }
  Office: { networks: [10.1.0.0/16], level: 4 }
processes:
  Water supply: { criticality: critical, downtime_cost_per_hour: 12000, currency: EUR }
assets:
  Pump controller: { address: 10.20.0.32, process: Water supply }
conduits:
  - { from: Office, to: Pumping, protocols: [opcua] }
`

export const sites = (of: () => Visit) =>
  describe('the site', () => {
    test('a capture is dragged in and analysed; what is none is refused in words', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/sensors?tab=captures`)
      const zone = page.getByText('Drop capture files here')
      const drop = async (name: string, bytes: readonly number[]) => {
        const files = await page.evaluateHandle(`(() => {
          const transfer = new DataTransfer()
          transfer.items.add(new File([new Uint8Array(${JSON.stringify(bytes)})], ${JSON.stringify(name)}))
          return transfer
        })()`)
        await zone.dispatchEvent('drop', { dataTransfer: files })
      }
      await drop('one.pcap', capture())
      await page
        .getByRole('row', { name: /one\.pcap/ })
        .getByText('analysed', { exact: true })
        .waitFor()
      await drop('junk.pcap', [1, 2, 3, 4, 5, 6, 7, 8])
      await page.getByText('junk.pcap').first().waitFor()
      await look('captures')
    })

    test('a sensor comes in with a token that works once', async () => {
      const { page, go, look, platform } = of()
      await go(`${SITE}/sensors`)
      await page.getByRole('button', { name: 'Enrol a sensor' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill('SPAN hall 3')
      await dialog.getByRole('button', { name: 'Make the token' }).click()
      const token = (await dialog.locator('.mantine-Code-root').textContent()) ?? ''
      await look('token')
      await dialog.getByRole('button', { name: 'Done' }).click()
      const enrol = () => fetch(`${platform.origin}/api/enrol`, posted({ token: token.trim() }))
      expect((await enrol()).status).toBeLessThan(300)
      expect((await enrol()).status).toBe(410)
      await go(`${SITE}/sensors`)
      await page.getByText('never heard').waitFor()
      await look('sensors')
      for (const tab of ['coverage', 'sites']) {
        await go(`${SITE}/sensors?tab=${tab}`)
        await page.getByRole('table').first().waitFor()
        await look(tab)
      }
    })

    test('the model is written, refused where it is wrong, and shown as tables', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/model?tab=edit`)
      await page.getByLabel('site.yaml').fill(yaml.replace('level: 1', 'level: 9'))
      await page.getByRole('button', { name: /^Line 4/ }).waitFor()
      await look('model-fault')
      await page.getByLabel('site.yaml').fill(yaml)
      await page.getByRole('button', { name: /^Line/ }).waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Save as a new version' }).click()
      await page.getByText('Version 1 is used from now on.').waitFor()
      await go(`${SITE}/model`)
      for (const text of ['12,000 EUR', 'Pumping', 'opcua', 'Pump controller'])
        await page.getByText(text).first().waitFor()
      await look('model')
      await go(`${SITE}/model?tab=versions`)
      await page.getByRole('button', { name: 'Look' }).click()
      await page.getByText('downtime_cost_per_hour').waitFor()
      await look('model-versions')
    })

    test('a list of expected devices is compared with what was heard', async () => {
      const { page, go, look } = of()
      await go(`${SITE}/model?tab=expected`)
      await page.getByText('No document yet').waitFor()
      await page.locator('input[type="file"]').setInputFiles({
        name: 'list.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('name,ip\nPLC,10.20.0.32\nSpare,10.20.0.250\n'),
      })
      await page.getByText('list.csv').waitFor()
      await page.getByText('Expected against heard').waitFor()
      await look('expected')
    })
  })

const posted = (body: object): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})
