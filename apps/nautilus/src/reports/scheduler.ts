// Makes reports when they are due, and sends them. Every process may run one: what one takes the others leave, and what one
// leaves undone another takes later. A letter may come twice, where a process ends between the answer of the mail server
// and its own note of it; under the same Message-ID.
import { createHash, randomBytes } from 'node:crypto'
import {
  addressUnder,
  letterheadOf,
  type MadeForm,
  mayRead,
  type ReportPort,
  reportTypes,
  storeReport,
} from '@nautilus/api'
import { type Letter, letterOf, type Mailer, type Outcome } from '@nautilus/mail'
import {
  asTenant,
  beginDue,
  type Database,
  getReport,
  getSchedule,
  getTenant,
  letterFailed,
  letterSent,
  linkLetter,
  listSites,
  membershipsOf,
  type Recipient,
  type Run,
  recipientsOf,
  record,
  runFailed,
  runMade,
  type Schedule,
  takeLetters,
  takeRuns,
  type WaitingLetter,
} from '@nautilus/store'
import type { Logger } from 'pino'
import { waitAfter } from '../outward/backoff.ts'
import { Regularly, type Timer } from '../platform/regularly.ts'
import { daysBefore, dueSince } from './rhythm.ts'

export type SchedulerOptions = {
  readonly db: Database
  readonly reports: ReportPort
  /** Null: no mail is configured. */
  readonly mailer: Mailer | null
  /** Where the console is reached. */
  readonly url: string
  readonly log: Pick<Logger, 'error' | 'warn'>
  readonly timer?: Timer
  readonly random?: () => number
  /** Bytes beyond which a link is sent. */
  readonly mostAttached?: number
}

const [FIRST, EVERY] = [20_000, 30_000]
/** µs for which what was taken is left to whoever took it: a long report takes seconds. */
const LEASE = 10 * 60e6
/** At once; more come with the next look. */
const [RUNS, LETTERS] = [2, 20]
/** Tries before it is given up: with the waits between them about half a day. */
const MOST_TRIES = 50
const MOST_ATTACHED = 8_000_000
/** ms that the link of a letter is good. */
const GOOD_FOR = 14 * 86_400_000

export class ReportScheduler {
  readonly #options: SchedulerOptions
  readonly #work: Regularly

