// node-opcua: without security and with Basic256Sha256; browse, read, write, call, subscribe, a user with a password.
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
  StatusCodes,
  TimestampsToReturn,
  UserTokenType,
  Variant,
} from 'node-opcua-client'
import { OPCUAServer } from 'node-opcua-server'
import { mark } from './mark.ts'

const folder = mkdtempSync(join(tmpdir(), 'opcua-peer-'))
const managerOf = async name => {
  const manager = new OPCUACertificateManager({
    rootFolder: join(folder, name),
    automaticallyAcceptUnknownCertificate: true,
  })
  await manager.initialize()
  return manager
}

const plant = new OPCUAServer({
  port: 4840,
  hostname: '127.0.0.1',
  serverCertificateManager: await managerOf('server'),
  userCertificateManager: await managerOf('users'),
  buildInfo: { manufacturerName: 'Maker AG', productName: 'Line server', softwareVersion: '1.4.2', buildNumber: '77' },
  userManager: { isValidUser: (user, password) => user === 'operator' && password === 'never shown' },
})
await plant.initialize()
const space = plant.engine.addressSpace
const names = space.getOwnNamespace()
const line = names.addObject({ organizedBy: space.rootFolder.objects, browseName: 'Line1', nodeId: 's=Line1' })
const variable = names.addVariable({
  componentOf: line,
  browseName: 'Value1',
  nodeId: 's=Line1.Value1',
  dataType: 'Float',
  value: new Variant({ dataType: DataType.Float, value: 21.5 }),
})
const method = names.addMethod(line, {
  browseName: 'Start',
  nodeId: 's=Line1.Start',
  inputArguments: [],
  outputArguments: [],
})
method.bindMethod((_inputs, _context, done) => done(null, { statusCode: StatusCodes.Good, outputArguments: [] }))
await plant.start()

async function visit(securityMode, securityPolicy, user) {
  const visitor = OPCUAClient.create({
    applicationName: 'Historian',
    endpointMustExist: false,
    securityMode,
    securityPolicy,
    clientCertificateManager: await managerOf('client'),
  })
  await visitor.connect('opc.tcp://127.0.0.1:4840')
  const session = await visitor.createSession(user)
  await session.browse('ObjectsFolder')
  await session.read({ nodeId: 'i=2256', attributeId: AttributeIds.Value })
  await session.read({ nodeId: variable.nodeId, attributeId: AttributeIds.Value })
  const changed = { dataType: DataType.Float, value: 42 }
  const write = { nodeId: variable.nodeId, attributeId: AttributeIds.Value, value: { value: changed } }
  await session.write(write)
  await session.write({ ...write, nodeId: 'ns=1;s=Nobody' })
  await session.call({ objectId: line.nodeId, methodId: method.nodeId, inputArguments: [] })
  const wish = { requestedPublishingInterval: 100, requestedLifetimeCount: 100, requestedMaxKeepAliveCount: 10 }
  const subscription = await session.createSubscription2({ ...wish, publishingEnabled: true })
  const item = await subscription.monitor(
    { nodeId: variable.nodeId, attributeId: AttributeIds.Value },
    { samplingInterval: 50, queueSize: 1, discardOldest: true },
    TimestampsToReturn.Both,
  )
  await new Promise(resolve => item.once('changed', resolve))
  await subscription.terminate()
  await session.close()
  await visitor.disconnect()
}

await visit(MessageSecurityMode.None, SecurityPolicy.None)
await visit(MessageSecurityMode.None, SecurityPolicy.None, {
  type: UserTokenType.UserName,
  userName: 'operator',
  password: 'never shown',
})
await visit(MessageSecurityMode.Sign, SecurityPolicy.Basic256Sha256)
await visit(MessageSecurityMode.SignAndEncrypt, SecurityPolicy.Basic256Sha256)
await mark()
await plant.shutdown()
rmSync(folder, { recursive: true, force: true })
process.exit(0)
