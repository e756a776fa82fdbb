/**
 * Families under which makers publish, with the order numbers of their members. Sources: the makers' public catalogues.
 * `names`: any of these phrases in a product name means the family. `orders`: patterns with `*` and `?`, no separators.
 * `models`: phrases by which a device of the family names itself. `not`: names in which the phrase means something else.
 */
export type Family = {
  readonly id: string
  readonly vendor: string
  readonly names: readonly string[]
  readonly orders: readonly string[]
  readonly models?: readonly string[]
  readonly not?: readonly string[]
}

const siemens: readonly Omit<Family, 'vendor'>[] = [
  {
    id: 's7-200',
    names: ['S7-200'],
    orders: ['6ES721??AA2*', '6ES721??AB2*', '6ES721??AD2*', '6ES721??BB2*', '6ES721??BD2*'],
    models: ['S7-200'],
    not: ['S7-200 SMART'],
  },
  { id: 's7-300', names: ['S7-300', 'S7-300 CPU'], orders: ['6ES731?*'], models: ['S7-300', 'CPU-300', 'S7 CPU-300'] },
  {
    id: 's7-400',
    names: ['S7-400', 'S7-400 CPU', 'S7-400 PN/DP'],
    orders: ['6ES741?*'],
    models: ['S7-400', 'CPU-400', 'S7 CPU-400'],
  },
  {
    id: 's7-400h',
    names: ['S7-400 H', 'S7-400H', 'S7-410', 'S7-410 V8', 'S7-410 V10'],
    orders: ['6ES741??H*', '6ES7410*'],
  },
  {
    id: 's7-1200',
    names: ['S7-1200'],
    orders: ['6ES721?1??3*', '6ES721?1??4*', '6ES721?1??5*'],
    models: ['S7-1200', 'CPU 1211C', 'CPU 1212C', 'CPU 1214C', 'CPU 1215C', 'CPU 1217C'],
  },
  {
    id: 's7-1500',
    names: ['S7-1500'],
    orders: ['6ES751?*'],
    models: ['S7-1500'],
    not: ['Software Controller', 'S7-1500 TM', 'Open Controller', 'S7-1500 Virtual', 'PLCSIM', 'Drive Controller'],
  },
  { id: 's7-1500-software', names: ['S7-1500 Software Controller', 'Software Controller'], orders: ['6ES7672*'] },
  { id: 'et200sp-cpu', names: ['ET 200SP CPU', 'ET200SP CPU'], orders: ['6ES7510*', '6ES7512*'] },
  { id: 'et200sp-im', names: ['ET 200SP IM 155-6', 'ET200SP IM155-6', 'ET 200SP IM 155-6 PN'], orders: ['6ES71556A*'] },
  { id: 'et200mp-im', names: ['ET 200MP IM 155-5', 'ET200MP IM155-5', 'ET 200MP IM 155-5 PN'], orders: ['6ES71555A*'] },
  { id: 'et200m', names: ['ET 200M', 'ET200M'], orders: ['6ES7153*'] },
  { id: 'et200s', names: ['ET 200S', 'ET200S'], orders: ['6ES7151*'] },
  { id: 'logo', names: ['LOGO!', 'LOGO! 8', 'LOGO! 8 BM'], orders: ['6ED1052*'] },
  { id: 'cp-343-1', names: ['CP 343-1', 'SIMATIC CP 343-1'], orders: ['6GK73431*'] },
  { id: 'cp-443-1', names: ['CP 443-1', 'SIMATIC CP 443-1'], orders: ['6GK74431*'] },
  { id: 'cp-1243', names: ['CP 1243-1', 'SIMATIC CP 1243-1'], orders: ['6GK72431*'] },
  { id: 'cp-1543', names: ['CP 1543-1', 'SIMATIC CP 1543-1'], orders: ['6GK75431*'] },
  {
    id: 'hmi-comfort',
    names: ['HMI Comfort Panels', 'Comfort Panels', 'HMI Comfort Panels 4" - 22"'],
    orders: ['6AV2124*'],
  },
  { id: 'hmi-basic', names: ['HMI Basic Panels', 'KTP Mobile Panels'], orders: ['6AV2123*'] },
  { id: 'scalance-x200', names: ['SCALANCE X-200', 'SCALANCE X200'], orders: ['6GK52??0BA?02A*'] },
  { id: 'scalance-x300', names: ['SCALANCE X-300', 'SCALANCE X300', 'SCALANCE X-300 switch'], orders: ['6GK53*'] },
  { id: 'scalance-x400', names: ['SCALANCE X-400', 'SCALANCE X408'], orders: ['6GK54*'] },
  { id: 'scalance-s600', names: ['SCALANCE S-600', 'SCALANCE SC-600', 'SCALANCE SC600'], orders: ['6GK56*'] },
  { id: 'scalance-w', names: ['SCALANCE W-700', 'SCALANCE W700'], orders: ['6GK57*'] },
  { id: 'sinamics', names: ['SINAMICS'], orders: ['6SL3*'], models: ['SINAMICS'] },
]

