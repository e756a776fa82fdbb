// Operation numbers of interfaces: C706 appendix O, [MS-SCMR] 3.1.4, [MS-SAMR] 3.1.5, [MS-RRP] 3.1.5, [MS-TSCH] 3.2.5,
// [MS-DCOM] 3.1.2.5, [MS-WMI] 3.1.4 and the IDL of OPC. The first three of a COM interface are those of IUnknown.
import type { Verb } from '@nautilus/model'

/** How an interface tells the result of a call, in the last four bytes of a response's stub. */
export type Result = 'win32' | 'ntstatus' | 'hresult' | 'dce' | 'none'

type Interface = {
  readonly result: Result
  /** An ORPCTHIS is in front of the arguments: [MS-DCOM] 2.2.13.3. */
  readonly com: boolean
  readonly names: Readonly<Record<number, string>>
  readonly verbs: Readonly<Record<number, Verb>>
}

/** Names from `first` on, in the order of their numbers. */
function from(first: number, names: string): Record<number, string> {
  return Object.fromEntries(names.split(' ').map((name, index) => [first + index, name]))
}

/** `2 11 12` → those numbers, each with the verb. */
function are(verb: Verb, numbers: string): Record<number, Verb> {
  return Object.fromEntries(numbers.split(' ').map(number => [Number(number), verb]))
}

const rpc = (result: Result, names: Record<number, string>, ...verbs: Record<number, Verb>[]): Interface => ({
  result,
  com: false,
  names,
  verbs: Object.assign({}, ...verbs) as Record<number, Verb>,
})

const COM_FIRST = 3
const com = (names: string, ...verbs: Record<number, Verb>[]): Interface => ({
  result: 'hresult',
  com: true,
  names: { ...from(0, 'QueryInterface AddRef Release'), ...from(COM_FIRST, names) },
  verbs: Object.assign({}, ...verbs) as Record<number, Verb>,
})

const svcctl = rpc(
  'win32',
  {
    ...from(0, 'CloseServiceHandle ControlService DeleteService LockServiceDatabase QueryServiceObjectSecurity'),
    ...from(
      5,
      'SetServiceObjectSecurity QueryServiceStatus SetServiceStatus UnlockServiceDatabase NotifyBootConfigStatus',
    ),
    ...from(11, 'ChangeServiceConfigW CreateServiceW EnumDependentServicesW EnumServicesStatusW OpenSCManagerW'),
    ...from(16, 'OpenServiceW QueryServiceConfigW QueryServiceLockStatusW StartServiceW GetServiceDisplayNameW'),
    ...from(21, 'GetServiceKeyNameW'),
    ...from(23, 'ChangeServiceConfigA CreateServiceA EnumDependentServicesA EnumServicesStatusA OpenSCManagerA'),
    ...from(28, 'OpenServiceA QueryServiceConfigA QueryServiceLockStatusA StartServiceA GetServiceDisplayNameA'),
    ...from(33, 'GetServiceKeyNameA'),
    ...from(35, 'EnumServiceGroupW ChangeServiceConfig2A ChangeServiceConfig2W QueryServiceConfig2A'),
    ...from(39, 'QueryServiceConfig2W QueryServiceStatusEx EnumServicesStatusExA EnumServicesStatusExW'),
    44: 'CreateServiceWOW64A',
    45: 'CreateServiceWOW64W',
    60: 'CreateWowService',
  },
  are('configure', '1 2 5 7 11 12 19 23 24 31 36 37 44 45 60'),
  are('connect', '0 15 16 27 28'),
  are('diagnose', '4 6 13 14 17 18 20 21 25 26 29 30 32 33 35 38 39 40 41 42'),
)

