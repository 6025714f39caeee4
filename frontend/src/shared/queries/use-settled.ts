import { useEffect, useState } from 'react';

const TYPING_MS = 120;

/** The text once nobody has typed for a moment: what is worth asking the server about. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return text === '' ? '' : settled;
}
