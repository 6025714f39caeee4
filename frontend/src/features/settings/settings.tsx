import type { OrganizationRead } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { useCan, useOrganization } from '@/shared/routes/organization';
import { Card, Page, Pane } from '@/ui';
import { Ending } from './ending';
import { SettingsForm } from './form';
import classes from './settings.module.css';
import { SettingsViews } from './views';

export function Settings() {
  const { t } = useTranslation('settings');
  const organization = useOrganization();
  const can = useCan();
  return (
    <Page title={t('title')}>
      <SettingsViews current="organization" />
      <Pane>
        <Card title={t('organization')}>
          {can('organization:configure') ? (
            <SettingsForm key={organization.id} organization={organization} />
          ) : (
            <p className={classes.hint}>{t('readOnly')}</p>
          )}
          <Facts organization={organization} />
        </Card>
        {can('organization:export') && <Ending organization={organization} />}
      </Pane>
    </Page>
  );
}

/** What stays as it was founded; to those who may not edit, the rest too. */
function Facts({ organization }: { readonly organization: OrganizationRead }) {
  const { t } = useTranslation('settings');
  const can = useCan();
  const { name, currency, slug, timezone, member_access } = organization;
  const fixed = [
    [t('currency'), currency],
    [t('address'), `/${slug}`],
  ];
  const rest = [
    [t('name'), name],
    [t('timezone'), timezone],
    [t('memberAccess'), t(`access.${member_access}`)],
  ];
  return (
    <dl className={classes.facts}>
      {(can('organization:configure') ? fixed : [...rest, ...fixed]).map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
