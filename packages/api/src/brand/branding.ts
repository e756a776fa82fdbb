// What makes a brand, as it is stored, and what of it a customer and a site inherit.
import { type Static, Type } from 'typebox'
import { LONGEST_LOGO } from '../logo.ts'

const strict = { additionalProperties: false }
const Colour = Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: '`#rrggbb`' })
const Language = Type.Union([Type.Literal('en'), Type.Literal('de')])

/** In each language; one alone stands for both. */
const said = (longest: number, description: string) =>
  Type.Object(
    {
      en: Type.Optional(Type.String({ maxLength: longest })),
      de: Type.Optional(Type.String({ maxLength: longest })),
    },
    { ...strict, description },
  )

/** Lines of the contact, and sections that are named of one report. */
const [MOST_CONTACTS, MOST_SECTIONS] = [8, 40]

export const ReportTemplate = Type.Object(
  {
    accent: Type.Optional(Colour),
    cover: Type.Optional(
      said(2000, 'Before everything else. {product}, {customer}, {sites}, {period} and {title} are filled in.'),
    ),
    footer: Type.Optional(said(120, 'On every page, at the bottom. The same are filled in.')),
    contact: Type.Optional(
      Type.Array(
        Type.Object(
          { label: Type.String({ minLength: 1, maxLength: 40 }), value: Type.String({ minLength: 1, maxLength: 200 }) },
          strict,
        ),
        { maxItems: MOST_CONTACTS, description: 'Whom a reader asks.' },
      ),
    ),
    sections: Type.Optional(
      Type.Record(Type.String(), Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: MOST_SECTIONS }), {
        description: 'By kind of report: which sections, in which order. What is not named is left out.',
      }),
    ),
  },
  strict,
)

export const BrandingSchema = Type.Object(
  {
    product: Type.Optional(Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })),
    logo: Type.Optional(Type.String({ maxLength: LONGEST_LOGO, description: 'A PNG as data URL.' })),
    colours: Type.Optional(Type.Object({ accent: Type.Optional(Colour) }, strict)),
    language: Type.Optional(Language),
    report: Type.Optional(ReportTemplate),
  },
  strict,
)
export type Branding = Static<typeof BrandingSchema>

/** The most general first: what a later one says goes before, colour by colour and part by part. */
export function merged(levels: readonly object[]): Branding {
  let above: Branding = {}
  for (const own of levels as readonly Branding[]) {
    const colours = { ...above.colours, ...own.colours }
    const sections = { ...above.report?.sections, ...own.report?.sections }
    const report = { ...above.report, ...own.report, ...(isEmpty(sections) ? {} : { sections }) }
    const parts = { ...(isEmpty(colours) ? {} : { colours }), ...(isEmpty(report) ? {} : { report }) }
    above = { ...above, ...own, ...parts }
  }
  return above
}

const isEmpty = (part: object): boolean => Object.keys(part).length === 0

/** What a page needs before anybody is known: no template of reports. */
export const worn = ({ report: _, ...look }: Branding): Omit<Branding, 'report'> => look
