export const words = {
  en: {
    sources: 'Sources',
    page: (page: number, of: number) => `Page ${page} of ${of}`,
    cut: (count: number) => `${count} more were left out: the document would be too long.`,
  },
  de: {
    sources: 'Quellen',
    page: (page: number, of: number) => `Seite ${page} von ${of}`,
    cut: (count: number) => `${count} weitere wurden weggelassen: Das Dokument würde zu lang.`,
  },
} as const
