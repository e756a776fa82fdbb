// Vendor identifiers as ASHRAE assigns them (135-2020, clause 23); those met most.
const names: Readonly<Record<number, string>> = {
  0: 'ASHRAE',
  1: 'NIST',
  2: 'Trane',
  3: 'Daikin Applied',
  4: 'PolarSoft',
  5: 'Johnson Controls',
  6: 'American Auto-Matrix',
  7: 'Siemens',
  8: 'Delta Controls',
  9: 'Siemens',
  10: 'Schneider Electric',
  11: 'TAC',
  13: 'Teletrol Systems',
  14: 'Cimetrics',
  15: 'Cornell University',
  16: 'Carrier',
  17: 'Honeywell',
  18: 'Alerton',
  19: 'TAC',
  20: 'Hewlett-Packard',
  22: 'Siemens',
  23: 'York Controls',
  24: 'Automated Logic',
  25: 'CSI Control Systems',
  26: 'Phoenix Controls',
  28: 'KMC Controls',
  35: 'Reliable Controls',
  36: 'Tridium',
  260: 'BACnet Stack at SourceForge',
}

export const vendorName = (vendor: number): string | null => names[vendor] ?? null

/** The name, or else the number: less than what any other source says, more than nothing. Null where there is none. */
export function vendorTold(vendor: number): { readonly value: string; readonly confidence: number } | null {
  if (!(vendor >= 0)) return null
  const name = vendorName(vendor)
  return name ? { value: name, confidence: 0.9 } : { value: `BACnet vendor ${vendor}`, confidence: 0.3 }
}
