import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { weaknessOf } from '../src/passwords.ts'

const own = ['Erika Mustermann', 'erika@wasserwerk.example']

describe('too easy', () => {
  test.each([
    'passwordpassword',
    'Password123456!!!',
    'aaaaaaaaaaaaaaaaaaaa',
    '12345678901234567890',
    'abcdefghijklmnopqrs',
    'abcabcabcabcabcabc',
    'qwertzuiopasdfghjkl'.slice(0, 6).repeat(3),
    'Mustermann-Erika-2026',
    'wasserwerk2026erika!',
    'siemenssimatic2024!',
    'admin.admin.admin.1',
  ])('%s', password => {
    expect(weaknessOf(password, own)).toMatch(/\S/)
  })
})

describe('good', () => {
  test.each(['Wellenbrecher-Kuckucksuhr', 'seven purple turbines hum', 'xK9#mQ2$vL7pR4tz', 'Straßenbahn über Brücke'])(
    '%s',
    password => {
      expect(weaknessOf(password, own)).toBeNull()
    },
  )
})

test('whatever it is asked, it answers', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), (password, parts) => {
      const answer = weaknessOf(password, parts)
      expect(answer === null || answer.length > 0).toBe(true)
    }),
  )
})