const rockwell: readonly Omit<Family, 'vendor'>[] = [
  { id: 'controllogix-5560', names: ['ControlLogix 5560'], orders: ['1756L6*'] },
  { id: 'controllogix-5570', names: ['ControlLogix 5570'], orders: ['1756L7?', '1756L7?K', '1756L7?XT'] },
  {
    id: 'controllogix-5580',
    names: ['ControlLogix 5580', 'ControlLogix 5580 Process'],
    orders: ['1756L8?E', '1756L8?EK', '1756L8?EP', '1756L8?EXT'],
  },
  { id: 'guardlogix-5570', names: ['GuardLogix 5570'], orders: ['1756L7?S*'] },
  { id: 'guardlogix-5580', names: ['GuardLogix 5580'], orders: ['1756L8?ES*'] },
  { id: 'compactlogix-5370', names: ['CompactLogix 5370'], orders: ['1769L1*', '1769L2*', '1769L3*'] },
  {
    id: 'compactlogix-5380',
    names: ['CompactLogix 5380', 'CompactLogix 5380 Process'],
    orders: ['5069L3??ER', '5069L3??ERM', '5069L3??ERP', '5069L3???ERM', '5069L3???ER', '5069L3???ERP', '5069L4??ER*'],
  },
  {
    id: 'compact-guardlogix-5380',
    names: ['Compact GuardLogix 5380'],
    orders: ['5069L3??ERS*', '5069L3??ERMS*', '5069L3???ERS*', '5069L3???ERMS*'],
  },
  { id: 'compactlogix-5480', names: ['CompactLogix 5480'], orders: ['5069L46*'] },
  { id: 'micrologix-1100', names: ['MicroLogix 1100'], orders: ['1763*'] },
  { id: 'micrologix-1200', names: ['MicroLogix 1200'], orders: ['1762*'] },
  { id: 'micrologix-1400', names: ['MicroLogix 1400'], orders: ['1766*'] },
  { id: 'micrologix-1500', names: ['MicroLogix 1500'], orders: ['1764*'] },
  { id: 'slc-500', names: ['SLC 500', 'SLC 5/05'], orders: ['1747L*'] },
  { id: 'plc-5', names: ['PLC-5', 'PLC5'], orders: ['1785L*'] },
  { id: 'micro800', names: ['Micro800'], orders: ['2080LC*'] },
  { id: 'micro820', names: ['Micro820'], orders: ['2080LC20*'] },
  { id: 'micro850', names: ['Micro850'], orders: ['2080LC50*', '2080L50*'] },
  { id: 'micro870', names: ['Micro870'], orders: ['2080LC70*', '2080L70*'] },
  { id: 'flexlogix', names: ['FlexLogix'], orders: ['1794L*'] },
  { id: 'panelview-plus', names: ['PanelView Plus', 'PanelView Plus 7'], orders: ['2711P*'] },
  { id: 'panelview-5000', names: ['PanelView 5000', 'PanelView 5510', 'PanelView 5500'], orders: ['2715*'] },
  { id: 'powerflex-525', names: ['PowerFlex 525'], orders: ['25B*'] },
  { id: 'powerflex-527', names: ['PowerFlex 527'], orders: ['25C*'] },
  { id: 'powerflex-6000t', names: ['PowerFlex 6000T'], orders: [] },
  { id: 'stratix-5700', names: ['Stratix 5700'], orders: ['1783BMS*'] },
  { id: 'stratix-5800', names: ['Stratix 5800'], orders: ['1783MMS*'] },
  { id: 'stratix-8000', names: ['Stratix 8000'], orders: ['1783MS*'] },
  { id: 'point-io', names: ['POINT I/O', '1734-AENT'], orders: ['1734AENT*'] },
  { id: 'flex-io', names: ['FLEX I/O', '1794-AENT'], orders: ['1794AENT*'] },
]

