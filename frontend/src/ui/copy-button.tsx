import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button';

/** Puts a code into the clipboard, and says so. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <>
      <IconButton
        label={t('copy', { what })}
        onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
        onBlur={() => setCopied(false)}
      >
        {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
      </IconButton>
      <span className="vh" role="status">
        {copied ? t('copied') : ''}
      </span>
    </>
  );
}
