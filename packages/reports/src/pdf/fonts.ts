// IBM Plex Sans (OFL-1.1), embedded: Latin with all its accents, Greek and Cyrillic.
import { fileURLToPath } from 'node:url'

const fileOf = (name: string): string =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/ibm-plex-sans/${name}.ttf`))

export const fonts = {
  body: fileOf('400Regular/IBMPlexSans_400Regular'),
  strong: fileOf('600SemiBold/IBMPlexSans_600SemiBold'),
} as const
export type Font = keyof typeof fonts

/** What would turn a line around or is no character is shown as one that we have; tabulators are spaces. */
export const printable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll('\t', ' ')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n)[\p{Cc}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}]/gu, '')
