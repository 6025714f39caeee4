import { commands } from '@/shared/commands';
import { preferences } from '@/shared/preferences';
import { deliver, deliverUnended, expected } from '@/shared/scan/deliver';
import { type Before, before, isSecret, isTyping, restore } from './field';
import { fallSilent, type Heard, HOLD_MS, hear, isFast, type Outcome, SILENCE } from './listening';
import type { Press } from './reading';
import { chord, find } from './shortcuts';

/** A timer that comes later than this has waited for something else. */
const LATE_MS = 20;

/**
 * Listens to every key of the page, once, for scanners that type and for shortcuts: one listener,
 * because a scanned `RIG-0325` would press R, I and G for a second one.
 *
 * Answers how to stop.
 */
export function startListening(): () => void {
  let heard: Heard = SILENCE;
  const pristine = new WeakMap<Press, Before>();
  let composed = false;
  let opened: Press | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (outcomes: readonly Outcome[], target: EventTarget | null) => {
    for (const outcome of outcomes) {
      if (outcome.kind === 'key') shortcut(outcome.press, target);
      else if (outcome.kind === 'unended') deliverUnended(outcome.code);
      else {
        const field = pristine.get(outcome.first);
        if (field) restore(field, composed);
        deliver(outcome.code);
      }
    }
  };

  const shortcut = (press: Press, target: EventTarget | null) => {
    if (!preferences.get().shortcuts || isTyping(target) || isModal()) return;
    const { command, waiting } = find(commands.get(), press, opened);
    opened = waiting ? press : null;
    command?.run();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    clearTimeout(timer);
    const { target } = event;
    if (event.repeat || isSecret(target) || (isHeld(event) && !isModifierAlone(event))) {
      heard = SILENCE;
      if (isHeld(event)) act(event);
      return;
    }
    const press = {
      key: event.key,
      code: event.code,
      shift: event.shiftKey,
      at: event.timeStamp,
    };
    const step = hear(heard, press);
    heard = step.heard;
    const field = before(target);
    if (field) pristine.set(press, field);
    composed = event.isComposing || (composed && isFast(heard));
    const scanned = step.outcomes.some(({ kind }) => kind === 'scan') && expected();
    // in a button, Enter would press it; beside fields, a sign may be a key of the browser
    if (scanned || (isFast(heard) && !isTyping(target))) {
      event.preventDefault();
      if (scanned) event.stopImmediatePropagation();
    }
    settle(
      step.outcomes.filter(({ kind }) => kind !== 'scan' || scanned),
      target,
    );
    timer = setTimeout(() => wait(target), HOLD_MS);
  };

  const wait = (target: EventTarget | null, patient = true) => {
    // a busy page runs its timers before the keys that came meanwhile
    const late = performance.now() - heard.last > HOLD_MS + LATE_MS;
    if (late && patient) {
      timer = setTimeout(() => wait(target, false), LATE_MS);
      return;
    }
    const silent = fallSilent(heard);
    heard = silent.heard;
    settle(silent.outcomes, target);
  };

  document.addEventListener('keydown', onKeyDown, { capture: true });
  return () => {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKeyDown, { capture: true });
  };
}

/** The command of a chord; any other chord is the browser's. */
function act(event: KeyboardEvent): void {
  if (event.repeat) return;
  const command = chord(commands.get(), event);
  if (!command) return;
  event.preventDefault();
  command.run();
}

/** Ctrl, Cmd or Alt is down. AltGr, which Windows shows as Ctrl and Alt, types characters. */
const isHeld = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');

const isModifierAlone = ({ key }: KeyboardEvent): boolean => key === 'AltGraph';

/** Under a dialog nothing may start by a key. */
const isModal = (): boolean => document.querySelector('[aria-modal="true"]') !== null;