const schneider: readonly Omit<Family, 'vendor'>[] = [
  {
    id: 'm340',
    names: ['Modicon M340', 'M340 CPU', 'Modicon M340 CPU', 'Modicon M340 PLC'],
    orders: ['BMXP34*'],
    models: ['Modicon M340'],
  },
  {
    id: 'm580',
    names: ['Modicon M580', 'M580 CPU', 'Modicon M580 CPU', 'Modicon M580 PLC'],
    orders: ['BMEP58*', 'BMEH58*'],
    models: ['Modicon M580'],
  },
  {
    id: 'm580-safety',
    names: ['Modicon M580 CPU Safety', 'M580 CPU Safety', 'Modicon M580 Safety'],
    orders: ['BMEP58*S', 'BMEH58*S'],
  },
  { id: 'quantum', names: ['Modicon Quantum', 'Quantum CPU'], orders: ['140CPU*'], models: ['Modicon Quantum'] },
  {
    id: 'premium',
    names: ['Modicon Premium', 'Premium CPU'],
    orders: ['TSXP57*', 'TSXPCI*'],
    models: ['Modicon Premium'],
  },
  {
    id: 'momentum',
    names: ['Modicon Momentum', 'Momentum Unity M1E'],
    orders: ['171CBU*'],
    models: ['Modicon Momentum'],
  },
  { id: 'm221', names: ['Modicon M221'], orders: ['TM221*'], models: ['Modicon M221'] },
  { id: 'm241', names: ['Modicon M241'], orders: ['TM241*'], models: ['Modicon M241'] },
  { id: 'm251', names: ['Modicon M251'], orders: ['TM251*'], models: ['Modicon M251'] },
  { id: 'm258', names: ['Modicon M258'], orders: ['TM258*'], models: ['Modicon M258'] },
  { id: 'm262', names: ['Modicon M262'], orders: ['TM262*'], models: ['Modicon M262'] },
  { id: 'lmc058', names: ['Modicon LMC058', 'LMC058'], orders: ['LMC058*'] },
  { id: 'mc80', names: ['Modicon MC80'], orders: ['BMKC80*'] },
  { id: 'noe-0100', names: ['BMXNOE0100', 'BMX NOE 0100'], orders: ['BMXNOE0100*'] },
  { id: 'noe-0110', names: ['BMXNOE0110', 'BMX NOE 0110'], orders: ['BMXNOE0110*'] },
  { id: 'tricon', names: ['Tricon', 'Triconex Tricon'], orders: [], models: ['Tricon'] },
]

