import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { usePreferences } from '@/shared/preferences';

/** Light or dark, as this person prefers. */
export function Scheme() {
  const { scheme } = usePreferences();
  // without this it would write a <style> element, which the page's policy refuses
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  useEffect(() => setColorScheme(scheme), [scheme, setColorScheme]);
  return null;
}
