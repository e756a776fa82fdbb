// An incident that a person opens: of findings, of what was seen without any, or of both. It is folded like every other one.
import { type Act, type FindingCopy, incidentLimits } from '@nautilus/response'
import { getFinding, placesOf, type Scoped } from '@nautilus/store'
import { type Static, Type } from 'typebox'
import type { Context, Routes } from '../app.ts'
import { problemOf } from '../problem.ts'
import { checkHere } from './existing.ts'
import { workingOn } from './incident-work.ts'
import { Document, gives, id, Reason, SitePath } from './schemas.ts'

const grades = ['recorded', 'low', 'medium', 'high', 'critical'] as const
const Body = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: incidentLimits.name, pattern: '\\S' }),
    reason: Reason,
    findings: Type.Optional(Type.Array(id, { maxItems: 100, uniqueItems: true })),
    severity: Type.Optional(
      Type.Union(
        grades.map(grade => Type.Literal(grade)),
        { description: 'As a person sees it; needed where there is no finding. Findings can only make it graver.' },
      ),
    ),
    assets: Type.Optional(
      Type.Array(id, { maxItems: 100, uniqueItems: true, description: 'Devices it is about: ids or addresses.' }),
    ),
    playbook: Type.Optional(id),
  },
  { additionalProperties: false },
)

export const opening: Routes = (app, context) => {
  const { platform } = context
  app.post(
    '/api/tenants/:tenant/sites/:site/incidents',
    {
      config: { need: 'incident.work' },
      schema: {
        tags: ['incidents'],
        summary: 'Opens an incident by hand',
        params: SitePath,
        body: Body,
        response: gives(Type.Object({ incident: Document }), 201),
      },
    },
    async (request, reply) => {
      const { tenant, site } = request.params
      const name = `i-${crypto.randomUUID()}`
      const started = await playbookActs(platform, tenant, request.body.playbook)
      const opened = await workingOn(context, request, { tenant, site }, name, async ({ scoped, append }) => {
        await checkHere(scoped, site)
        const copies = await copiesOf(scoped, platform, site, request.body.findings ?? [])
        return append(name, [
          { kind: 'opened', incident: name, site, exercise: false },
          { kind: 'titled', title: request.body.title },
          ...findingActs(copies, request.body.reason),
          ...reportActs(request.body),
          ...started,
        ])
      })
      platform.incident(tenant, opened)
      return reply.code(201).send({ incident: opened })
    },
  )
}

/** The version in force of a playbook that somebody chose. */
async function playbookActs(platform: Context['platform'], tenant: string, chosen: string | undefined): Promise<Act[]> {
  if (chosen === undefined) return []
  const playbook = (await platform.playbooks(tenant)).all.find(one => one.id === chosen)
  if (!playbook)
    throw problemOf(400, 'playbook.missing', 'There is no such playbook.', { fields: { playbook: 'is not known' } })
  return [{ kind: 'playbook-started', playbook: playbook.id, version: String(playbook.version) }]
}

async function copiesOf(
  scoped: Scoped,
  platform: Context['platform'],
  site: string,
  findings: readonly string[],
): Promise<FindingCopy[]> {
  const copies: FindingCopy[] = []
  const placed = await placesOf(scoped, site, findings)
  for (const finding of findings) {
    const other = placed.get(finding)
    if (other !== undefined)
      throw problemOf(
        409,
        'finding.elsewhere',
        `Finding ${finding} is part of incident ${other}: split it from there.`,
        {
          values: { finding, incident: other },
          more: { incident: other },
        },
      )
    const found = await getFinding(scoped, site, finding)
    if (!found)
      throw problemOf(400, 'finding.missing', 'One of the findings is not there.', {
        values: { finding },
        fields: { findings: `${finding} is unknown` },
      })
    copies.push(platform.findingCopy(found.finding))
  }
  return copies
}

const findingActs = (copies: readonly FindingCopy[], note: string): Act[] =>
  copies.map((finding): Act => ({ kind: 'finding-added', finding, reason: { kind: 'by-hand', note } }))

/** What the person saw stands in the record even where findings say more. */
function reportActs({ findings = [], severity, assets = [], reason }: Static<typeof Body>): Act[] {
  if (severity === undefined && findings.length === 0)
    throw problemOf(400, 'request.invalid', 'Say how grave it is, or which findings it is made of.', {
      fields: { severity: 'is required without findings' },
    })
  if (severity === undefined && assets.length === 0) return []
  return [{ kind: 'reported', text: reason, severity: severity ?? 'recorded', assets: [...assets] }]
}