const samr = rpc(
  'ntstatus',
  {
    ...from(0, 'Connect CloseHandle SetSecurityObject QuerySecurityObject ShutdownSamServer LookupDomainInSamServer'),
    ...from(
      6,
      'EnumerateDomainsInSamServer OpenDomain QueryInformationDomain SetInformationDomain CreateGroupInDomain',
    ),
    ...from(11, 'EnumerateGroupsInDomain CreateUserInDomain EnumerateUsersInDomain CreateAliasInDomain'),
    ...from(15, 'EnumerateAliasesInDomain GetAliasMembership LookupNamesInDomain LookupIdsInDomain OpenGroup'),
    ...from(20, 'QueryInformationGroup SetInformationGroup AddMemberToGroup DeleteGroup RemoveMemberFromGroup'),
    ...from(25, 'GetMembersInGroup SetMemberAttributesOfGroup OpenAlias QueryInformationAlias SetInformationAlias'),
    ...from(30, 'DeleteAlias AddMemberToAlias RemoveMemberFromAlias GetMembersInAlias OpenUser DeleteUser'),
    ...from(36, 'QueryInformationUser SetInformationUser ChangePasswordUser GetGroupsForUser QueryDisplayInformation'),
    ...from(41, 'GetDisplayEnumerationIndex'),
    ...from(44, 'GetUserDomainPasswordInformation RemoveMemberFromForeignDomain QueryInformationDomain2'),
    ...from(47, 'QueryInformationUser2 QueryDisplayInformation2 GetDisplayEnumerationIndex2 CreateUser2InDomain'),
    ...from(51, 'QueryDisplayInformation3 AddMultipleMembersToAlias RemoveMultipleMembersFromAlias'),
    ...from(54, 'OemChangePasswordUser2 UnicodeChangePasswordUser2 GetDomainPasswordInformation Connect2'),
    58: 'SetInformationUser2',
    62: 'Connect4',
    ...from(64, 'Connect5 RidToSid SetDSRMPassword ValidatePassword'),
  },
  are('configure', '2 9 10 12 14 21 22 23 24 26 29 30 31 32 35 37 38 45 50 52 53 54 55 58 66'),
  are('connect', '0 1 7 19 27 34 57 62 64'),
  are('diagnose', '3 5 6 8 11 13 15 16 17 18 20 25 28 33 36 39 40 41 44 46 47 48 49 51 56 65'),
)

const winreg = rpc(
  'win32',
  {
    ...from(0, 'OpenClassesRoot OpenCurrentUser OpenLocalMachine OpenPerformanceData OpenUsers BaseRegCloseKey'),
    ...from(6, 'BaseRegCreateKey BaseRegDeleteKey BaseRegDeleteValue BaseRegEnumKey BaseRegEnumValue BaseRegFlushKey'),
    ...from(12, 'BaseRegGetKeySecurity BaseRegLoadKey'),
    ...from(15, 'BaseRegOpenKey BaseRegQueryInfoKey BaseRegQueryValue BaseRegReplaceKey BaseRegRestoreKey'),
    ...from(20, 'BaseRegSaveKey BaseRegSetKeySecurity BaseRegSetValue BaseRegUnLoadKey'),
    ...from(26, 'BaseRegGetVersion OpenCurrentConfig'),
    29: 'BaseRegQueryMultipleValues',
    ...from(31, 'BaseRegSaveKeyEx OpenPerformanceText OpenPerformanceNlsText BaseRegQueryMultipleValues2'),
    35: 'BaseRegDeleteKeyEx',
  },
  are('configure', '6 7 8 13 18 19 21 22 23 35'),
  are('connect', '0 1 2 3 4 5 15 27 32 33'),
  are('diagnose', '9 10 12 16 17 26 29 34'),
)

const atsvc = rpc(
  'win32',
  from(0, 'NetrJobAdd NetrJobDel NetrJobEnum NetrJobGetInfo'),
  are('configure', '0 1'),
  are('diagnose', '2 3'),
)

const tasks = rpc(
  'hresult',
  {
    ...from(0, 'SchRpcHighestVersion SchRpcRegisterTask SchRpcRetrieveTask SchRpcCreateFolder SchRpcSetSecurity'),
    ...from(5, 'SchRpcGetSecurity SchRpcEnumFolders SchRpcEnumTasks SchRpcEnumInstances SchRpcGetInstanceInfo'),
    ...from(10, 'SchRpcStopInstance SchRpcStop SchRpcRun SchRpcDelete SchRpcRename SchRpcScheduledRuntimes'),
    ...from(16, 'SchRpcGetLastRunInfo SchRpcGetTaskInfo SchRpcGetNumberOfMissedRuns SchRpcEnableTask'),
  },
  are('configure', '1 3 4 10 11 12 13 14 19'),
  are('diagnose', '0 2 5 6 7 8 9 15 16 17 18'),
)

