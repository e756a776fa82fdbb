// Paper for the night without a network, also where the console cannot be reached.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asTenant, connectTo, getSite, sealerOf } from '@nautilus/store'
import { accessTo } from '../../backup/access.ts'
import { writeWhole } from '../../files.ts'
import { configOf } from '../../platform/config.ts'
import { ownLibrary } from '../../response/library.ts'
import { languageOf } from '../../response/lines.ts'
import { sheetOf } from '../../response/sheets.ts'
import { TenantBooks } from '../../response/tenant-books.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { said, storeHelp, storeOptions } from './shared.ts'

type Kind = 'call-sheet' | 'offline-pack'

const help = (kind: Kind, what: string) => `nautilus admin ${kind} --site SITE --out FILE.pdf

${what}

  --site SITE             of which site
  --tenant TENANT         and organisation (main)
  --out FILE              where the PDF goes
  --language en|de        (en)
${storeHelp}

The platform may run or be stopped. Print it anew when people or numbers change:
the date is on every page.
`

const text = { type: 'string' } as const

const command = (kind: Kind, summary: string, what: string): Command => ({
  name: `admin ${kind}`,
  summary,
  help: help(kind, what),
  options: { ...storeOptions, site: text, tenant: text, out: text, language: text },
  run: (given, world) => run(kind, given, world),
})

export const callSheet = command(
  'call-sheet',
  'whom to call when nothing can be sent, as PDF',
  'Whom to call at a site, in the order of its policy, with the numbers of\npeople: for the night in which mail, chat and this console are gone.',
)
export const offlinePack = command(
  'offline-pack',
  'the playbooks on paper, as PDF',
  'All playbooks, whole, with boxes to tick: for the night in which this console\nis gone.',
)

/** No telemetry is asked, so none is started. */
const NO_TELEMETRY = 'http://127.0.0.1:9'

async function run(kind: Kind, given: Arguments, world: World): Promise<number> {
  const config = configOf(given, process.env)
  const { site, tenant = 'main', out } = given.values as Readonly<Record<string, string | undefined>>
  if (given.positionals.length > 0) throw new Refusal(`admin ${kind} takes no file; name it with --out.`)
  if (!site) throw new Refusal(`admin ${kind} needs --site SITE.`)
  if (!out) throw new Refusal(`admin ${kind} needs --out FILE.pdf.`)
  const language = languageOf(given.values.language)
  const sealer = sealerOf(secretIn(config.folder))
  const bytes = await said('The store', async () => {
    const access = await accessTo({ ...config, telemetryUrl: config.telemetryUrl ?? NO_TELEMETRY })
    const { db } = connectTo(access.databaseUrl, 2)
    try {
      const place = { tenant, site }
      if (!(await asTenant(db, tenant, scoped => getSite(scoped, site))))
        throw new Refusal(`There is no site ${site} in the organisation ${tenant}; check the names.`)
      const now = Date.now() * 1000
      const log = { warn: (what: object | string) => void world.err(`${JSON.stringify(what)}\n`) }
      const books = await new TenantBooks({ db, shipped: ownLibrary().shipped, log }).of(tenant)
      return await sheetOf({ db, sealer, place, language, now, playbooks: books.all }, kind)
    } finally {
      await db.destroy()
      await access.close()
    }
  })
  await writeWhole(out, [bytes])
  await world.out(`${out} is written.\n`)
  return 0
}

/** Numbers are sealed with it. */
function secretIn(folder: string): string {
  const file = join(folder, 'secret')
  if (!existsSync(file)) throw new Refusal(`There is no ${file}: name the data folder with --data FOLDER.`)
  return readFileSync(file, 'utf8').trim()
}
