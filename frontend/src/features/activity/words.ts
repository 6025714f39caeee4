import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** The log's verbs and fields in the person's language; one that is not known is shown as it is. */
export function useWords() {
  const { t, i18n } = useTranslation('activity');
  return useMemo(() => {
    const said = (key: string, otherwise: string) =>
      i18n.exists(key, { ns: 'activity' }) ? t(key as 'title') : otherwise;
    return {
      verb: (verb: string) => said(`verbs.${verb.replace('.', '_')}`, verb),
      field: (name: string) => said(`fields.${name}`, name),
    };
  }, [t, i18n]);
}
