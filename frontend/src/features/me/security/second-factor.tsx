import {
  beginSecondFactor,
  renewRecoveryCodes,
  type SecondFactorBegin,
  turnSecondFactorOff,
} from '@quartermaster/api-client';
import { getMySecondFactorOptions } from '@quartermaster/api-client/query';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSubmit } from '@/shared/api/use-submit';
import { arrived } from '@/shared/arrived';
import { useInvalidate } from '@/shared/queries/invalidate';
import { COOKIE, entered } from '@/shared/session/access';
import { toast } from '@/shared/toasts';
import { Button, Card, ProblemStrip } from '@/ui';
import { Confirm } from '@/ui/confirm';
import { Buttons } from '@/ui/form';
import { RecoveryCodes } from './recovery-codes';
import classes from './security.module.css';

const SetUp = lazy(() => arrived(import('./set-up')).then((loaded) => ({ default: loaded.SetUp })));

/** A code beside the password. Each change of it ends every other session. */
export function SecondFactor() {
  const { t } = useTranslation('me');
  const invalidate = useInvalidate();
  const { data, error, refetch } = useQuery(getMySecondFactorOptions());
  const [codes, setCodes] = useState<readonly string[]>();
  const done = () => {
    setCodes(undefined);
    void invalidate('me');
  };
  return (
    <Card title={t('security.factor')}>
      {error && <ProblemStrip error={error} retry={() => void refetch()} />}
      {data && (
        <div className={classes.parts}>
          <p className={classes.hint}>
            {data.on
              ? t('security.factorOn', { count: data.recovery_codes_left })
              : t('security.factorHint')}
          </p>
          {data.on ? <Change onCodes={setCodes} onOff={done} /> : <Begin onCodes={setCodes} />}
        </div>
      )}
      {codes && <RecoveryCodes codes={codes} onDone={done} />}
    </Card>
  );
}

interface CodesProps {
  /** Fresh ones, to be shown once. */
  readonly onCodes: (codes: readonly string[]) => void;
}

function Begin({ onCodes }: CodesProps) {
  const { t } = useTranslation('me');
  const [begun, setBegun] = useState<SecondFactorBegin>();
  const { submit, pending, problem } = useSubmit(async () => {
    setBegun((await beginSecondFactor({ throwOnError: true })).data);
  });
  return (
    <>
      {problem && <ProblemStrip error={problem} />}
      <Button loading={pending} onClick={() => void submit()}>
        {t('security.turnOn')}
      </Button>
      {begun && (
        <Suspense>
          <SetUp
            begun={begun}
            onClose={() => setBegun(undefined)}
            onCodes={(codes) => {
              setBegun(undefined);
              onCodes(codes);
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function Change({ onCodes, onOff }: CodesProps & { readonly onOff: () => void }) {
  const { t } = useTranslation('me');
  const [asking, setAsking] = useState<'codes' | 'off'>();
  const close = () => setAsking(undefined);
  const renew = async () => {
    const { data } = await renewRecoveryCodes({ headers: COOKIE, throwOnError: true });
    entered(data.session);
    onCodes(data.recovery_codes);
  };
  const turnOff = async () => {
    const { data } = await turnSecondFactorOff({ headers: COOKIE, throwOnError: true });
    entered(data);
    toast(t('security.offDone'));
    onOff();
  };
  return (
    <>
      <Buttons>
        <Button variant="default" onClick={() => setAsking('codes')}>
          {t('security.newCodes')}
        </Button>
        <Button variant="default" onClick={() => setAsking('off')}>
          {t('security.turnOff')}
        </Button>
      </Buttons>
      <Confirm
        title={t('security.newCodesTitle')}
        confirm={t('security.newCodes')}
        opened={asking === 'codes'}
        onClose={close}
        send={renew}
      >
        {t('security.newCodesHint')}
      </Confirm>
      <Confirm
        title={t('security.offTitle')}
        confirm={t('security.turnOff')}
        opened={asking === 'off'}
        onClose={close}
        send={turnOff}
      >
        {t('security.offHint')}
      </Confirm>
    </>
  );
}
