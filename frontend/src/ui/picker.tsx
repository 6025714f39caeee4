import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Combobox.layer.css';
import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Option, Picked, Search } from '@/shared/lookups/option';
import { IconButton } from './button';
import { fieldStyles } from './field';
import { Path, Plate } from './marks';
import classes from './picker.module.css';
import { useMatches } from './use-matches';

interface PickerProps {
  readonly label: string;
  readonly value: Picked | null;
  readonly onChange: (picked: Option | null) => void;
  /** What is offered for these words; none: the first ones. Keep its identity stable. */
  readonly search: Search;
  /** The field's pointer, so that a fault finds it. */
  readonly name?: string;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly description?: string;
  readonly disabled?: boolean;
  /** Offers to make what was not found, from the words that were typed. */
  readonly create?: { readonly label: (q: string) => string; readonly run: (q: string) => void };
}

const CREATE = ' create';

/** One of many things: type to find, arrows and Enter to take; what is not taken is not changed. */
export function Picker({ label, value, onChange, search, create, ...field }: PickerProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const q = (typed ?? '').trim();
  const found = useMatches(search, q, combobox.dropdownOpened);
  const { dropdownOpened, selectFirstOption } = combobox;

  useEffect(() => {
    if (dropdownOpened && found.state === 'found' && q !== '') selectFirstOption();
  }, [dropdownOpened, found, q, selectFirstOption]);

  const take = (id: string) => {
    combobox.closeDropdown();
    setTyped(null);
    if (id === CREATE) create?.run(q);
    else onChange(found.options.find((option) => option.id === id) ?? null);
  };
  const leave = () => {
    combobox.closeDropdown();
    if (typed?.trim() === '' && value) onChange(null);
    setTyped(null);
  };
  const creatable = create && q !== '' && !found.options.some((one) => same(one.title, q));
  return (
    // one element to whoever lays it out
    <div>
      <Combobox
        store={combobox}
        onOptionSubmit={take}
        size="sm"
        // beside its field in the document, and still not cut off by a dialog's edge
        withinPortal={false}
        floatingStrategy="fixed"
      >
        <Combobox.Target withExpandedAttribute>
          <TextInput
            {...field}
            label={label}
            classNames={fieldStyles}
            value={typed ?? value?.title ?? ''}
            aria-autocomplete="list"
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              combobox.openDropdown();
            }}
            onFocus={(event) => event.currentTarget.select()}
            onClick={() => combobox.openDropdown()}
            onBlur={leave}
            rightSection={
              value && !field.disabled ? (
                <IconButton
                  label={t('picker.clear', { label })}
                  className={classes.clear ?? ''}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => {
                    setTyped(null);
                    onChange(null);
                  }}
                >
                  <IconX size={16} />
                </IconButton>
              ) : null
            }
          />
        </Combobox.Target>
        <Combobox.Dropdown className={classes.dropdown ?? ''}>
          <Combobox.Options aria-label={label} className={classes.options ?? ''}>
            {found.options.map((option) => (
              <Combobox.Option key={option.id} value={option.id} className={classes.option ?? ''}>
                <Offer option={option} />
              </Combobox.Option>
            ))}
            {creatable && (
              <Combobox.Option value={CREATE} className={classes.option ?? ''}>
                <span className={classes.create}>
                  <IconPlus size={16} aria-hidden /> {create.label(q)}
                </span>
              </Combobox.Option>
            )}
          </Combobox.Options>
          {/* outside the list of choices, which may hold choices alone */}
          {found.options.length === 0 && !creatable && (
            <div className={classes.none}>{t(`picker.${found.state}`)}</div>
          )}
        </Combobox.Dropdown>
        <span className="vh" role="status">
          {dropdownOpened && found.state === 'found'
            ? t('picker.count', { count: found.options.length })
            : ''}
        </span>
      </Combobox>
    </div>
  );
}

const Offer = ({ option: { title, code, path } }: { readonly option: Option }) => (
  <>
    <span className={classes.line}>
      <b>{title}</b>
      {code && <Plate>{code}</Plate>}
    </span>
    {path && path.length > 0 && <Path parts={path} />}
  </>
);

const same = (a: string, b: string) => a.toLocaleLowerCase() === b.toLocaleLowerCase();
