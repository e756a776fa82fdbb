// The Azure Resource Manager template in deploy/integrations/sentinel: tables, the rule that takes rows, the role, the
// parser, analytics rules and a workbook. It is made of the lists that rows are made of.
import { type Columns, tables } from './columns.ts'
import { type AnalyticsRule, alertParser, panels, rules } from './kql.ts'

const WORKSPACES = 'Microsoft.OperationalInsights/workspaces'
const DCR = 'dcr-nautilus-ot'
/** Monitoring Metrics Publisher: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const PUBLISHER = '3913510d-42f4-4e42-8a64-420c390055eb'

const columnsOf = (columns: Columns) => Object.entries(columns).map(([name, type]) => ({ name, type }))
const tableId = (name: string) => `[resourceId('${WORKSPACES}/tables', parameters('workspaceName'), '${name}_CL')]`

const table = ([name, columns]: [string, Columns]) => ({
  type: `${WORKSPACES}/tables`,
  apiVersion: '2022-10-01',
  name: `[concat(parameters('workspaceName'), '/${name}_CL')]`,
  properties: { plan: 'Analytics', schema: { name: `${name}_CL`, columns: columnsOf(columns) } },
})

const collection = {
  type: 'Microsoft.Insights/dataCollectionRules',
  apiVersion: '2023-03-11',
  name: DCR,
  location: "[parameters('location')]",
  kind: 'Direct',
  dependsOn: Object.keys(tables).map(tableId),
  properties: {
    streamDeclarations: Object.fromEntries(
      Object.entries(tables).map(([name, columns]) => [`Custom-${name}`, { columns: columnsOf(columns) }]),
    ),
    destinations: { logAnalytics: [{ workspaceResourceId: "[variables('workspace')]", name: 'workspace' }] },
    dataFlows: Object.keys(tables).map(name => ({
      ...{ streams: [`Custom-${name}`], destinations: ['workspace'] },
      ...{ transformKql: 'source', outputStream: `Custom-${name}_CL` },
    })),
  },
}

const role = {
  type: 'Microsoft.Authorization/roleAssignments',
  apiVersion: '2022-04-01',
  name: "[guid(resourceGroup().id, parameters('appObjectId'), 'nautilus')]",
  scope: `[concat('Microsoft.Insights/dataCollectionRules/', '${DCR}')]`,
  dependsOn: [`[resourceId('Microsoft.Insights/dataCollectionRules', '${DCR}')]`],
  properties: {
    roleDefinitionId: `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${PUBLISHER}')]`,
    principalId: "[parameters('appObjectId')]",
    principalType: 'ServicePrincipal',
  },
}

const parser = {
  type: `${WORKSPACES}/savedSearches`,
  apiVersion: '2020-08-01',
  name: "[concat(parameters('workspaceName'), '/ASimAlertEventNautilusOT')]",
  dependsOn: [tableId('OtAlerts')],
  properties: {
    ...{
      category: 'ASIM',
      displayName: 'Alert events of Nautilus after ASIM',
      functionAlias: 'ASimAlertEventNautilusOT',
    },
    ...{ functionParameters: 'disabled:bool=False', query: alertParser, version: 1 },
  },
}

const entity = (entityType: string, identifier: string, columnName: string) => ({
  entityType,
  fieldMappings: [{ identifier, columnName }],
})

const rule = ({ id, name, severity, query, tactics }: AnalyticsRule) => {
  const isAlert = query.startsWith('OtAlerts_CL')
  return {
    type: `${WORKSPACES}/providers/alertRules`,
    apiVersion: '2023-02-01-preview',
    name: `[concat(parameters('workspaceName'), '/Microsoft.SecurityInsights/', guid('nautilus-${id}'))]`,
    kind: 'Scheduled',
    dependsOn: [tableId(isAlert ? 'OtAlerts' : 'OtHealth')],
    properties: {
      ...{ displayName: name, enabled: true, severity, query, queryFrequency: 'PT5M', queryPeriod: 'PT1H' },
      ...{
        triggerOperator: 'GreaterThan',
        triggerThreshold: 0,
        suppressionEnabled: false,
        suppressionDuration: 'PT1H',
      },
      ...{ tactics, eventGroupingSettings: { aggregationKind: 'AlertPerResult' } },
      entityMappings: isAlert
        ? [
            entity('IP', 'Address', 'SrcIpAddr'),
            entity('IP', 'Address', 'DstIpAddr'),
            entity('Host', 'HostName', 'DstHostname'),
            entity('URL', 'Url', 'AlertUrl'),
          ]
        : [entity('Host', 'HostName', 'SensorId')],
      customDetails: isAlert
        ? { Site: 'SiteName', Protocol: 'Protocol', RiskScore: 'RiskScore', NautilusAlertId: 'AlertId' }
        : { Site: 'SiteName' },
      // The rule looks every five minutes, and what is open stays so: one incident for one finding, not one for every look.
      incidentConfiguration: {
        createIncident: true,
        groupingConfiguration: {
          ...{ enabled: true, reopenClosedIncident: false, lookbackDuration: 'P1D', matchingMethod: 'Selected' },
          ...{ groupByEntities: isAlert ? [] : ['Host'], groupByAlertDetails: [] },
          groupByCustomDetails: isAlert ? ['NautilusAlertId'] : [],
        },
      },
    },
  }
}

const workbook = {
  type: 'Microsoft.Insights/workbooks',
  apiVersion: '2022-04-01',
  name: "[guid(resourceGroup().id, 'nautilus-ot')]",
  location: "[parameters('location')]",
  kind: 'shared',
  properties: {
    displayName: 'Nautilus OT',
    category: 'sentinel',
    version: '1.0',
    sourceId: "[variables('workspace')]",
    serializedData: JSON.stringify({
      version: 'Notebook/1.0',
      items: panels.map(({ title, query }) => ({
        type: 3,
        name: title,
        content: {
          ...{ version: 'KqlItem/1.0', query, size: 0, title, timeContext: { durationMs: 604_800_000 } },
          ...{ queryType: 0, resourceType: 'microsoft.operationalinsights/workspaces', visualization: 'table' },
        },
      })),
    }),
  },
}

export const template = () => ({
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    workspaceName: { type: 'string', metadata: { description: 'Log Analytics workspace with Sentinel' } },
    location: { type: 'string', defaultValue: '[resourceGroup().location]' },
    appObjectId: { type: 'string', metadata: { description: 'Object id of the service principal that sends' } },
  },
  variables: { workspace: `[resourceId('${WORKSPACES}', parameters('workspaceName'))]` },
  resources: [...Object.entries(tables).map(table), collection, role, parser, ...rules.map(rule), workbook],
  outputs: {
    rule: {
      type: 'string',
      value: `[reference(resourceId('Microsoft.Insights/dataCollectionRules', '${DCR}')).immutableId]`,
    },
    endpoint: {
      type: 'string',
      value: `[reference(resourceId('Microsoft.Insights/dataCollectionRules', '${DCR}')).endpoints.logsIngestion]`,
    },
  },
})
