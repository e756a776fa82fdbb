import { printable } from '../pdf/fonts.ts'

/** For text and for attributes in double quotes; without what turns a line around. */
export const escaped = (text: string): string =>
  printable(text.toWellFormed())
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
