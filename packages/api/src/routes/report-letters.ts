// For those who get reports by mail and have no account: whether they want them, and those that were too large.
import { answerRecipient, asTenant, getReport, letterOfToken, record } from '@nautilus/store'
import { Type } from 'typebox'
import { hashOf } from '../access.ts'
import type { Routes } from '../app.ts'
import { notFound, Problem } from '../problem.ts'
import type { MadeForm } from '../report-port.ts'
import { reportTypes } from '../report-store.ts'
import { gives, givesFile } from './schemas.ts'

const tags = ['reports']
const config = { need: 'public' as const, rateLimit: { max: 30 } }
const Token = Type.String({ minLength: 20, maxLength: 200 })
const gone = (): Problem => notFound('letter with this link: it is too old, or was taken back')

export const reportLetters: Routes = (app, { db, platform }) => {
  // Programs that follow links change nothing: the answer is a POST.
  app.post(
    '/api/report-recipients/answer',
    {
      config,
      schema: {
        tags,
        summary: 'Agrees to get reports by mail, or wants to hear no more',
        body: Type.Object({ token: Token, wanted: Type.Boolean() }, { additionalProperties: false }),
        response: gives(Type.Object({ email: Type.String(), wanted: Type.Boolean() })),
      },
    },
    async request => {
      const { token, wanted } = request.body
      const found = await answerRecipient(db, hashOf(token), wanted)
      if (!found) throw gone()
      const { tenant, schedule, email } = found
      const action = wanted ? 'report-recipient.agree' : 'report-recipient.decline'
      await asTenant(db, tenant, scoped => record(scoped, tenant, { who: email, action, object: schedule }))
      return { email, wanted }
    },
  )

  app.get(
    '/api/report-letters/:token',
    {
      config,
      schema: {
        tags,
        summary: 'The report that a letter was too small for',
        params: Type.Object({ token: Token }),
        response: givesFile(...Object.values(reportTypes).map(type => type.split(';')[0]!)),
      },
    },
    async (request, reply) => {
      const letter = await letterOfToken(db, hashOf(request.params.token))
      if (!letter) throw gone()
      const { tenant, email, report } = letter
      const form = letter.form as MadeForm
      const found = await asTenant(db, tenant, async scoped => {
        const row = await getReport(scoped, { sites: null, money: true }, report)
        if (row) await record(scoped, tenant, { who: email, action: 'report.read', object: report, detail: { form } })
        return row
      })
      if (!found) throw gone()
      const bytes = await platform.reports.file(JSON.parse(found.document), form)
      if (!bytes) throw new Problem(429, 'Other reports are being laid out: try again in a moment.')
      reply.header('content-disposition', `attachment; filename="${found.kind}-${found.hash.slice(0, 8)}.${form}"`)
      return reply.header('cache-control', 'no-store').type(reportTypes[form]).send(Buffer.from(bytes))
    },
  )
}
