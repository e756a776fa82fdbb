// From a download at night to an incident that is decided, documented and closed: five people in five roles.
import { describe, expect, test } from 'vitest'
import { invited, SITE, type Visit } from './visit.ts'

type Who = 'analyst' | 'plant-engineer' | 'operations-manager' | 'management' | 'read-only'
const names: Readonly<Record<Who, string>> = {
  analyst: 'Ann Analyst',
  'plant-engineer': 'Eve Engineer',
  'operations-manager': 'Otto Operations',
  management: 'Mia Management',
  'read-only': 'Rita Reader',
}
const AWAITING = 'awaiting engineering decision'

export const incidents = (of: () => Visit) =>
  describe('an incident', () => {
    const people = new Map<Who, Visit>()
    /** Comes in when first needed: signing in is slowed down for those who come all at once. */
    const as = async (who: Who): Promise<Visit> => people.get(who) ?? comeIn(who)
    let room = ''

    async function comeIn(who: Who): Promise<Visit> {
      const { page, platform, troubles } = of()
      const path = await page.evaluate(
        async ([email, role]) => {
          const answer = await fetch('/api/tenants/main/invitations', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ email, role }),
          })
          return ((await answer.json()) as { path: string }).path
        },
        [`${who}@example.com`, who] as const,
      )
      const guest = await invited(platform, `${platform.origin}${path}`, names[who], troubles)
      await guest.page.getByRole('button', { name: 'Begin' }).click()
      await guest.page.waitForURL('**/now')
      people.set(who, guest)
      return guest
    }

    /** Takes the incident further; the reason is asked each time. */
    async function go({ page }: Visit, button: string, reason: string): Promise<void> {
      await page.getByRole('button', { name: button, exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Why').fill(reason)
      await dialog.getByRole('button', { name: button, exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    }

    test('a program is loaded at night, and an incident is there by itself', async () => {
      const { page, go: open, look } = await as('analyst')
      await open(`${SITE}/now`)
      await page.getByRole('button', { name: STORY }).click()
      await open(`${SITE}/incidents`)
      await page
        .getByRole('link', { name: /\d findings? · / })
        .first()
        .click()
      await page.waitForURL('**/incidents/i-*')
      room = new URL(page.url()).pathname
      await page.getByText('What we do not know').waitFor()
      await page.getByRole('heading', { name: /^Keep/ }).first().waitFor()
      await look('incident-detected')
    })

    test('the analyst confirms it, and asks for a decision', async () => {
      const ann = await as('analyst')
      await go(ann, 'Confirm', 'Seen in the packets.')
      await go(ann, 'Facts are gathered', 'All that the network shows.')
      await go(ann, 'Escalate', 'No order covers it.')
      await go(ann, 'Ask for a decision', 'The engineer must look at it.')
      await ann.page.getByText(AWAITING).first().waitFor()
      expect(await ann.page.getByRole('button', { name: /^Decide for this/ }).count()).toBe(0)
    })

    test('whoever may only read sees all of it, and is offered nothing', async () => {
      const rita = await as('read-only')
      await rita.go(room)
      await rita.page.getByText('What can be done').waitFor()
      for (const name of ['Other steps', 'Yes', 'Approve'])
        expect(await rita.page.getByRole('button', { name }).count(), name).toBe(0)
      const status = await rita.page.evaluate(
        async path =>
          (
            await fetch(`/api/tenants/main/sites/waterworks/incidents/${path}/acts`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ act: { kind: 'commented', text: 'x' } }),
            })
          ).status,
        room.split('/').at(-1)!,
      )
      expect(status).toBe(403)
    })

    test('the engineer has seen it, answers what must be known, and approves', async () => {
      const eve = await as('plant-engineer')
      await eve.go(`${SITE}/now`)
      await eve.page.getByRole('heading', { name: 'Wait for a decision' }).waitFor()
      await eve.look('now-awaiting')
      await eve.go(`${room}/decide`)
      await eve.page.getByRole('button', { name: 'I have seen it' }).click()
      await eve.page.getByText('You have seen it').waitFor()
      await eve.look('incident-decide')
      const open = eve.page.getByRole('button', { name: /^Yes: / })
      while ((await open.count()) > 0) {
        const name = (await open.first().getAttribute('aria-label')) ?? ''
        await open.first().click()
        await eve.page.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' })
      }
      await eve.page
        .getByRole('button', { name: /^Approve: Keep/ })
        .first()
        .click()
      await eve.page.getByText(`✓ ${names['plant-engineer']}`).first().waitFor()
      await eve.look('incident-approved')
    })

    test('the operations manager decides, with a reason', async () => {
      const otto = await as('operations-manager')
      await otto.go(room)
      await otto.page
        .getByRole('button', { name: /^Decide for this: Keep/ })
        .first()
        .click()
      const dialog = otto.page.getByRole('dialog')
      await dialog.getByLabel('Why').fill('The loops are watched by the shift.')
      await dialog.getByRole('button', { name: 'Decide for this' }).click()
      await otto.page.getByRole('heading', { name: 'Decided' }).waitFor()
      await otto.look('incident-decided')
    })

    test('those who look on have it by themselves, and its record is whole', async () => {
      const mia = await as('management')
      await mia.go(`${room}?tab=record`)
      await mia.page.getByRole('button', { name: 'Verify' }).click()
      await mia.page.getByText(/The record is whole: \d+ entries/).waitFor()
      await mia.look('incident-record')
    })

    test('steps are ticked, notes and files are kept', async () => {
      const ann = await as('analyst')
      await ann.go(`${room}?tab=playbook`)
      await ann.page.getByRole('checkbox').first().click()
      await ann.page.getByText(`${names.analyst}, `).first().waitFor()
      await ann.look('incident-playbook')
      await ann.go(`${room}?tab=notes`)
      await ann.page.getByLabel('What you saw or think').fill('The vendor did not answer.')
      await ann.page.getByRole('button', { name: 'Comment', exact: true }).click()
      await ann.page.getByText('The vendor did not answer.').waitFor()
      const chooser = ann.page.waitForEvent('filechooser')
      await ann.page.getByRole('button', { name: 'Add a file' }).click()
      await (await chooser).setFiles({
        name: 'alarm list.txt',
        mimeType: 'text/html',
        buffer: Buffer.from('03:02 level high'),
      })
      await ann.page.getByRole('link', { name: 'alarm list.txt' }).waitFor()
      await ann.look('incident-notes')
    })

    test('what nothing on the network told of is opened by hand, and found by its filters', async () => {
      const ann = await as('analyst')
      await ann.go(`${SITE}/incidents`)
      await ann.page.getByRole('button', { name: 'Open an incident' }).click()
      const dialog = ann.page.getByRole('dialog')
      await dialog.getByLabel('What it is called').fill('The pump hums')
      await dialog.getByLabel('Severity').selectOption('high')
      // As it calls itself, or as another test called it.
      await dialog.getByLabel('Devices it is about').fill('filt')
      await ann.page.getByRole('option', { name: /filt/i }).first().click()
      await dialog.getByLabel('What was seen').fill('The shift called: the pump hums, and nobody changed anything.')
      await ann.look('incident-open')
      await dialog.getByRole('button', { name: 'Open an incident' }).click()
      await ann.page.waitForURL('**/incidents/i-*')
      await ann.page.getByText('Reported: The shift called').waitFor()
      await ann.look('incident-by-hand')
      await ann.go(`${SITE}/incidents?severity=high&assignee=nobody`)
      await ann.page.getByRole('link', { name: /The pump hums/ }).waitFor()
      await ann.page.getByText('Waits for a decision').first().click()
      await ann.page.getByRole('link', { name: /The pump hums/ }).waitFor({ state: 'detached' })
      await ann.page.getByRole('button', { name: 'Clear' }).click()
      await ann.page.getByRole('link', { name: /The pump hums/ }).waitFor()
      await ann.look('incidents')
      await ann.page.keyboard.press('j')
      await ann.page.keyboard.press('Enter')
      await ann.page.waitForURL('**/incidents/i-*')
    })

    test('it recovers, is documented, and is closed by those who may', async () => {
      const eve = await as('plant-engineer')
      await eve.go(room)
      await eve.page.getByRole('button', { name: 'Other steps' }).click()
      await eve.page.getByRole('menuitem', { name: /^Plant has recovered/ }).click()
      const dialog = eve.page.getByRole('dialog')
      await dialog.getByLabel('Why').fill('The program was compared: it is the approved one.')
      await dialog.getByRole('button', { name: 'Plant has recovered' }).click()
      await eve.page.getByRole('button', { name: 'Is documented', exact: true }).waitFor()
      await go(eve, 'Is documented', 'All is written down.')
      const mia = await as('management')
      await mia.go(room)
      await mia.page.getByRole('button', { name: 'Look back, then close' }).click()
      await mia.page.getByText('Nobody has looked back yet. The incident is closed').waitFor()
      await mia.page.getByLabel('What happened, looked at afterwards').fill('A laptop of a contractor was plugged in.')
      await mia.page.getByLabel('What went well').fill('The shift called at once.')
      await mia.page.getByLabel('What was learned').fill('Laptops are registered before.\nThe port is locked.')
      await mia.page.getByRole('button', { name: 'Keep the review' }).click()
      await mia.page.getByText('Nobody has looked back yet').waitFor({ state: 'detached' })
      await mia.page.getByLabel('What has to be done').fill('Lock the spare ports.')
      await mia.page.getByRole('combobox', { name: 'By whom' }).click()
      await mia.page.getByRole('option', { name: names.analyst }).click()
      await mia.page.getByLabel('Until').fill('2020-01-31')
      await mia.page.getByRole('button', { name: 'Agree on it' }).click()
      await mia.page.getByText('late: was due').waitFor()
      await mia.look('incident-review')
      await mia.page.getByRole('button', { name: 'Done: Lock the spare ports.' }).click()
      await mia.page.getByText(`✓ ${names.management}`).waitFor()
      await go(mia, 'Close', 'Nothing is left to do.')
      await mia.page.getByText('closed', { exact: true }).waitFor()
      await mia.look('incident-closed')
      for (const { context } of people.values()) await context.close()
    })
  })

/** Told by the demonstration plant. */
const STORY = /3 am/
