import type { Role } from '@quartermaster/api-client';
import { useTranslation } from 'react-i18next';
import { ROLES } from './allowed';
import classes from './role-choice.module.css';

interface RoleChoiceProps {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  /** Why a role cannot be chosen here; null where it can. */
  readonly refused: (role: Role) => 'ownersOnly' | 'ownRole' | 'aboveOwn' | null;
}

/** One role of all, each with what it allows. */
export function RoleChoice({ value, onChange, refused }: RoleChoiceProps) {
  const { t } = useTranslation('people');
  return (
    <fieldset className={classes.roles}>
      <legend className="vh">{t('role')}</legend>
      {ROLES.map((role) => {
        const why = refused(role);
        return (
          <label key={role} className={classes.role}>
            <input
              type="radio"
              name="role"
              value={role}
              checked={value === role}
              disabled={why !== null}
              onChange={() => onChange(role)}
            />
            <span>
              <b>{t(`roles.${role}`)}</b>
              <small>{t(`meanings.${role}`)}</small>
              {why !== null && <small>{t(`refusals.${why}`)}</small>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
