// SCIM 2.0 with the requests that the documentation of Microsoft Entra and Okta shows, and with those that do harm.
import { addKey, addMember, asTenant, countWithRole, listAudit, listMembers, personOfEmail } from '@nautilus/store'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashOf } from '../src/access.ts'
import { termsOf } from '../src/scim/filter.ts'
import { patched } from '../src/scim/patch.ts'
import { type Served, served } from './served.ts'

const base = '/api/tenants/a/scim/v2'
const token = 'nk_scimscimscimscimscimscimscim'
const other = 'nk_otherotherotherotherotherother'
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
let it: Served

beforeAll(async () => {
  it = await served({ people: ['provider-admin', 'outsider', 'provider', 'analyst'] })
  const key = { name: 'entra', scopes: ['directory.write'], by: null, expires: null, site: '*' }
  await asTenant(it.db, 'a', scoped => addKey(scoped, { tenant: 'a', hash: hashOf(token), ...key }))
  await asTenant(it.db, 'b', scoped => addKey(scoped, { tenant: 'b', hash: hashOf(other), ...key }))
})
afterAll(() => it.end())
beforeEach(async () => {
  for (const table of ['directory_members', 'directory_groups', 'directory_users', 'role_mappings'] as const)
    await it.db.deleteFrom(table).execute()
  await it.db.deleteFrom('members').where('added_by', '=', 'directory').execute()
})

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
const ask = (method: Method, path: string, body?: object, key = token) =>
  it.app.inject({
    ...{ method, url: path.startsWith('/') ? `${base}${path}` : path },
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/scim+json' } : {}) },
    ...(body ? { payload: JSON.stringify(body) } : {}),
  })

/** As Entra makes a user. */
const entraUser = (name: string, more: object = {}) => ({
  schemas: [USER, ENTERPRISE],
  externalId: `0a21f0f2-8d2a-4f8e-bf98-${name}`,
  userName: `${name}@plant.example`,
  active: true,
  emails: [{ primary: true, type: 'work', value: `${name}@plant.example` }],
  name: { formatted: `Given ${name}`, familyName: 'Family', givenName: 'Given' },
  [ENTERPRISE]: { department: 'OT' },
  ...more,
})
const add = async (name: string, more: object = {}) => {
  const answer = await ask('POST', '/Users', entraUser(name, more))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json() as { id: string; meta: { location: string } }
}
const group = async (name: string, members: string[] = []) =>
  (
    await ask('POST', '/Groups', { schemas: [], displayName: name, members: members.map(value => ({ value })) })
  ).json() as {
    id: string
  }
const map = (value: string, role: string, site = '*', more: object = {}) =>
  it.as('provider-admin', {
    ...{ method: 'POST', url: '/api/tenants/a/role-mappings' },
    payload: { provider: 'directory', value, role, site, ...more },
  })
const patch = (path: string, ...Operations: object[]) => ask('PATCH', path, { schemas: [PATCH], Operations })
const rolesOf = async (email: string) => {
  const person = await personOfEmail(it.db, email)
  const members = await asTenant(it.db, 'a', listMembers)
  return members.filter(({ user_id }) => user_id === person?.id).map(({ site, role }) => `${site} ${role}`)
}

