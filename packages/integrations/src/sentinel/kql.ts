// Queries that come along for Microsoft Sentinel: a parser after ASIM, rules, and the panels of a workbook. A test checks
// every one of them against the tables, with the language service of Kusto itself.

/** ASIM AlertEvent 0.1: duplicates fall away, the newest revision stays. */
export const alertParser = `let parser=(disabled:bool=false){
OtAlerts_CL
| where not(disabled)
| summarize arg_max(Revision, *) by AlertId
| extend EventVendor='Nautilus', EventProduct='OT Intelligence', EventSchema='AlertEvent', EventSchemaVersion='0.1',
  EventType='Alert', EventUid=AlertId, EventStartTime=FirstSeen, EventEndTime=LastSeen, EventSubType='Threat',
  EventOriginalSeverity=Severity, EventOriginalType=AlertType, EventMessage=AlertDescription, EventReportUrl=AlertUrl,
  EventSeverity=case(Severity in~ ('critical','high'),'High',Severity=~'medium','Medium',Severity=~'low','Low','Informational'),
  DvcIpAddr=DstIpAddr, DvcHostname=DstHostname, DvcId=DstAssetId, DvcIdType='Other', DvcZone=DstZone, DvcMacAddr=DstMacAddr,
  DvcDescription=strcat(DstVendor,' ',DstModel,' ',DstFirmware),
  AlertStatus=iff(AlertState in ('closed','accepted','suppressed','explained'),'Closed','Active'), AlertOriginalStatus=AlertState,
  AlertVerdict=case(AlertState=='confirmed','True Positive',AlertState in ('accepted','suppressed'),'Benign Positive','Unknown'),
  DetectionMethod=iff(isempty(Baseline),'Intrusion Detection','Behavioral Analytics'), RuleName=AlertType,
  ThreatRiskLevel=RiskScore, ThreatConfidence=Confidence, IndicatorType='Ip', IndicatorAssociation='Targeted',
  Tactics=strcat_array(AttackTactics,', '), Techniques=strcat_array(AttackTechniques,', ')
| project-away AttackTactics, AttackTechniques
| project-rename AttackTactics=Tactics, AttackTechniques=Techniques
| extend IpAddr=DvcIpAddr, Hostname=DvcHostname, Rule=RuleName
};
parser(disabled=disabled)`

export type AnalyticsRule = {
  readonly id: string
  readonly name: string
  readonly severity: 'High' | 'Medium' | 'Low'
  readonly query: string
  readonly tactics: readonly string[]
}

const newest = '| where IsTest != true | summarize arg_max(Revision, *) by AlertId'

export const rules: readonly AnalyticsRule[] = [
  {
    ...{ id: 'program-download', name: 'OT: a controller got another program outside approved work', severity: 'High' },
    query: `OtAlerts_CL ${newest} | where AlertType in ('program-download', 'hardware-configuration-download', 'controller-stop', 'controller-mode-changed', 'many-controllers-changed', 'safety-controller-changed') and InMaintenanceWindow == false and AlertState in ('open', 'confirmed')`,
    tactics: ['LateralMovement', 'Execution'],
  },
  {
    ...{ id: 'grave', name: 'OT: a grave finding is open', severity: 'High' },
    query: `OtAlerts_CL ${newest} | where Severity in ('high', 'critical') and AlertState in ('open', 'confirmed')`,
    tactics: ['ImpairProcessControl'],
  },
  {
    ...{ id: 'sensor-silent', name: 'OT: a sensor sees or says nothing', severity: 'Medium' },
    query:
      "OtHealth_CL | where IsTest != true | summarize arg_max(Revision, *) by SensorId, SiteId | where Condition in ('silent', 'offline')",
    tactics: ['DefenseEvasion'],
  },
]

export const panels: readonly { readonly title: string; readonly query: string }[] = [
  {
    title: 'Open findings by severity',
    query: `OtAlerts_CL ${newest} | where AlertState in ('open', 'confirmed') | summarize Findings=count() by Severity, SiteName`,
  },
  {
    title: 'Devices with most findings',
    query: `OtAlerts_CL ${newest} | where AlertState in ('open', 'confirmed') | summarize Findings=count(), Risk=max(RiskScore) by DstHostname, DstIpAddr, DstZone | top 20 by Risk`,
  },
  {
    title: 'Techniques of ATT&CK for ICS',
    query: `OtAlerts_CL ${newest} | mv-expand Technique = AttackTechniques to typeof(string) | summarize Findings=count() by Technique | order by Findings desc`,
  },
  {
    title: 'Incidents',
    query:
      'OtIncidents_CL | where IsTest != true | summarize arg_max(Revision, *) by IncidentId | project OpenedAt, IncidentName, Severity, IncidentState, Outcome, SiteName, IncidentUrl | order by OpenedAt desc',
  },
  {
    title: 'Devices',
    query:
      'OtAssets_CL | where IsTest != true | summarize arg_max(Revision, *) by AssetId | where IsGone != true | project AssetName, IpAddresses, Vendor, Model, Firmware, Role, Zone, Criticality, SiteName',
  },
  {
    title: 'Sensors',
    query:
      'OtHealth_CL | where IsTest != true | summarize arg_max(Revision, *) by SensorId, SiteId | project TimeGenerated, SensorId, SiteName, Condition',
  },
]
