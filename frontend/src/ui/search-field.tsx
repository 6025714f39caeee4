import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { TextField } from './field';

interface SearchFieldProps {
  readonly label: string;
  /** What is searched for now: the URL's word. */
  readonly value: string;
  /** Called once somebody pauses; empty when nothing is searched for. */
  readonly onSearch: (text: string) => void;
  readonly className?: string;
}

const PAUSE_MS = 200;

/** A field whose text is searched for while it is typed. */
export function SearchField({ label, value, onSearch, className }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const sent = useRef(value);
  useEffect(() => {
    // changed from elsewhere: Back, or a filter that was cleared
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => () => clearTimeout(pause.current), []);
  return (
    <TextField
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      {...(className ? { className } : {})}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        clearTimeout(pause.current);
        pause.current = setTimeout(() => {
          sent.current = typed.trim();
          onSearch(typed.trim());
        }, PAUSE_MS);
      }}
    />
  );
}