describe('as Microsoft Entra asks', () => {
  test('its test of the connection finds nobody, in its own form', async () => {
    const answer = await ask('GET', '/Users?filter=userName+eq+"non-existent"')
    expect(answer.headers['content-type']).toContain('application/scim+json')
    expect(answer.json()).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      ...{ totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] },
    })
  })

  test('a user is made, found, changed part by part, and given back as it was told', async () => {
    const { id, meta } = await add('anna')
    expect(meta.location).toBe(`http://localhost:8400${base}/Users/${id}`)
    expect((await ask('POST', '/Users', entraUser('ANNA'))).json()).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    })
    const found = await ask('GET', '/Users?filter=emails[type eq "work"].value eq "ANNA@plant.example"')
    expect(found.json()).toMatchObject({ totalResults: 1, Resources: [{ id, userName: 'anna@plant.example' }] })
    const changed = await patch(
      `/Users/${id}`,
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'anna.new@plant.example' },
      { op: 'Replace', path: 'name.familyName', value: 'Newname' },
      { op: 'Add', path: `${ENTERPRISE}:department`, value: 'IT' },
      { op: 'Add', path: 'displayName', value: 'Anna New' },
    )
    expect(changed.json()).toMatchObject({
      ...{ id, schemas: [USER, ENTERPRISE], displayName: 'Anna New', externalId: expect.stringContaining('anna') },
      name: { familyName: 'Newname', givenName: 'Given' },
      emails: [{ type: 'work', value: 'anna.new@plant.example' }],
    })
    expect((await ask('GET', `/Users/${id}`)).json()).toEqual(changed.json())
    expect(await rolesOf('anna.new@plant.example')).toEqual([])
  })

  test('groups give roles, at once, and take them; `False` as a text switches off', async () => {
    const { id } = await add('bert')
    const { id: ot } = await group('OT-Analysts')
    expect((await map('ot-analysts', 'analyst')).statusCode).toBe(201)
    await patch(`/Groups/${ot}`, { op: 'Add', path: 'members', value: [{ value: id }] })
    expect(await rolesOf('bert@plant.example')).toEqual(['* analyst'])
    expect((await ask('GET', `/Groups/${ot}?excludedAttributes=members`)).json()).not.toHaveProperty('members')
    expect((await ask('GET', `/Users/${id}`)).json().groups).toEqual([{ value: ot, display: 'OT-Analysts' }])
    await patch(`/Groups/${ot}`, { op: 'Remove', path: 'members', value: [{ value: id }] })
    expect(await rolesOf('bert@plant.example')).toEqual([])
    await patch(`/Groups/${ot}`, { op: 'Add', path: 'members', value: [{ value: id }] })
    await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'False' })
    expect(await rolesOf('bert@plant.example')).toEqual([])
    await patch(`/Users/${id}`, { op: 'Replace', path: 'active', value: 'True' })
    expect(await rolesOf('bert@plant.example')).toEqual(['* analyst'])
    expect((await ask('DELETE', `/Groups/${ot}`)).statusCode).toBe(204)
    expect(await rolesOf('bert@plant.example')).toEqual([])
  })
})

describe('as Okta asks', () => {
  test('a user is made with a list of schemas, paged, put, and switched off without a path', async () => {
    for (const name of ['ida', 'jan', 'kim']) await add(name)
    const page = (await ask('GET', '/Users?startIndex=2&count=1')).json()
    expect(page).toMatchObject({
      totalResults: 3,
      startIndex: 2,
      itemsPerPage: 1,
      Resources: [{ userName: 'jan@plant.example' }],
    })
    expect((await ask('GET', '/Users?startIndex=1&count=0')).json()).toMatchObject({ totalResults: 3, Resources: [] })
    const [{ id }] = (await ask('GET', '/Users?filter=userName eq "kim@plant.example"')).json().Resources
    const put = await ask('PUT', `/Users/${id}`, {
      ...entraUser('kim'),
      id,
      displayName: 'Kim Two',
      meta: { x: 1 },
      groups: [],
    })
    expect(put.json()).toMatchObject({ id, displayName: 'Kim Two', meta: { resourceType: 'User' } })
    const off = await patch(`/Users/${id}`, { op: 'replace', value: { active: false } })
    expect(off.json()).toMatchObject({ id, active: false })
  })

  test('a group is renamed and its members replaced', async () => {
    const [one, two] = [await add('lea'), await add('mia')]
    const { id } = await group('Operators', [one.id])
    await map('Plant Operators', 'read-only', 's')
    const renamed = await patch(`/Groups/${id}`, { op: 'replace', value: { id, displayName: 'Plant Operators' } })
    expect(renamed.json()).toMatchObject({ displayName: 'Plant Operators', members: [{ value: one.id }] })
    expect(await rolesOf('lea@plant.example')).toEqual(['s read-only'])
    await patch(`/Groups/${id}`, { op: 'replace', path: 'members', value: [{ value: two.id, display: 'mia' }] })
    expect([await rolesOf('lea@plant.example'), await rolesOf('mia@plant.example')]).toEqual([[], ['s read-only']])
    await patch(`/Groups/${id}`, { op: 'remove', path: `members[value eq "${two.id}"]` })
    expect((await ask('GET', `/Groups?filter=displayName eq "plant operators"`)).json().Resources[0].members).toEqual(
      [],
    )
  })
})

