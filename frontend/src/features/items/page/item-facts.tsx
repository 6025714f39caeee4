import type { ItemWithStock } from '@quartermaster/api-client';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asText, compare } from '@/shared/format/quantity';
import { useCategories } from '@/shared/lookups/categories';
import { useOrganization } from '@/shared/routes/organization';
import { Card, Nothing, Path, Quantity, Tag, Time } from '@/ui';
import { CopyButton } from '@/ui/copy-button';
import { Fact, Facts } from '@/ui/facts';
import classes from './item.module.css';

/** What it is, how much there is of it, and the codes it answers to; what nobody said is left out. */
export function ItemFacts({ item }: { readonly item: ItemWithStock }) {
  const { t, i18n } = useTranslation('items');
  const { slug: organization } = useOrganization();
  const category = useCategories().find(item.category_id);
  const low = item.min_level !== null && compare(item.on_hand, item.min_level) < 0;
  const level = (value: string | null) =>
    value === null ? '' : `${asText(value, i18n.language)} ${item.unit}`;
  const told = (
    [
      ['min_level', level(item.min_level)],
      ['max_level', level(item.max_level)],
      ['manufacturer', item.manufacturer],
      ['model_number', item.model_number],
    ] as const
  ).filter(([, value]) => value !== '');
  return (
    <Card title={t('facts')}>
      <dl className={classes.sums}>
        <Sum name={t('onHand')} value={item.on_hand} unit={item.unit}>
          {low && <Tag state="low">{t('low')}</Tag>}
        </Sum>
        <Sum name={t('reserved')} value={item.reserved} unit={item.unit} />
        <Sum name={t('available')} value={item.available} unit={item.unit} />
      </dl>
      <Facts>
        <Fact name={t('fields.sku')}>
          <Code code={item.sku} what={t('fields.sku')} />
        </Fact>
        {item.barcode !== null && (
          <Fact name={t('fields.barcode')}>
            <Code code={item.barcode} what={t('fields.barcode')} />
          </Fact>
        )}
        {category && (
          <Fact name={t('category')}>
            <Link
              to="/$organization/items"
              params={{ organization }}
              search={{ category_id: category.row.id }}
              className={classes.category}
            >
              <Path parts={category.path} />
            </Link>
          </Fact>
        )}
        <Fact name={t('unit')}>{item.unit}</Fact>
        <Fact name={t('tracking')}>{t(`trackings.${item.tracking}`)}</Fact>
        {told.map(([name, value]) => (
          <Fact key={name} name={t(`fields.${name}`)}>
            {value}
          </Fact>
        ))}
        <Fact name={t('changed')}>
          <Time at={item.updated_at} />
        </Fact>
        {Object.entries(item.attributes).map(([name, value]) => (
          <Fact key={name} name={name}>
            {typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value)}
          </Fact>
        ))}
        {item.notes !== '' && (
          <Fact name={t('fields.notes')} wide>
            {item.notes}
          </Fact>
        )}
      </Facts>
    </Card>
  );
}

interface SumProps {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly children?: ReactNode;
}

const Sum = ({ name, value, unit, children }: SumProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <Quantity value={value} unit={unit} />
      {children}
    </dd>
  </div>
);

function Code({ code, what }: { readonly code: string | null; readonly what: string }) {
  if (code === null) return <Nothing />;
  return (
    <span className={classes.code}>
      <span className="mono">{code}</span>
      <CopyButton text={code} what={what} />
    </span>
  );
}