const epmapper = rpc(
  'dce',
  from(0, 'ept_insert ept_delete ept_lookup ept_map ept_lookup_handle_free ept_inq_object ept_mgmt_delete'),
  are('configure', '0 1 6'),
  are('discover', '2 3 5'),
  are('connect', '4'),
)

const mgmt = rpc(
  'none',
  from(0, 'inq_if_ids inq_stats is_server_listening stop_server_listening inq_princ_name'),
  are('discover', '0 2 4'),
  are('diagnose', '1'),
  are('stop', '3'),
)

const exporter = rpc(
  'win32',
  from(0, 'ResolveOxid SimplePing ComplexPing ServerAlive ResolveOxid2 ServerAlive2'),
  are('connect', '0 1 2 4'),
  are('discover', '3 5'),
)

const srvsvc = rpc(
  'win32',
  {
    ...from(8, 'NetrConnectionEnum NetrFileEnum NetrFileGetInfo NetrFileClose NetrSessionEnum NetrSessionDel'),
    ...from(14, 'NetrShareAdd NetrShareEnum NetrShareGetInfo NetrShareSetInfo NetrShareDel NetrShareDelSticky'),
    ...from(20, 'NetrShareCheck NetrServerGetInfo NetrServerSetInfo NetrServerDiskEnum NetrServerStatisticsGet'),
    28: 'NetrRemoteTOD',
  },
  are('configure', '11 13 14 17 18 19 22'),
  are('diagnose', '8 9 10 12 15 16 20 21 23 24 28'),
)

const wkssvc = rpc(
  'win32',
  {
    ...from(0, 'NetrWkstaGetInfo NetrWkstaSetInfo NetrWkstaUserEnum'),
    22: 'NetrJoinDomain2',
    23: 'NetrUnjoinDomain2',
    24: 'NetrRenameMachineInDomain2',
  },
  are('configure', '1 22 23 24'),
  are('diagnose', '0 2'),
)

const lsarpc = rpc(
  'ntstatus',
  {
    0: 'Close',
    ...from(6, 'OpenPolicy QueryInformationPolicy SetInformationPolicy'),
    11: 'EnumerateAccounts',
    ...from(14, 'LookupNames LookupSids'),
    37: 'AddAccountRights',
    44: 'OpenPolicy2',
    45: 'GetUserName',
    46: 'QueryInformationPolicy2',
    57: 'LookupSids2',
    58: 'LookupNames2',
    68: 'LookupNames3',
    76: 'LookupSids3',
    77: 'LookupNames4',
  },
  are('configure', '8 37'),
  are('connect', '0 6 44'),
  are('diagnose', '7 11 14 15 45 46 57 58 68 76 77'),
)

const netlogon = rpc(
  'ntstatus',
  {
    2: 'NetrLogonSamLogon',
    4: 'NetrServerReqChallenge',
    5: 'NetrServerAuthenticate',
    6: 'NetrServerPasswordSet',
    15: 'NetrServerAuthenticate2',
    20: 'DsrGetDcName',
    21: 'NetrLogonGetCapabilities',
    26: 'NetrServerAuthenticate3',
    27: 'DsrGetDcNameEx',
    28: 'DsrGetSiteName',
    29: 'NetrLogonGetDomainInfo',
    30: 'NetrServerPasswordSet2',
    34: 'DsrGetDcNameEx2',
    39: 'NetrLogonSamLogonEx',
    40: 'DsrEnumerateDomainTrusts',
    45: 'NetrLogonSamLogonWithFlags',
  },
  are('authenticate', '2 4 5 15 26 39 45'),
  are('configure', '6 30'),
  are('discover', '20 27 28 29 34 40'),
)

