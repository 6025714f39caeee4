import { preferences } from '@/shared/preferences';

/** What a scan came to; each has a tone, a colour and words of its own. */
export type Tone = 'ok' | 'again' | 'unknown';

interface Note {
  readonly hertz: number;
  readonly at: number;
  readonly for: number;
  readonly type: OscillatorType;
}

const NOTES: Readonly<Record<Tone, readonly Note[]>> = {
  ok: [{ hertz: 880, at: 0, for: 0.09, type: 'sine' }],
  again: [
    { hertz: 880, at: 0, for: 0.07, type: 'sine' },
    { hertz: 1318, at: 0.09, for: 0.09, type: 'sine' },
  ],
  unknown: [{ hertz: 196, at: 0, for: 0.32, type: 'square' }],
};
const BUZZ: Readonly<Record<Tone, number | number[]>> = {
  ok: 30,
  again: [30, 40, 30],
  unknown: 250,
};
const LOUDNESS = 0.12;

let context: AudioContext | null = null;

/** Lets a scan be heard and felt: made by the browser, no files; off by the person's preference. */
export function sound(tone: Tone): void {
  // before the first touch or key a browser lets no page be heard
  if (!navigator.userActivation.hasBeenActive) return;
  navigator.vibrate?.(BUZZ[tone]);
  if (!preferences.get().sounds) return;
  context ??= new AudioContext();
  void context.resume();
  for (const note of NOTES[tone]) play(context, note);
}

function play(audio: AudioContext, note: Note): void {
  const start = audio.currentTime + note.at;
  const oscillator = new OscillatorNode(audio, { type: note.type, frequency: note.hertz });
  const volume = new GainNode(audio, { gain: LOUDNESS });
  // fades out, or it would click
  volume.gain.setValueAtTime(LOUDNESS, start + note.for * 0.6);
  volume.gain.linearRampToValueAtTime(0, start + note.for);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + note.for);
}
