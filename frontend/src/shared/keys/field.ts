/** A field as it was before a burst began in it, so that the burst can be taken out again. */
export interface Before {
  readonly field: Field;
  readonly value: string;
  readonly selection: readonly [number, number] | null;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const NO_TEXT = new Set(['button', 'checkbox', 'radio', 'range', 'color', 'file', 'submit']);

/** Whether keys type into this, so that none of them is a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !NO_TEXT.has(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement &&
      (target.isContentEditable || target.closest('[role="menu"], [role="listbox"]') !== null))
  );
}

/** Password managers type as fast as scanners do: what goes into these fields is never a scan. */
export const isSecret = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement &&
  (target.type === 'password' || /username|password|one-time-code/.test(target.autocomplete));

export function before(target: EventTarget | null): Before | null {
  if (!isField(target) || !isTyping(target)) return null;
  const selection = 'selectionStart' in target ? range(target) : null;
  return { field: target, value: target.value, selection };
}

function range(field: HTMLInputElement | HTMLTextAreaElement): readonly [number, number] | null {
  return field.selectionStart === null || field.selectionEnd === null
    ? null
    : [field.selectionStart, field.selectionEnd];
}

const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** Puts a field back, by the setter of the browser: React learns of it by the event. */
export function restore({ field, value, selection }: Before, composing: boolean): void {
  if (composing) {
    field.blur();
    field.focus();
  }
  if (field.value === value) return;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (selection && 'setSelectionRange' in field) field.setSelectionRange(...selection);
}
