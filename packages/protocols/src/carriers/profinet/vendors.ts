// Vendors by the VendorID that PROFIBUS & PROFINET International assigns (profibus.com, Manufacturer IDs): those met
// often. I&M records use the same numbers, IEC 61158-6-10, 5.2.35.
import { hexNumber } from '../../reader.ts'

const vendors: Readonly<Partial<Record<number, string>>> = {
  0x001a: 'ABB',
  0x002a: 'Siemens',
  0x00b0: 'Phoenix Contact',
  0x010c: 'HMS Industrial Networks',
  0x011d: 'WAGO',
  0x011e: 'Hilscher',
  0x0120: 'Beckhoff',
  0x012f: 'Murrelektronik',
  0x013d: 'TURCK',
  0x014d: 'Festo',
  0x015a: 'GE Intelligent Platforms',
}

/** The vendor's name, or null where the number is not in the list above. */
export const vendorOf = (id: number): string | null => vendors[id] ?? null
export const vendorText = (id: number): string =>
  vendors[id] ? `${vendors[id]} (${hexNumber(id, 4)})` : hexNumber(id, 4)
