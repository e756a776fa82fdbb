import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf, weaknessOf } from '../src/passwords.ts'

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

describe('of breached parts', () => {
  test.each([
    'charlie12345678',
    '1qaz2wsx3edc4rfv',
    'q1w2e3r4t5y6u7i8',
    'michaeljordan23!',
    'liverpoolfootballclub',
    'Summer2024Summer2024',
    'P@ssw0rd1234567!',
    'letmeinletmein11',
  ])('%s', async password => {
    expect(await faultOf(password, own, null)).toMatch(/breaches|guessed|row of/)
  })

  test('the list knows what our own words do not', async () => {
    expect(weaknessOf('liverpoolfootballclub', own)).toBeNull()
    expect(await faultOf('liverpoolfootballclub', own, null)).toMatch(/breaches/)
  })
})

describe('good', () => {
  test.each(['Wellenbrecher-Kuckucksuhr', 'seven purple turbines hum', 'xK9#mQ2$vL7pR4tz', 'Straßenbahn über Brücke'])(
    '%s',
    async password => {
      expect(weaknessOf(password, own)).toBeNull()
      expect(await faultOf(password, own, null)).toBeNull()
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
