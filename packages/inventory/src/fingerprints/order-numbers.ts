import { type Prints, role } from './fingerprint.ts'

const siemens = { vendor: 'Siemens' }
const rockwell = { vendor: 'Rockwell Automation' }
const schneider = { vendor: 'Schneider Electric' }

export const orderNumbers: Prints = {
  title: 'order numbers',
  basis: 'Catalogues of the makers: what the digits of an order number and the letters of a type mean.',
  attributes: ['orderNumber', 'model'],
  prints: [
    // SIMATIC: 21x S7-1200 (fail-safe: AF, HF), 31x/41x/51x CPUs (fail-safe: F after the dash), 15x ET 200 heads.
    role(/6ES7\s*21\d-1[AH]F/, '6ES7 214-1AF40-0XB0', 'safety controller', 0.8, 'SIMATIC fail-safe CPU', siemens),
    role(/6ES7\s*[345]1\d-\dF/, '6ES7 315-2FJ14-0AB0', 'safety controller', 0.8, 'SIMATIC fail-safe CPU', siemens),
    role(/\bCPU ?1[25]\d\d\w*F\b/, 'CPU 1516F-3 PN/DP', 'safety controller', 0.8, 'SIMATIC fail-safe CPU', siemens),
    role(/6ES7\s*(2[12]|[345]1)\d/, '6ES7 515-2AM01-0AB0', 'controller', 0.9, 'SIMATIC CPU', siemens),
    role(/6ES7\s*15[14]-[78]/, '6ES7 151-8AB01-0AB0', 'controller', 0.8, 'ET 200 with a CPU', siemens),
    role(/6ES7\s*1[3-5]\d/, '6ES7 155-6AU01-0BN0', 'I/O device', 0.8, 'ET 200', siemens),
    role(/6ED1/, '6ED1 052-1MD08-0BA1', 'controller', 0.8, 'LOGO!', siemens),
    role(/6ES7/, '6ES7 972-0CB20-0XA0', 'controller', 0.5, 'SIMATIC', siemens),
    role(
      /6AV\d|\b(K?TP|OP) ?\d{3,4}\b|\bMP ?[23]77\b|\bSIMATIC[- ]?HMI\b/,
      '6AV2 124-0GC01-0AX0',
      'HMI',
      0.85,
      'HMI panel',
      siemens,
    ),
    role(/6SL3|\bSINAMICS\b|\bMICROMASTER\b/i, '6SL3 244-0BB12-1FA0', 'drive', 0.85, 'SINAMICS drive', siemens),
    role(/6GK5\s*6\d\d|SCALANCE S/, '6GK5 615-0AA00-2AA2', 'router', 0.7, 'SCALANCE S security router', siemens),
    role(/6GK5\s*8\d\d|SCALANCE M/, '6GK5 876-4AA10-2BA2', 'router', 0.8, 'SCALANCE M router', siemens),
    role(/6GK5|SCALANCE/, '6GK5 208-0BA10-2AA3', 'switch', 0.85, 'SCALANCE switch', siemens),
    role(
      /\bS7-(1200|1500|300|400)\b|\bCPU ?(3|4)1\d|\bIM ?15\d-\d.*CPU/,
      'S7-1500 CPU 1511',
      'controller',
      0.7,
      'SIMATIC S7',
      siemens,
    ),
    // Rockwell: GuardLogix, Logix and SLC CPUs; POINT and FLEX I/O; PanelView; PowerFlex; Stratix.
    role(
      /\b(1756-L\d+E?S|5069-L3\d+ERMS|1769-L3\d+ERMS)/,
      '1756-L71S',
      'safety controller',
      0.8,
      'GuardLogix',
      rockwell,
    ),
    role(
      /\b(1756-L|1769-L|5069-L|5380|176[1346]-L|1747-L|1785-L|2080-L)/,
      '1756-L71',
      'controller',
      0.9,
      'Logix CPU',
      rockwell,
    ),
    role(/\b1756-E[NW]\w+/, '1756-ENBT/A', 'controller', 0.6, 'Ethernet bridge in a ControlLogix rack', rockwell),
    role(/\b(1734|1794|5094|1732E?|1738|1719)-/, '1734-AENT/B', 'I/O device', 0.8, 'distributed I/O', rockwell),
    role(/\b2711[A-Z]*-|\bPanelView/i, '2711P-T10C4D8', 'HMI', 0.85, 'PanelView', rockwell),
    role(/\bPowerFlex|\b2(0|2|5)[A-Z]-[A-Z]\d/i, 'PowerFlex 525 3P 480V', 'drive', 0.85, 'PowerFlex drive', rockwell),
    role(/\b1783-|\bStratix/i, '1783-BMS10CGP', 'switch', 0.85, 'Stratix switch', rockwell),
    // Schneider: Modicon CPUs, islands, panels, drives.
    role(/\bBM[EX] ?P\d+S\b|\bBMEP58\d+S/, 'BMEP584040S', 'safety controller', 0.8, 'Modicon M580 safety', schneider),
    role(
      /\bBM[EX] ?P|\b140 ?CPU|\bTM2[0-9]{2}|\bTSX ?P|\b171 ?CCC|\bModicon M\d/i,
      'BMX P34 2020',
      'controller',
      0.9,
      'Modicon',
      schneider,
    ),
    role(
      /\b(STB ?N|TM3|BMX ?CRA|BME ?CRA|170 ?ENT)/,
      'STB NIP 2212',
      'I/O device',
      0.8,
      'Modicon distributed I/O',
      schneider,
    ),
    role(/\b(HMIS?T|XBT ?G|Magelis)/i, 'HMISTU855', 'HMI', 0.85, 'Magelis panel', schneider),
    role(/\b(ATV ?\d{2,3}|Altivar)/i, 'ATV320U07N4B', 'drive', 0.85, 'Altivar drive', schneider),
    role(/\bPM ?[58]\d{3}\b|\bION\d{4}/, 'PM5560', 'IED', 0.5, 'power meter', schneider),
    // Others.
    role(/\bTriconex|\bTricon\b|\bTrident\b/i, 'Tricon MP3008', 'safety controller', 0.9, 'Triconex', schneider),
    role(/\bFX\d[A-Z]*-|\b[QLR]\d{2,3}(UD|CPU|P?EN|ENCPU)/, 'FX5U-32MT/ES', 'controller', 0.85, 'MELSEC CPU', {
      vendor: 'Mitsubishi Electric',
    }),
    role(/\b(CJ[12]|CP1|CS1|NX1|NJ\d)[A-Z0-9]*-/, 'CJ2M-CPU33', 'controller', 0.85, 'SYSMAC CPU', { vendor: 'Omron' }),
    role(/\bILC ?\d{3}|\bAXC ?F|\bRFC ?4\d\d/, 'ILC 191 ETH 2TX', 'controller', 0.85, 'Phoenix Contact controller', {
      vendor: 'Phoenix Contact',
    }),
    role(/\bIC(200|69[3457])C(PU|PE|HS)|\bIC695CP/, 'IC695CPE330', 'controller', 0.85, 'GE PACSystems CPU'),
    role(/\bIC200PN|\bIC69[35](PNS|NIU|BEM)/, 'IC200PNS001', 'I/O device', 0.7, 'GE remote I/O head'),
    role(/\b(CX|C6\d)\d{4}\b/, 'CX9020-0112', 'controller', 0.7, 'Beckhoff embedded controller', {
      vendor: 'Beckhoff',
    }),
    role(/\b(BK|EK|EP)\d{4}\b/, 'EK1100', 'I/O device', 0.8, 'Beckhoff coupler', { vendor: 'Beckhoff' }),
    role(/\b750-8\d\d|\bPFC[12]00/, '750-8212', 'controller', 0.85, 'WAGO controller', { vendor: 'WAGO' }),
    role(/\b750-3\d\d/, '750-352', 'I/O device', 0.85, 'WAGO coupler', { vendor: 'WAGO' }),
    role(/\bSEL-\d{3}/, 'SEL-451', 'IED', 0.85, 'SEL protective relay', { vendor: 'SEL' }),
    role(/\b7S[AJDKLT]\d{2}|\bSIPROTEC/, '7SJ82', 'IED', 0.85, 'SIPROTEC', siemens),
    role(/\bRE[FTLGM]\d{3}\b/, 'REF615', 'IED', 0.85, 'Relion relay', { vendor: 'ABB' }),
    role(/\bROC8\d\d|\bFloBoss/i, 'ROC800', 'RTU', 0.8, 'remote operations controller', { vendor: 'Emerson' }),
    role(/\bJACE\b|\bJACE-?\d/, 'JACE-6', 'building controller', 0.85, 'Niagara controller', { vendor: 'Tridium' }),
    role(/\bCODESYS (Control|SP)/i, 'CODESYS Control Win V3', 'controller', 0.7, 'CODESYS run-time'),
    role(/\be-?terra/i, 'e-terracomm', 'SCADA server', 0.75, 'control centre front end'),
    role(/\b(MGate|NPort|UC-\d{4})/i, 'MGate MB3180', 'gateway', 0.85, 'serial gateway', { vendor: 'Moxa' }),
    role(/\b(EDS-|MDS-G|IKS-)/, 'EDS-408A', 'switch', 0.85, 'Moxa switch', { vendor: 'Moxa' }),
    role(/\bWS-C|\bIE-\d{4}|\bCatalyst/, 'WS-C2940-8TT-S', 'switch', 0.85, 'Catalyst switch', { vendor: 'Cisco' }),
  ],
}