const others: readonly Family[] = [
  {
    id: 'melsec-iq-r',
    vendor: 'mitsubishi',
    names: ['MELSEC iQ-R', 'iQ-R Series'],
    orders: ['R??CPU*', 'R???CPU*', 'R??ENCPU*'],
  },
  {
    id: 'melsec-q',
    vendor: 'mitsubishi',
    names: ['MELSEC-Q', 'MELSEC Q', 'Q Series'],
    orders: ['Q??UD*', 'Q??CPU*', 'Q??HCPU*'],
  },
  { id: 'melsec-l', vendor: 'mitsubishi', names: ['MELSEC-L', 'MELSEC L', 'L Series'], orders: ['L??CPU*'] },
  { id: 'melsec-iq-f', vendor: 'mitsubishi', names: ['MELSEC iQ-F', 'iQ-F Series'], orders: ['FX5*'] },
  {
    id: 'omron-nj',
    vendor: 'omron',
    names: ['NJ-series', 'NJ series', 'Machine Automation Controller NJ-series'],
    orders: ['NJ?01*'],
  },
  {
    id: 'omron-nx',
    vendor: 'omron',
    names: ['NX-series', 'NX series', 'Machine Automation Controller NX-series'],
    orders: ['NX1*', 'NX7*', 'NX5*'],
  },
  {
    id: 'omron-cj2',
    vendor: 'omron',
    names: ['CJ2', 'CJ series', 'SYSMAC CJ-series', 'CJ2M', 'CJ2H'],
    orders: ['CJ2?CPU*'],
  },
  {
    id: 'omron-cp1',
    vendor: 'omron',
    names: ['CP1', 'CP series', 'SYSMAC CP-series', 'CP1L', 'CP1H'],
    orders: ['CP1??*', 'CP2E*'],
  },
  { id: 'omron-cs1', vendor: 'omron', names: ['CS series', 'SYSMAC CS-series', 'CS1'], orders: ['CS1?CPU*'] },
  { id: 'ac500', vendor: 'abb', names: ['AC500', 'AC500 V3', 'AC500 V2'], orders: ['PM5?*'], models: ['AC500'] },
  { id: 'ac800m', vendor: 'abb', names: ['AC 800M', 'AC800M'], orders: ['PM8??*'], models: ['AC 800M'] },
  { id: 'rx3i', vendor: 'emerson', names: ['PACSystems RX3i', 'RX3i'], orders: ['IC695C*'], models: ['RX3i'] },
  { id: 'rx7i', vendor: 'emerson', names: ['PACSystems RX7i', 'RX7i'], orders: ['IC698C*'] },
  { id: 'versamax', vendor: 'emerson', names: ['VersaMax'], orders: ['IC200*'] },
  {
    id: 'pfc100',
    vendor: 'wago',
    names: ['PFC100', '750-81xx'],
    orders: ['75081??*', '075081??*'],
    models: ['PFC100'],
  },
  {
    id: 'pfc200',
    vendor: 'wago',
    names: ['PFC200', '750-82xx'],
    orders: ['75082??*', '075082??*'],
    models: ['PFC200'],
  },
  {
    id: 'axc-f',
    vendor: 'phoenix contact',
    names: ['AXC F', 'PLCnext', 'AXC F 1152', 'AXC F 2152', 'AXC F 3152'],
    orders: [],
    models: ['AXC F'],
  },
  {
    id: 'ilc-1x1',
    vendor: 'phoenix contact',
    names: ['ILC 1x1', 'ILC 131 ETH', 'ILC 151 ETH', 'ILC 171 ETH'],
    orders: [],
    models: ['ILC 1'],
  },
  {
    id: 'railswitch',
    vendor: 'hirschmann',
    names: ['RS20', 'RailSwitch', 'Classic Platform RS20'],
    orders: ['RS20*', 'RS30*', 'RS40*'],
    models: ['Railswitch RS20', 'RS20'],
  },
]

export const families: readonly Family[] = [
  ...siemens.map(family => ({ ...family, vendor: 'siemens' })),
  ...rockwell.map(family => ({ ...family, vendor: 'rockwell' })),
  ...schneider.map(family => ({ ...family, vendor: 'schneider' })),
  ...others,
]