const drsuapi = rpc(
  'win32',
  {
    ...from(0, 'DsBind DsUnbind DsReplicaSync DsGetNCChanges DsUpdateRefs DsReplicaAdd DsReplicaDel'),
    12: 'DsCrackNames',
    16: 'DsDomainControllerInfo',
    17: 'DsAddEntry',
    19: 'DsReplicaGetInfo',
  },
  are('connect', '0 1'),
  are('configure', '2 4 5 6 17'),
  are('upload', '3'),
  are('diagnose', '12 16 19'),
)

const shutdown = rpc('win32', from(0, 'Initiate Abort InitiateEx'), are('reset', '0 2'), are('configure', '1'))

const groups = 'AddGroup GetErrorString GetGroupByName GetStatus RemoveGroup CreateGroupEnumerator'
const asyncReads = 'Read Write Refresh2 Cancel2 SetEnable GetEnable'
const readsHda = 'ReadRaw ReadProcessed ReadAtTime ReadModified ReadAttribute'

const interfaces: Readonly<Record<string, Interface>> = Object.freeze({
  epmapper,
  mgmt,
  svcctl,
  samr,
  winreg,
  atsvc,
  ITaskSchedulerService: tasks,
  srvsvc,
  wkssvc,
  lsarpc,
  netlogon,
  drsuapi,
  InitShutdown: shutdown,
  IObjectExporter: exporter,
  IRemoteActivation: { ...rpc('hresult', from(0, 'RemoteActivation'), are('connect', '0')), com: true },
  IRemoteSCMActivator: {
    ...rpc('hresult', from(3, 'RemoteGetClassObject RemoteCreateInstance'), are('connect', '3 4')),
    com: true,
  },
  IUnknown: com(''),
  IRemUnknown: com('RemQueryInterface RemAddRef RemRelease', are('connect', '3 4 5')),
  IRemUnknown2: com('RemQueryInterface RemAddRef RemRelease RemQueryInterface2', are('connect', '3 4 5 6')),
  IWbemLevel1Login: com('EstablishPosition RequestChallenge WBEMLogin NTLMLogin', are('authenticate', '4 5 6')),
  IWbemServices: com(
    'OpenNamespace CancelAsyncCall QueryObjectSink GetObject GetObjectAsync PutClass PutClassAsync DeleteClass DeleteClassAsync CreateClassEnum CreateClassEnumAsync PutInstance PutInstanceAsync DeleteInstance DeleteInstanceAsync CreateInstanceEnum CreateInstanceEnumAsync ExecQuery ExecQueryAsync ExecNotificationQuery ExecNotificationQueryAsync ExecMethod ExecMethodAsync',
    are('diagnose', '6 7 12 13 18 19 20 21'),
    are('configure', '8 9 14 15'),
    are('delete', '10 11 16 17'),
    are('subscribe', '22 23'),
  ),
  IConnectionPointContainer: com('EnumConnectionPoints FindConnectionPoint', are('discover', '3 4')),
  IConnectionPoint: com(
    'GetConnectionInterface GetConnectionPointContainer Advise Unadvise EnumConnections',
    are('subscribe', '5 6'),
    are('discover', '3 4 7'),
  ),
  IOPCServerList: com('EnumClassesOfCategories GetClassDetails CLSIDFromProgID', are('discover', '3 4 5')),
  IOPCServerList2: com('EnumClassesOfCategories GetClassDetails CLSIDFromProgID', are('discover', '3 4 5')),
  IOPCCommon: com(
    'SetLocaleID GetLocaleID QueryAvailableLocaleIDs GetErrorString SetClientName',
    are('connect', '3 7'),
    are('diagnose', '4 5 6'),
  ),
  IOPCShutdown: com('ShutdownRequest', are('report', '3')),
  IOPCServer: com(groups, are('connect', '3 5 7 8'), are('diagnose', '4 6')),
  IOPCBrowseServerAddressSpace: com(
    'QueryOrganization ChangeBrowsePosition BrowseOPCItemIDs GetItemID BrowseAccessPaths',
    are('discover', '3 4 5 6 7'),
  ),
  IOPCBrowse: com('GetProperties Browse', are('read', '3'), are('discover', '4')),
  IOPCGroupStateMgt: com('GetState SetState SetName CloneGroup', are('diagnose', '3'), are('connect', '4 5 6')),
  IOPCItemMgt: com(
    'AddItems ValidateItems RemoveItems SetActiveState SetClientHandles SetDatatypes CreateEnumerator',
    are('subscribe', '3 5 6 7 8'),
    are('discover', '4 9'),
  ),
  IOPCSyncIO: com('Read Write', are('read', '3'), are('write', '4')),
  IOPCSyncIO2: com('Read Write ReadMaxAge WriteVQT', are('read', '3 5'), are('write', '4 6')),
  IOPCItemIO: com('Read WriteVQT', are('read', '3'), are('write', '4')),
  IOPCAsyncIO: com('Read Write Refresh Cancel', are('read', '3 5'), are('write', '4')),
  IOPCAsyncIO2: com(asyncReads, are('read', '3 5'), are('write', '4'), are('subscribe', '7 8')),
  IOPCAsyncIO3: com(
    `${asyncReads} ReadMaxAge WriteVQT RefreshMaxAge`,
    are('read', '3 5 9 11'),
    are('write', '4 10'),
    are('subscribe', '7 8'),
  ),
  IOPCDataCallback: com('OnDataChange OnReadComplete OnWriteComplete OnCancelComplete', are('report', '3 4 5 6')),
  IOPCItemProperties: com(
    'QueryAvailableProperties GetItemProperties LookupItemIDs',
    are('discover', '3 5'),
    are('read', '4'),
  ),
  IOPCEventServer: com(
    'GetStatus CreateEventSubscription QueryAvailableFilters QueryEventCategories QueryConditionNames QuerySubConditionNames QuerySourceConditions QueryEventAttributes TranslateToItemIDs GetConditionState EnableConditionByArea EnableConditionBySource DisableConditionByArea DisableConditionBySource AckCondition CreateAreaBrowser',
    are('diagnose', '3 12'),
    are('subscribe', '4'),
    are('discover', '5 6 7 8 9 10 11 18'),
    are('configure', '13 14 15 16'),
    are('acknowledge', '17'),
  ),
  IOPCEventSubscriptionMgt: com(
    'SetFilter GetFilter SelectReturnedAttributes GetReturnedAttributes Refresh CancelRefresh GetState SetState',
    are('subscribe', '3 5 7 8 10'),
    are('diagnose', '4 6 9'),
  ),
  IOPCEventSink: com('OnEvent', are('alarm', '3')),
  IOPCHDA_Server: com(
    'GetItemAttributes GetAggregates GetHistorianStatus GetItemHandles ReleaseItemHandles ValidateItemIDs CreateBrowse',
    are('discover', '3 4 8 9'),
    are('diagnose', '5'),
    are('connect', '6 7'),
  ),
  IOPCHDA_Browser: com('GetEnum ChangeBrowsePosition GetItemID GetBranchPosition', are('discover', '3 4 5 6')),
  IOPCHDA_SyncRead: com(readsHda, are('read', '3 4 5 6 7')),
  IOPCHDA_SyncUpdate: com(
    'QueryCapabilities Insert Replace InsertReplace DeleteRaw DeleteAtTime',
    are('discover', '3'),
    are('write', '4 5 6'),
    are('delete', '7 8'),
  ),
})

const known = (name: string): Interface | null => (Object.hasOwn(interfaces, name) ? interfaces[name]! : null)

export const callName = (of: string, opnum: number): string => known(of)?.names[opnum] ?? `operation ${opnum}`
/** What nobody says otherwise of is a call. */
export const callVerb = (of: string, opnum: number): Verb => known(of)?.verbs[opnum] ?? 'call'
export const resultIn = (of: string): Result => known(of)?.result ?? 'none'
export const isCom = (of: string): boolean => known(of)?.com ?? false
