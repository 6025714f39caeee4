import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ScannedCode, useScans, useUnendedScans } from '@/shared/scan';
import { sound } from '@/shared/scan/tones';
import { Button, Card, Plate } from '@/ui';
import classes from './scan.module.css';
import { verdictOf } from './verdict';

/** Says how a scanner and this computer understand each other, and what to set right. */
export function ScannerTest() {
  const { t } = useTranslation('scan');
  const [testing, setTesting] = useState(false);
  return (
    <Card title={t('test.title')}>
      <p className={classes.hint}>{t('test.why')}</p>
      <Button
        variant="default"
        className={classes.start ?? ''}
        aria-expanded={testing}
        onClick={() => setTesting(!testing)}
      >
        {testing ? t('test.stop') : t('test.start')}
      </Button>
      {testing && <Testing />}
    </Card>
  );
}

function Testing() {
  const { t } = useTranslation('scan');
  const [result, setResult] = useState<{ code: ScannedCode; ended: boolean } | null>(null);
  const hear = (code: ScannedCode, ended: boolean) => {
    sound(ended ? 'ok' : 'unknown');
    setResult({ code, ended });
  };
  useScans((code) => hear(code, true));
  useUnendedScans((code) => hear(code, false));
  const verdict = result && verdictOf(result.code, result.ended);
  return (
    <div role="status" className={classes.result}>
      {result && verdict ? (
        <dl>
          <dt>{t('test.typed')}</dt>
          <dd>
            <Plate>{result.code.code}</Plate>
          </dd>
          {result.code.alternative !== null && (
            <>
              <dt>{t('test.physical')}</dt>
              <dd>
                <Plate>{result.code.alternative}</Plate>
              </dd>
            </>
          )}
          <dt>{t('test.layout')}</dt>
          <dd>{t(`test.layouts.${verdict.layout}`)}</dd>
          <dt>{t('test.end')}</dt>
          <dd data-wrong={!verdict.ended || undefined}>
            {t(verdict.ended ? 'test.ended' : 'test.unended')}
          </dd>
        </dl>
      ) : (
        <p>{t('test.scanNow')}</p>
      )}
    </div>
  );
}