  constructor(options: SchedulerOptions) {
    this.#options = options
    const { log, timer } = options
    this.#work = new Regularly({
      ...{ first: FIRST, every: EVERY, timer, work: now => this.look(now) },
      onTrouble: error => log.error({ err: error }, 'reports that are due could not be looked at; they are again'),
    })
  }

  stop(): Promise<void> {
    return this.#work.stop()
  }

  /** Once: what is due at `now` (ms) is begun, made and sent. */
  async look(now: number): Promise<void> {
    const { db } = this.#options
    const at = now * 1000
    await beginDue(db, at, (schedule, moment) => dueSince(schedule, schedule.nextAt, moment))
    for (const run of await takeRuns(db, { now: at, until: at + LEASE, most: RUNS })) await this.#make(run, at)
    for (const letter of await takeLetters(db, { now: at, until: at + LEASE, most: LETTERS }))
      await this.#send(letter, now)
  }

  async #make(run: Run, now: number): Promise<void> {
    const { log } = this.#options
    try {
      const error = await this.#made(run, now)
      if (error !== null) await this.#again(run, error, now)
    } catch (error) {
      log.error({ err: error, tenant: run.tenant, schedule: run.schedule }, 'a report that is due could not be made')
      await this.#again(run, (error as Error).message, now)
    }
  }

  #again({ tenant, id, tries }: Run, error: string, now: number): Promise<void> {
    const { db, random = Math.random } = this.#options
    const tryAt = tries >= MOST_TRIES ? null : now + waitAfter(tries, random()) * 1000
    return asTenant(db, tenant, scoped => runFailed(scoped, id, error.slice(0, 300), tryAt))
  }

  /** Null: it is there. */
  async #made(run: Run, now: number): Promise<string | null> {
    const { db, reports } = this.#options
    const { tenant, id } = run
    const { schedule, sites, recipients } = await asTenant(db, tenant, async scoped => {
      const found = await getSchedule(scoped, run.schedule)
      const known = (await listSites(scoped)).map(site => site.id)
      return {
        schedule: found,
        sites: found && found.sites.length > 0 ? found.sites.filter(site => known.includes(site)) : known,
        recipients: found ? await recipientsOf(scoped, run.schedule) : [],
      }
    })
    if (!schedule) return gone(db, run, 'The schedule is gone.')
    if (sites.length === 0) return gone(db, run, 'None of its sites is there.')
    const asked = { tenant, sites, kind: schedule.kind, language: schedule.language, ...daysBefore(schedule, run.due) }
    const made = await reports.make(asked)
    if (!made) return 'Risks were being computed already.'
    const money = reports.library.some(({ kind, money: has }) => kind === schedule.kind && has)
    const letters = await this.#lettersFor(schedule, recipients, { sites, money })
    await asTenant(db, tenant, async scoped => {
      const by = schedule.by
      const row = await storeReport(scoped, { ...asked, money, by, made, schedule: schedule.id })
      await runMade(scoped, { tenant, id }, row.id, letters, now)
    })
    return null
  }

  async #lettersFor(
    { tenant }: Schedule,
    recipients: readonly Recipient[],
    what: { readonly sites: readonly string[]; readonly money: boolean },
  ) {
    const { db } = this.#options
    const mayOutside = (await asTenant(db, tenant, getTenant))?.outside_reports ?? false
    const letters: { email: string; refusal: string | null }[] = []
    for (const { email, user, confirmed } of recipients) {
      if (!confirmed) continue
      if (user === null && !mayOutside) letters.push({ email, refusal: 'Reports do not go outside the organisation.' })
      else if (user !== null && !mayRead(await membershipsOf(db, user), { tenant, ...what }))
        letters.push({ email, refusal: 'This person may not read it.' })
      else letters.push({ email, refusal: null })
    }
    return letters
  }

  async #send(letter: WaitingLetter, now: number): Promise<void> {
    const { db, log, random = Math.random } = this.#options
    const { tenant, id, email, tries } = letter
    const outcome = await this.#delivered(letter, now).catch((error: Error): Outcome => {
      log.error({ err: error, tenant }, 'a letter with a report could not be written')
      return { kind: 'temporary', why: error.message }
    })
    await asTenant(db, tenant, async scoped => {
      if (outcome.kind === 'ok') {
        await letterSent(scoped, id)
        const detail = { to: email, form: letter.form }
        await record(scoped, tenant, { who: 'platform', action: 'report.send', object: letter.report, detail })
        return
      }
      const isOver = outcome.kind === 'permanent' || tries >= MOST_TRIES
      if (isOver) log.warn({ tenant, to: email, why: outcome.why }, 'a report was not taken by the mail server')
      const tryAt = isOver ? null : (now + waitAfter(tries, random())) * 1000
      await letterFailed(scoped, id, outcome.why.slice(0, 300), tryAt)
    })
  }

  async #delivered(letter: WaitingLetter, now: number): Promise<Outcome> {
    const { db, mailer, reports, mostAttached = MOST_ATTACHED } = this.#options
    if (!mailer)
      return { kind: 'temporary', why: 'No mail is configured: whoever runs the platform adds `mail` to its settings.' }
    const { tenant, form, email } = letter
    const found = await asTenant(db, tenant, scoped => getReport(scoped, { sites: null, money: true }, letter.report))
    if (!found) return { kind: 'permanent', why: 'The report is gone.' }
    const document = JSON.parse(found.document) as { title?: string }
    const bytes = await reports.file(document, form as MadeForm)
    if (!bytes) return { kind: 'temporary', why: 'Other reports were being laid out.' }
    const day = new Date(found.period_to / 1000 - 1).toISOString().slice(0, 10)
    const name = `${found.kind}-${day}-${found.hash.slice(0, 8)}.${form}`
    const isLinked = bytes.length > mostAttached
    const token = randomBytes(32).toString('base64url')
    if (isLinked)
      await asTenant(db, tenant, scoped => linkLetter(scoped, letter.id, hashOf(token), new Date(now + GOOD_FOR)))
    const written = await this.#letter(letter, {
      document,
      language: found.language,
      sites: found.sites,
      token,
      isLinked,
    })
    const attachment = isLinked
      ? {}
      : { attachment: { name, type: reportTypes[form as MadeForm].split(';')[0]!, bytes } }
    return mailer.send({ ...written, ...attachment, to: email })
  }

  async #letter({ tenant, id, email }: WaitingLetter, what: Written): Promise<Letter> {
    const { db, url } = this.#options
    const [only = null] = what.sites
    const head = await letterheadOf(db, tenant, what.sites.length === 1 ? only : null)
    const organisation = (await asTenant(db, tenant, getTenant))?.name ?? tenant
    const path = `/api/report-letters/${what.token}`
    const letter = letterOf({
      name: what.isLinked ? 'report-link' : 'report',
      language: what.language === 'de' ? 'de' : 'en',
      to: email,
      brand: head.brand,
      values: { organisation, title: what.document.title ?? '' },
      link: what.isLinked ? new URL(path, addressUnder(url, head.domain)).href : null,
    })
    // The same letter once more has the same number: receivers that look show it once.
    return { ...letter, ...head.sender, number: id }
  }
}

type Written = {
  readonly document: { readonly title?: string }
  readonly language: string
  readonly sites: readonly string[]
  readonly token: string
  readonly isLinked: boolean
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** Trying again helps nobody. */
async function gone(db: Database, { tenant, id }: Run, why: string): Promise<null> {
  await asTenant(db, tenant, scoped => runFailed(scoped, id, why, null))
  return null
}
