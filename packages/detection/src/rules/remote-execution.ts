import { operation, station, stranger } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { linkOf } from '../wording.ts'

/** [MS-SCMR] services, [MS-TSCH] tasks, [MS-WMI] methods: calls that make another machine run something. */
const running = /CreateService[AW]|StartService[AW]|NetrJobAdd|SchRpcRegisterTask|SchRpcRun|ExecMethod/

const call = (name: string, part: Parameters<typeof operation>[0] = {}) =>
  operation({
    from: stranger,
    to: station,
    protocol: 'dcerpc',
    port: 49667,
    verb: 'configure',
    function: { code: 'svcctl:12', name },
    object: 'UPDATER',
    ...part,
  })

export const rule = defineRule({
  id: 'remote-execution',
  catalogue: ['P11'],
  title: 'A program was started on another machine over the network',
  status: 'stable',
  level: 'high',
  description:
    'A service or a task was made or started, or a method called, on a Windows machine from another one. Administrators do so rarely in a plant; intruders move on in this way.',
  references: ['https://attack.mitre.org/techniques/T0886/', 'https://attack.mitre.org/techniques/T0866/'],
  techniques: ['T0886'], // Remote Services
  falsepositives: ['Central software distribution or monitoring'],
  playbook: 'PB-05',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['dcerpc', 'smb'],

  on: 'operation',
  protocols: ['dcerpc', 'smb'],
  match: (event, { known, site }) => {
    const { client, server, verb, accepted, activity } = event
    const name = `${activity.function.name} ${activity.detail?.call ?? ''}`
    const called = running.exec(name)?.[0]
    if (!called || site.listed(client, 'administration')) return null
    if (known.taught && known.verb(linkOf(event), verb) !== null) return null
    return {
      summary: `${client.label} ${accepted ? 'made' : 'tried to make'} ${server.label} run something (${called}${activity.object === '' ? '' : ` of ${activity.object.slice(0, 80)}`}).`,
      source: client,
      target: server,
      level: accepted ? 'high' : 'medium',
    }
  },

  examples: [
    { name: 'a service is made', events: [call('CreateServiceW')], fires: 1 },
    {
      name: 'over a pipe of SMB',
      events: [
        call('ioctl', { protocol: 'smb', port: 445, verb: 'configure', detail: { call: 'call 12 CreateServiceW' } }),
      ],
      fires: 1,
    },
    { name: 'services are listed', events: [call('EnumServicesStatusW', { verb: 'diagnose' })], fires: 0 },
    { name: 'as ever', learned: [call('CreateServiceW')], events: [call('CreateServiceW', { at: 60 })], fires: 0 },
  ],
})
