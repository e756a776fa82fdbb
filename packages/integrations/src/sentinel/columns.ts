// The tables that Microsoft Sentinel has of us: the template in deploy/integrations/sentinel is made of these lists, and a
// test compares. Names begin with a letter, have at most 45 characters, and are none that Log Analytics keeps for itself.
// https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview

export type ColumnType = 'string' | 'int' | 'long' | 'real' | 'boolean' | 'datetime' | 'dynamic'
export type Columns = Readonly<Record<string, ColumnType>>

const common = {
  TimeGenerated: 'datetime',
  EventId: 'string',
  EventKind: 'string',
  Revision: 'long',
  PlatformTenant: 'string',
  SiteId: 'string',
  SiteName: 'string',
  IsTest: 'boolean',
} as const satisfies Columns

const end = (prefix: 'Src' | 'Dst'): Columns => ({
  [`${prefix}AssetId`]: 'string',
  [`${prefix}Hostname`]: 'string',
  [`${prefix}IpAddr`]: 'string',
  [`${prefix}MacAddr`]: 'string',
  [`${prefix}Role`]: 'string',
  [`${prefix}Zone`]: 'string',
  [`${prefix}Purdue`]: 'real',
  [`${prefix}Vendor`]: 'string',
  [`${prefix}Model`]: 'string',
  [`${prefix}Firmware`]: 'string',
})

/** By the name of the table, without `_CL`. */
export const tables: Readonly<Record<'OtAlerts' | 'OtIncidents' | 'OtAssets' | 'OtHealth' | 'OtAudit', Columns>> = {
  OtAlerts: {
    ...common,
    ...{ AlertId: 'string', AlertName: 'string', AlertType: 'string', AlertDescription: 'string', Baseline: 'string' },
    ...{ Severity: 'string', RiskScore: 'int', Confidence: 'int', AlertState: 'string', EventCount: 'int' },
    ...{ FirstSeen: 'datetime', LastSeen: 'datetime', EndedAt: 'datetime', Protocol: 'string', Operation: 'string' },
    ...end('Src'),
    ...end('Dst'),
    ...{ AttackTactics: 'dynamic', AttackTechniques: 'dynamic', InMaintenanceWindow: 'boolean', WorkVerdict: 'string' },
    ...{ WorkOrder: 'string', IncidentId: 'string', AlertUrl: 'string', AdditionalFields: 'dynamic' },
  },
  OtIncidents: {
    ...common,
    ...{ IncidentId: 'string', IncidentName: 'string', Severity: 'string', RiskScore: 'int', IncidentState: 'string' },
    ...{ Outcome: 'string', IsExercise: 'boolean', OpenedAt: 'datetime', ChangedAt: 'datetime', Alerts: 'dynamic' },
    ...{ Assets: 'dynamic', AttackTactics: 'dynamic', AttackTechniques: 'dynamic', IncidentUrl: 'string' },
    AdditionalFields: 'dynamic',
  },
  OtAssets: {
    ...common,
    ...{ AssetId: 'string', AssetName: 'string', IpAddresses: 'dynamic', MacAddresses: 'dynamic', Vendor: 'string' },
    ...{ Model: 'string', OrderNumber: 'string', Hardware: 'string', Firmware: 'string', SerialNumber: 'string' },
    ...{ OperatingSystem: 'string', Role: 'string', Purdue: 'real', Zone: 'string', Criticality: 'string' },
    ...{ Protocols: 'dynamic', FirstSeen: 'datetime', LastSeen: 'datetime', IsGone: 'boolean', AssetUrl: 'string' },
    AdditionalFields: 'dynamic',
  },
  OtHealth: { ...common, SensorId: 'string', Condition: 'string', Detail: 'dynamic', AdditionalFields: 'dynamic' },
  OtAudit: {
    ...common,
    ...{ Actor: 'string', Action: 'string', ObjectId: 'string', Detail: 'dynamic', AdditionalFields: 'dynamic' },
  },
}

export type TableName = keyof typeof tables