describe('whoever leaves', () => {
  test('loses all rights here, and every session where there are none elsewhere', async () => {
    const { id } = await add('nora')
    const user = (
      await it.db.selectFrom('directory_users').select('user_id').where('id', '=', id).executeTakeFirstOrThrow()
    ).user_id
    await addMember(it.db, { tenant: 'a', user, site: 's', role: 'auditor', by: 'ada' })
    const { internalAdapter } = await it.auth.$context
    const session = await internalAdapter.createSession(user, false, { ipAddress: '', userAgent: '' })
    expect((await ask('DELETE', `/Users/${id}`)).statusCode).toBe(204)
    expect(await rolesOf('nora@plant.example')).toEqual([])
    expect(await internalAdapter.findSession(session.token)).toBeNull()
    expect((await ask('GET', `/Users/${id}`)).json()).toMatchObject({ status: '404' })
  })

  test('of two organisations stays signed in, and their account is not changed from here', async () => {
    const { token } = (
      await it.as('provider-admin', {
        ...{ method: 'POST', url: '/api/tenants/a/invitations' },
        payload: { email: 'outsider@example.com', role: 'auditor' },
      })
    ).json()
    await it.as('outsider', { method: 'POST', url: '/api/me/invitations', payload: { token } })
    const { id } = await add('outsider', {
      userName: 'outsider@example.com',
      emails: [{ value: 'outsider@example.com' }],
    })
    expect(await rolesOf('outsider@example.com')).toEqual(['* auditor'])
    await patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: 'Changed from afar' })
    await patch(`/Users/${id}`, { op: 'replace', value: { active: false } })
    const me = await it.as('outsider', { url: '/api/me' })
    expect(me.json()).toMatchObject({ person: { name: 'outsider' }, memberships: [{ tenant: 'b' }] })
  })

  test('is not let go as the last administrator, and no mapping takes that role away or gives any of the provider', async () => {
    const admin = await add('admin', {
      userName: 'provider-admin@example.com',
      emails: [{ value: 'provider-admin@example.com' }],
    })
    const off = await patch(`/Users/${admin.id}`, { op: 'replace', value: { active: false } })
    expect(off.json()).toMatchObject({ status: '409', detail: expect.stringContaining('last provider-admin') })
    const { id } = await add('root')
    await group('Admins', [id])
    await map('Admins', 'provider-admin')
    expect(await rolesOf('root@plant.example')).toEqual(['* provider-admin'])
    await it.db
      .deleteFrom('members')
      .where('role', '=', 'provider-admin')
      .where('tenant', '=', 'a')
      .where('added_by', 'is', null)
      .execute()
    const [{ id: ofGroup }] = (await ask('GET', '/Groups')).json().Resources
    await patch(`/Groups/${ofGroup}`, { op: 'remove', path: 'members' })
    expect(await rolesOf('root@plant.example')).toEqual(['* provider-admin'])
    expect(await asTenant(it.db, 'a', scoped => countWithRole(scoped, 'provider-admin'))).toBe(1)
    expect(await it.db.selectFrom('provider_members').select('user_id').execute()).toHaveLength(1)
    const user = (
      await it.db.selectFrom('directory_users').select('user_id').where('id', '=', admin.id).executeTakeFirstOrThrow()
    ).user_id
    await addMember(it.db, { tenant: 'a', user, role: 'provider-admin', by: null })
  })
})

describe('what is wrong is told as RFC 7644 has it', () => {
  test.each<[Method, string, object | undefined, number, string | undefined]>([
    ['POST', '/Users', {}, 400, 'invalidValue'],
    ['POST', '/Users', { userName: 'no address' }, 400, 'invalidValue'],
    ['POST', '/Users', { userName: 'x@y.example', active: 'perhaps' }, 400, 'invalidValue'],
    ['POST', '/Groups', { displayName: ' ' }, 400, 'invalidValue'],
    ['POST', '/Groups', { displayName: 'x', members: [{ display: 'y' }] }, 400, 'invalidValue'],
    ['GET', '/Users?filter=userName sw "a"', undefined, 400, 'invalidFilter'],
    ['GET', '/Users?filter=title eq "a"', undefined, 400, 'invalidFilter'],
    ['GET', ['', 'Users', 'none'].join('/'), undefined, 404, undefined],
    ['DELETE', '/Groups/00000000-0000-4000-8000-000000000000', undefined, 404, undefined],
    ['PATCH', '/Groups/none', { Operations: [] }, 400, 'invalidSyntax'],
  ])('%s %s %o', async (method, path, body, status, scimType) => {
    const answer = await ask(method, path, body)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toContain('application/scim+json')
    expect(answer.json()).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      ...{ status: String(status), detail: expect.any(String), ...(scimType ? { scimType } : {}) },
    })
  })

  test('a key of another tenant, and one that was revoked, opens nothing', async () => {
    for (const key of [other, 'nk_madeupmadeupmadeupmadeupmade'])
      expect((await ask('GET', '/Users', undefined, key)).json()).toMatchObject({ status: '401' })
    expect((await ask('GET', '/ServiceProviderConfig')).json()).toMatchObject({ patch: { supported: true } })
    expect((await ask('GET', `/Schemas/${USER}`)).json()).toMatchObject({ id: USER })
    expect((await ask('GET', '/ResourceTypes')).json()).toMatchObject({ totalResults: 2 })
  })
})

