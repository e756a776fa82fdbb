import type { Field, FieldType, Settings } from './kind.ts'

/** Characters of one value. */
export const LONGEST = 20_000

type More = Partial<Omit<Field, 'name' | 'type'>>

export const field = (name: string, type: FieldType, more: More = {}): Field => ({
  ...{ name, type, isSecret: false, isRequired: false, choices: [], otherwise: '' },
  fault: () => null,
  ...more,
})

export const text = (name: string, more: More = {}): Field => field(name, 'text', more)

/** Whether it may be asked is decided when it is: by the address that its name has then. */
export const urlFault = (value: string): string | null => {
  const url = URL.parse(value)
  const isGood = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (!isGood) return 'must be an address that begins with https://'
  if (url.username || url.password) return 'must have no user name or password in it'
  return url.hash ? 'must have no # in it' : null
}

export const address = (name: string, more: More = {}): Field => field(name, 'url', { fault: urlFault, ...more })

export const secret = (name: string, more: More = {}): Field => text(name, { isSecret: true, ...more })

export const choice = (name: string, choices: readonly [string, ...string[]], more: More = {}): Field =>
  field(name, 'choice', {
    choices,
    otherwise: choices[0],
    fault: value => (choices.includes(value) ? null : `must be one of ${choices.join(', ')}`),
    ...more,
  })

export const flag = (name: string, otherwise: boolean): Field =>
  field(name, 'flag', {
    otherwise: String(otherwise),
    fault: value => (value === 'true' || value === 'false' ? null : 'must be true or false'),
  })

export const whole = (name: string, { least, most, otherwise }: { least: number; most: number; otherwise: number }) =>
  field(name, 'number', {
    otherwise: String(otherwise),
    fault: value =>
      /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
        ? null
        : `must be a whole number from ${least} to ${most}`,
  })

/** Of every destination that is reached over the network. */
export const overNetwork: readonly Field[] = [
  field('ca', 'lines', {
    fault: value =>
      /^\s*(-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----\s*)+$/.test(value)
        ? null
        : 'must be certificates in PEM',
  }),
]

/** Of those that are asked over HTTP. */
export const overHttp: readonly Field[] = [
  ...overNetwork,
  text('proxy', {
    isSecret: true,
    fault: value => (URL.parse(value)?.protocol === 'http:' ? null : 'must be an address that begins with http://'),
  }),
]

export const isOn = (settings: Settings, name: string): boolean => settings[name] === 'true'

/** With what stands for everything that was not given. */
export function filledIn(fields: readonly Field[], given: Settings): Settings {
  const all: Record<string, string> = {}
  for (const { name, otherwise } of fields) all[name] = given[name] || otherwise
  return all
}

/** What is wrong, by field; empty where all is good. */
export function faultsOf(fields: readonly Field[], given: Settings): Record<string, string> {
  const faults: Record<string, string> = {}
  for (const { name, isRequired, fault } of fields) {
    const value = given[name] ?? ''
    const why =
      value === ''
        ? isRequired
          ? 'must be given'
          : null
        : value.length > LONGEST
          ? `must be at most ${LONGEST} characters long`
          : fault(value)
    if (why !== null) faults[name] = why
  }
  for (const name of Object.keys(given)) if (!fields.some(one => one.name === name)) faults[name] = 'is not known here'
  return faults
}
