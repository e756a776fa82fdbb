import { isAddress } from '@nautilus/mail'
import type { Field } from './adapter.ts'

/** Characters of one value. */
export const LONGEST_SETTING = 4000

const NUMBER = /^\+[1-9]\d{6,14}$/

export const numberField: Field = {
  name: 'number',
  whose: 'person',
  isSecret: false,
  isRequired: true,
  fault: value =>
    NUMBER.test(value.replaceAll(/[\s()/-]/g, ''))
      ? null
      : 'must begin with + and the country, such as +49 151 2345678',
}

export const addressField: Field = {
  name: 'address',
  whose: 'person',
  isSecret: false,
  isRequired: true,
  fault: value => (isAddress(value) ? null : 'must be an e-mail address'),
}

export const urlField = (isRequired: boolean): Field => ({
  name: 'url',
  whose: 'both',
  isSecret: true,
  isRequired,
  fault: value => (isUrl(value) ? null : 'must be an address that begins with https://'),
})

export const plain = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  whose: 'both',
  isSecret: false,
  isRequired: false,
  fault: () => null,
  ...more,
})

/** Whether it may be asked is decided when it is: by the address that its name has then. */
function isUrl(text: string): boolean {
  const url = URL.parse(text)
  return (url?.protocol === 'https:' || url?.protocol === 'http:') && url.username === '' && url.password === ''
}

export const oneOf = (name: string, words: readonly string[]): Field =>
  plain(name, { fault: value => (words.includes(value) ? null : `must be one of ${words.join(', ')}`) })

/** The host alone: the rest of a webhook's address is its password. */
export const hostOf = (url = ''): string => URL.parse(url)?.host ?? ''

export const maskedEnd = (secret: string | undefined): string => `…${(secret ?? '').slice(-4)}`
