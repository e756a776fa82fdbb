// What this side of SCIM can do (RFC 7643, 5 to 7), for directories that ask.
import { Type } from 'typebox'
import type { Routes } from '../app.ts'
import { scimProblem } from '../scim/error.ts'
import { id, TenantPath } from './schemas.ts'
import { config, GROUP, gives, listed, scimBase, tags, told, USER } from './scim-shapes.ts'

const about = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A key with the scope directory.write',
      primary: true,
    },
  ],
}

const types = [
  { id: 'User', name: 'User', endpoint: '/Users', schema: USER },
  { id: 'Group', name: 'Group', endpoint: '/Groups', schema: GROUP },
].map(type => ({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'], ...type }))

const attribute = (name: string, more: object = {}) => ({
  ...{ name, type: 'string', multiValued: false, required: false, caseExact: false, mutability: 'readWrite' },
  ...{ returned: 'default', uniqueness: 'none', ...more },
})
const value = [attribute('value'), attribute('display', { mutability: 'readOnly' })]

const schemas = [
  {
    ...{ id: USER, name: 'User' },
    attributes: [
      attribute('userName', { required: true, uniqueness: 'server' }),
      attribute('externalId', { caseExact: true }),
      attribute('displayName'),
      attribute('name', {
        type: 'complex',
        subAttributes: [attribute('formatted'), attribute('givenName'), attribute('familyName')],
      }),
      attribute('emails', {
        ...{ type: 'complex', multiValued: true },
        subAttributes: [attribute('value'), attribute('type'), attribute('primary', { type: 'boolean' })],
      }),
      attribute('active', { type: 'boolean' }),
      attribute('groups', { type: 'complex', multiValued: true, mutability: 'readOnly', subAttributes: value }),
    ],
  },
  {
    ...{ id: GROUP, name: 'Group' },
    attributes: [
      attribute('displayName', { required: true, uniqueness: 'server' }),
      attribute('externalId', { caseExact: true }),
      attribute('members', { type: 'complex', multiValued: true, subAttributes: value }),
    ],
  },
].map(schema => ({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'], ...schema }))

export const scimAbout: Routes = app => {
  const plain = (path: string, summary: string, body: object) =>
    app.get(
      `${scimBase}/${path}`,
      { config, schema: { tags, summary, params: TenantPath, response: gives() } },
      (_, reply) => told(reply, body),
    )
  plain('ServiceProviderConfig', 'What of SCIM is supported', about)
  plain('ResourceTypes', 'Kinds of resources', listed(types.length, {}, types))
  plain('Schemas', 'Attributes of resources', listed(schemas.length, {}, schemas))
  app.get(
    `${scimBase}/Schemas/:schema`,
    {
      config,
      schema: {
        tags,
        summary: 'Attributes of one kind of resource',
        params: Type.Object({ ...TenantPath.properties, schema: id }),
        response: gives(),
      },
    },
    (request, reply) => {
      const found = schemas.find(schema => schema.id === request.params.schema)
      if (!found) throw scimProblem(404, 'There is no such schema.')
      return told(reply, found)
    },
  )
}
