// Reports to authorities as files.
import type { ReportForm, ReportStamp } from '@nautilus/api'
import { docxOf, lawDocument, pdfOf } from '@nautilus/reports'
import { type ReportDocument, reportText, sheetText } from '@nautilus/response'

export async function reportFileOf(
  document: ReportDocument,
  form: ReportForm,
  stamp: ReportStamp,
): Promise<Uint8Array> {
  switch (form) {
    case 'pdf':
      return pdfOf(lawDocument(document, stamp))
    case 'docx':
      return docxOf(lawDocument(document, stamp))
    case 'txt':
      return Buffer.from(`${reportText(document)}\nSHA-256 ${stamp.hash}\n`)
    case 'sheet':
      return Buffer.from(`${sheetText(document)}\nSHA-256 ${stamp.hash}\n`)
  }
}
