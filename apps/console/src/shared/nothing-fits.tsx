// What a list that is searched says where nothing fits: one that only closes looks broken.
import { useTranslation } from 'react-i18next'

export const NothingFits = () => useTranslation().t('palette.nothing')
