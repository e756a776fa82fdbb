// Words of the model in the language of the reader; what has none stays as the platform says it.
import { useTranslation } from 'react-i18next'

export type Words = {
  readonly role: (role: string | null) => string
  readonly verb: (verb: string) => string
  readonly term: (term: string) => string
  readonly criticality: (grade: string) => string
  readonly attribute: (name: string) => string
  /** What a simulated plant can be made to tell. */
  readonly story: (of: { readonly id: string; readonly title: string }) => string
}

export function useWords(): Words {
  const { t } = useTranslation()
  return {
    role: role => (role === null ? t('role.unknown') : t(`role.${role as 'HMI'}`, { defaultValue: role })),
    verb: verb => t(`verb.${verb as 'read'}`, { defaultValue: verb }),
    term: term => t(`term.${term as 'rule'}`, { defaultValue: term }),
    criticality: grade => t(`criticality.${grade as 'low'}`, { defaultValue: grade }),
    story: ({ id, title }) => t(`plantStory.${id as 'scan'}`, { defaultValue: title }),
    attribute: name => t(`attribute.${name as 'vendor'}`, { defaultValue: name }),
  }
}