test('mappings are told, refused at the field, and recorded', async () => {
  expect((await map('x', 'analyst', '*', { provider: 'nobody' })).json()).toMatchObject({
    fields: { provider: 'is not known here' },
  })
  expect((await map('x', 'analyst', 'none')).json()).toMatchObject({ fields: { site: expect.any(String) } })
  const made = await map('x', 'analyst')
  expect((await map('x', 'auditor')).statusCode).toBe(409)
  const all = await it.as('provider-admin', { url: '/api/tenants/a/role-mappings' })
  expect(all.json()).toMatchObject({
    items: [{ value: 'x', role: 'analyst' }],
    directory: { url: `http://localhost:8400${base}` },
  })
  const gone = await it.as('provider-admin', {
    method: 'DELETE',
    url: `/api/tenants/a/role-mappings/${made.json().id}`,
  })
  expect(gone.statusCode).toBe(204)
  const page = await asTenant(it.db, 'a', scoped => listAudit(scoped, { limit: 2 }))
  expect(page!.items.map(({ action }) => action)).toEqual(['role-mapping.remove', 'role-mapping.add'])
})

describe('a patch', () => {
  const path = fc.constantFrom(
    'members',
    'emails[type eq "work"].value',
    'name.givenName',
    'active',
    '__proto__.x',
    'constructor',
    'a[b',
    'members[value eq "x"]',
  )
  const operation = fc.record({
    op: fc.constantFrom('add', 'Replace', 'REMOVE', 'move'),
    path: fc.option(fc.oneof(path, fc.string()), { nil: undefined }),
    value: fc.oneof(fc.jsonValue(), fc.constant(JSON.parse('{"__proto__":{"evil":1},"members":[{"value":"y"}]}'))),
  })
  test('changes a copy, or is refused, and never what all objects share', () => {
    const resource = { members: [{ value: 'x' }], name: { givenName: 'A' }, active: true }
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 5 }), operations => {
        const before = JSON.stringify(resource)
        try {
          patched(resource, operations as never)
        } catch (error) {
          expect((error as { status?: number }).status).toBe(400)
        }
        expect(JSON.stringify(resource)).toBe(before)
        expect(({} as { evil?: number }).evil).toBeUndefined()
      }),
      { numRuns: 2000 },
    )
  })

  test('adds what is not there, once, and removes what it added', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 8 }), fc.uuid(), (ids, one) => {
        const members = ids.map(value => ({ value }))
        const added = patched({ members }, [{ op: 'add', path: 'members', value: [{ value: one }] }])
        const twice = patched(added, [{ op: 'Add', path: 'members', value: [{ value: one }] }])
        expect(twice).toEqual(added)
        const gone = patched(added, [{ op: 'remove', path: `members[value eq "${one}"]` }])
        expect(gone).toEqual({ members: members.filter(({ value }) => value !== one) })
      }),
    )
  })
})

test('a filter is understood or refused, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', ' ', '"', '\\', '[', ']', '.', 'eq', 'and', ':', '1') }),
      text => {
        try {
          for (const { attribute } of termsOf(text)) expect(attribute).not.toBe('')
        } catch (error) {
          expect((error as { status?: number }).status).toBe(400)
        }
      },
    ),
  )
  expect(termsOf('userName eq "a\\"b" and active eq true')).toEqual([
    { attribute: 'username', value: 'a"b' },
    { attribute: 'active', value: 'true' },
  ])
})
