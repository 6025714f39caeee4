import { useCallback, useState } from 'react';
import { sound, type Tone } from '@/shared/scan/tones';

/** What the last scan came to. */
export interface Feedback {
  readonly tone: Tone;
  readonly text: string;
  readonly more: string;
  /** Counts up, so that the same words twice are two things. */
  readonly turn: number;
}

export type Tell = (tone: Tone, text: string, more?: string) => void;

/** Tells in words, colour and tone what became of a scan. */
export function useFeedback(): readonly [Feedback | null, Tell] {
  const [feedback, setFeedback] = useState<Feedback | null>(null);
  const tell = useCallback<Tell>((tone, text, more = '') => {
    sound(tone);
    setFeedback((last) => ({ tone, text, more, turn: (last?.turn ?? 0) + 1 }));
  }, []);
  return [feedback, tell];
}
