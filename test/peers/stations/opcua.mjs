// node-opcua: the server of a line, and a historian that subscribes to it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OPCUACertificateManager } from 'node-opcua-certificate-manager'
import {
  AttributeIds,
  DataType,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  TimestampsToReturn,
  Variant,
} from 'node-opcua-client'
import { OPCUAServer } from 'node-opcua-server'
import { cycle, other, own, ready, role, until } from './station.ts'

const folder = mkdtempSync(join(tmpdir(), 'opcua-station-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const managerOf = async name => {
  const options = { rootFolder: join(folder, name), automaticallyAcceptUnknownCertificate: true }
  const manager = new OPCUACertificateManager(options)
  await manager.initialize()
  return manager
}

async function server() {
  const line = new OPCUAServer({
    port: 4840,
    hostname: own,
    alternateHostname: own,
    serverInfo: {
      applicationName: { text: 'Bottling line 1' },
      applicationUri: 'urn:plant.example:bottling-line-1',
      productUri: 'urn:line-maker.example:line-server',
    },
    buildInfo: { manufacturerName: 'Line Maker AG', productName: 'Line server', softwareVersion: '1.4.2' },
    serverCertificateManager: await managerOf('server'),
    userCertificateManager: await managerOf('users'),
  })
  await line.initialize()
  const space = line.engine.addressSpace
  const names = space.getOwnNamespace()
  const object = names.addObject({ organizedBy: space.rootFolder.objects, browseName: 'Line1', nodeId: 's=Line1' })
  const speed = names.addVariable({
    ...{ componentOf: object, browseName: 'Speed', nodeId: 's=Line1.Speed', dataType: 'Float' },
    value: new Variant({ dataType: DataType.Float, value: 21.5 }),
  })
  setInterval(() => speed.setValueFromSource({ dataType: DataType.Float, value: 21 + Math.random() }), 400)
  await line.start()
  ready()
}

async function historian() {
  const visitor = OPCUAClient.create({
    applicationName: 'Plant historian',
    endpointMustExist: false,
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    clientCertificateManager: await managerOf('client'),
    connectionStrategy: { maxRetry: 0 },
  })
  const address = `opc.tcp://${other}:4840`
  await until(() => visitor.connect(address))
  await visitor.getEndpoints()
  await visitor.findServers()
  const session = await visitor.createSession()
  // BuildInfo of the server: who made it.
  await session.read({ nodeId: 'i=2260', attributeId: AttributeIds.Value })
  const wish = { requestedPublishingInterval: 400, requestedLifetimeCount: 100, requestedMaxKeepAliveCount: 10 }
  const subscription = await session.createSubscription2({ ...wish, publishingEnabled: true })
  await subscription.monitor(
    { nodeId: 'ns=1;s=Line1.Speed', attributeId: AttributeIds.Value },
    { samplingInterval: 200, queueSize: 1, discardOldest: true },
    TimestampsToReturn.Both,
  )
  await cycle(() => session.read({ nodeId: 'ns=1;s=Line1.Speed', attributeId: AttributeIds.Value }))
}

if (role === 'server') await server()
else await historian()
