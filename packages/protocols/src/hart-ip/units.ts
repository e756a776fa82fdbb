// Engineering units (HCF_SPEC-183, common table 2) and manufacturers (common table 8) of HART.

/** Codes 1 and on, in their order. */
const first =
  'inH2O|inHg|ftH2O|mmH2O|mmHg|psi|bar|mbar|g/cm²|kg/cm²|Pa|kPa|torr|atm|ft³/min|gal/min|l/min|impgal/min|m³/h|ft/s|m/s|' +
  'gal/s|Mgal/d|l/s|Ml/d|ft³/s|ft³/d|m³/s|m³/d|impgal/h|impgal/d|°C|°F|°R|K|mV|Ω|Hz|mA|gal|l|impgal|m³|ft|m|bbl|in|cm|mm|' +
  'min|s|h|d|cSt|cP|µS|%|V|pH|g|kg|t|lb|ton|long ton|mS/cm|µS/cm|N|Nm|g/s|g/min|g/h|kg/s|kg/min|kg/h|kg/d|t/min|t/h|t/d|' +
  'lb/s|lb/min|lb/h|lb/d|ton/min|ton/h|ton/d|long ton/h|long ton/d|Dth|SG|g/cm³|kg/m³|lb/gal|lb/ft³|g/ml|kg/l|g/l|lb/in³|' +
  'ton/yd³|°Tw|°Bx|°Bé heavy|°Bé light|°API|% solids by weight|% solids by volume|°Ball|proof/vol|proof/mass|bu|yd³|ft³|' +
  'in³|in/s|in/min|ft/min|°/s|rev/s|rpm|m/h|Nm³/h|Nl/h|sft³/min|bbl liquid|oz|ft·lbf|kW|kWh|hp|ft³/h|m³/min|bbl/s|bbl/min|' +
  'bbl/h|bbl/d|gal/h|impgal/s|l/h|ppm|Mcal/h|MJ/h|Btu/h|°|rad|inH2O at 60 °F|µg/l|µg/m³|% consistency|vol %|% steam quality'
const units: readonly string[] = ['', ...first.split('|')]
const later: Readonly<Record<number, string>> = Object.freeze({
  153: 'pF',
  154: 'ml/l',
  155: 'µl/l',
  160: '% plato',
  161: '% LEL',
  162: 'Mcal',
  163: 'kΩ',
  164: 'MJ',
  165: 'Btu',
  166: 'Nm³',
  167: 'Nl',
  168: 'sft³',
  169: 'ppb',
  235: 'gal/d',
  236: 'hl',
  237: 'MPa',
  238: 'inH2O at 4 °C',
  239: 'mmH2O at 4 °C',
})

/** 250 not used, 251 none, 252 unknown, 253 special: no unit. */
export const unitOf = (code: number): string | undefined =>
  code >= 250 ? undefined : units[code] || later[code] || `unit ${code}`

const manufacturers: Readonly<Record<number, string>> = Object.freeze({
  0x01: 'Acromag',
  0x02: 'Allen-Bradley',
  0x03: 'Ametek',
  0x05: 'ABB',
  0x09: 'Bristol Babcock',
  0x0a: 'Brooks Instrument',
  0x0d: 'Daniel Industries',
  0x11: 'Endress+Hauser',
  0x12: 'ABB',
  0x13: 'Fisher Controls',
  0x14: 'Foxboro',
  0x15: 'Fuji Electric',
  0x16: 'ABB',
  0x17: 'Honeywell',
  0x1a: 'ABB',
  0x1f: 'Micro Motion',
  0x20: 'Moore Industries',
  0x26: 'Rosemount',
  0x2a: 'Siemens',
  0x2c: 'Toshiba',
  0x2e: 'Rosemount Analytical',
  0x2f: 'Metso Automation',
  0x30: 'Flowserve',
  0x36: 'Yamatake',
  0x37: 'Yokogawa',
  0x3e: 'Smar',
  0x42: 'Samson',
  0x45: 'Krohne',
  0x47: 'Druck',
  0x50: 'K-TEK',
  0x52: 'Dräger',
  0x53: 'Raytek',
  0x56: 'Magnetrol',
  0x5d: 'Pepperl+Fuchs',
  0x61: 'Knick',
  0x62: 'VEGA',
  0xf9: 'FieldComm Group',
})

export const manufacturerOf = (code: number): string | null => manufacturers[code] ?? null
