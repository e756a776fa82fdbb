// How everything looks. Colours of our own parts are variables in styles.css; these are those of Mantine's.
import { createTheme, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core'
import { createElement } from 'react'
import { NothingFits } from '../shared/nothing-fits.tsx'

const gray: MantineColorsTuple = [
  '#f6f7f9',
  '#eef1f4',
  '#e3e7ec',
  '#d2d8df',
  '#b8c1cb',
  '#8e99a6',
  '#5b6672',
  '#45505c',
  '#2a323b',
  '#151a20',
]
const dark: MantineColorsTuple = [
  '#e4e9ee',
  '#c2cbd4',
  '#9aa5b1',
  '#7f8b98',
  '#303a46',
  '#232b34',
  '#1b2129',
  '#151a20',
  '#0e1216',
  '#090c0f',
]
const ocean: MantineColorsTuple = [
  '#e4f4f7',
  '#c9e7ee',
  '#9bd3e0',
  '#6fc1d2',
  '#57c0d6',
  '#2ea3bc',
  '#158199',
  '#0b6b81',
  '#095a6d',
  '#064556',
]

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
const mono = 'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace'

const base: MantineThemeOverride = {
  fontFamily: system,
  fontFamilyMonospace: mono,
  headings: { fontFamily: system, fontWeight: '650' },
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  defaultRadius: 6,
  colors: { gray, dark, ocean },
  primaryColor: 'ocean',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { nothingFoundMessage: createElement(NothingFits) } },
    MultiSelect: { defaultProps: { nothingFoundMessage: createElement(NothingFits) } },
    Menu: { defaultProps: { shadow: 'md' } },
    // Read aloud alone, and understood in both languages.
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'OK' } } },
  },
}

const HEX = /^#[0-9a-f]{6}$/i

/** With the colour of a brand, where it has one. */
export function themeOf(color: string | undefined): MantineThemeOverride {
  if (color === undefined || !HEX.test(color)) return createTheme(base)
  const own = Array.from({ length: 10 }, () => color) as unknown as MantineColorsTuple
  return createTheme({ ...base, colors: { gray, dark, own }, primaryColor: 'own' })
}
