import { useTranslation } from 'react-i18next';
import {
  type Density,
  LANGUAGES,
  type Language,
  prefer,
  type Scheme,
  usePreferences,
} from '@/shared/preferences';
import { Checkbox, Choice } from '@/ui';
import classes from './me.module.css';

const SCHEMES: readonly Scheme[] = ['auto', 'light', 'dark'];
const DENSITIES: readonly Density[] = ['compact', 'normal', 'comfortable'];

/** Takes effect at once; nothing to save. */
export function PreferencesForm() {
  const { t } = useTranslation('me');
  const { language, scheme, density, sounds, shortcuts } = usePreferences();
  return (
    <div className={classes.form}>
      <Choice
        label={t('language')}
        value={language ?? ''}
        onChange={(event) => prefer({ language: (event.currentTarget.value || null) as Language })}
        data={[
          { value: '', label: t('asBrowser') },
          ...Object.entries(LANGUAGES).map(([value, label]) => ({ value, label })),
        ]}
      />
      <Choice
        label={t('scheme')}
        value={scheme}
        onChange={(event) => prefer({ scheme: event.currentTarget.value as Scheme })}
        data={SCHEMES.map((value) => ({ value, label: t(`schemes.${value}`) }))}
      />
      <Choice
        label={t('density')}
        value={density}
        onChange={(event) => prefer({ density: event.currentTarget.value as Density })}
        data={DENSITIES.map((value) => ({ value, label: t(`densities.${value}`) }))}
      />
      <Checkbox
        className={classes.check ?? ''}
        label={t('sounds')}
        checked={sounds}
        onChange={(event) => prefer({ sounds: event.currentTarget.checked })}
      />
      <Checkbox
        className={classes.check ?? ''}
        label={t('shortcuts')}
        checked={shortcuts}
        onChange={(event) => prefer({ shortcuts: event.currentTarget.checked })}
      />
    </div>
  );
}
