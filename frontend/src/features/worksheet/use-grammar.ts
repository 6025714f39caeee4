import type { ScanMatch } from '@quartermaster/api-client';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '@/shared/api/problem';
import { asText, compare, parsed, sum } from '@/shared/format/quantity';
import type { ScannedCode } from '@/shared/scan';
import { commandOf, type SheetCommand } from '@/shared/scan/commands';
import { lookUp } from '@/shared/scan/look-up';
import { nameOf, type SheetItem, type SheetPlace } from '@/shared/sheet/things';
import { placeOf } from './balances';
import { type Meaning, meaningOf } from './meaning';
import { sameLine } from './state';
import type { Commit } from './use-commit';
import type { Tell } from './use-feedback';
import type { Levels } from './use-levels';
import type { OpenSheet } from './use-sheet';

/** More digits than any quantity has: typed by hand, they are a barcode. */
const MOST = '1000000000';

export interface Grammar {
  readonly scanned: (code: ScannedCode) => void;
  /** Text typed into the scan field, and Enter. Answers whether it meant something. */
  readonly entered: (text: string) => Promise<boolean>;
  /** Asks for a code again that waits. */
  readonly askAgain: (code: ScannedCode) => void;
  readonly commit: () => void;
  readonly take: (meaning: Meaning) => void;
  /** Adds an item as often as its code was scanned. */
  readonly takeItem: (item: SheetItem, quantity?: string) => void;
  readonly takePlace: (place: SheetPlace) => void;
  /** What a code may stand for; a person has to say. */
  readonly choices: readonly ScanMatch[];
}

/**
 * The language of a worksheet: codes of items, places and commands, and typed digits.
 *
 * Each is understood in the order in which it came, however long the server takes.
 */
export function useGrammar(
  sheet: OpenSheet,
  levels: Levels,
  { commit, undoLast }: Commit,
  organization: string,
  tell: Tell,
  close: () => void,
): Grammar {
  const { t, i18n } = useTranslation('worksheet');
  const [choices, setChoices] = useState<readonly ScanMatch[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const inTurn = (act: () => void | Promise<void>): Promise<void> => {
    queue.current = queue.current.then(act, act);
    return queue.current;
  };
  const { kind, dispatch, now } = sheet;
  const shown = (quantity: string) => asText(quantity, i18n.language);

  const addItem = (item: SheetItem, lot: string | undefined, quantity: string = now().times) => {
    const add = { do: 'add', item, quantity, ...(lot === undefined ? {} : { lot }) } as const;
    const before = sameLine(kind, now(), add)?.quantity;
    dispatch(add);
    if (before === undefined) {
      tell('ok', item.name, t('first', { quantity: shown(quantity), unit: item.unit }));
    } else {
      const all = shown(sum([before, quantity]));
      tell('again', item.name, t('again', { quantity: shown(quantity), all }));
    }
  };
  const setPlace = async (place: SheetPlace) => {
    const state = now();
    const levelsOf = await levels.known(state).catch(() => () => []);
    const sourceKnown =
      state.lines.length > 0 &&
      state.lines.every((line) => placeOf(kind, line, state, levelsOf(line.item.id)) !== null);
    dispatch({ do: 'scanPlace', place, sourceKnown });
    const spot = now().to?.id === place.id ? 'to' : 'from';
    tell('ok', nameOf(place), t(`placed.${kind}.${spot}` as 'placed.receive.to'));
  };
  const understand = (meaning: Meaning, quantity?: string): void | Promise<void> => {
    setChoices([]);
    if (meaning.is === 'item') return addItem(meaning.item, meaning.lot, quantity);
    if (meaning.is === 'place') return setPlace(meaning.place);
    if (meaning.is === 'several') {
      setChoices(meaning.matches);
      return tell('unknown', t('several', { count: meaning.matches.length }));
    }
    tell('unknown', meaning.title, meaning.archived ? t('archived') : t(`cannot.${kind}`));
  };
  const obey = async (command: SheetCommand) => {
    if (command === 'commit') return commit();
    if (command === 'times') {
      dispatch({ do: 'times' });
      return tell('ok', t('timesTen'));
    }
    if (command === 'undo') {
      const undone = sheet.undo() || (await undoLast());
      return tell(undone ? 'ok' : 'unknown', undone ? t('stepBack') : t('nothingToUndo'));
    }
    const { lines, waiting } = now();
    if (lines.length === 0 && waiting.length === 0) return close();
    dispatch({ do: 'clear' });
    tell('ok', t('cleared'));
  };
  /** Says whether the code belongs to something; throws a `Problem` when that cannot be found out. */
  const isKnown = async (code: ScannedCode, quantity: string): Promise<boolean> => {
    const matches = await lookUp(organization, code);
    if (!matches) return false;
    const waited = now().waiting.find((one) => one.code === code.code)?.count ?? '0';
    dispatch({ do: 'decide', code: code.code });
    await understand(meaningOf(kind, matches), sum([waited, quantity]));
    return true;
  };
  const understandCode = async (code: ScannedCode, quantity: string = now().times) => {
    const command = commandOf(code.code) ?? commandOf(code.alternative ?? '');
    if (command) return obey(command);
    try {
      if (await isKnown(code, quantity)) return;
      dispatch({ do: 'wait', code, unasked: false, quantity });
      tell('unknown', code.code, t('unknown'));
    } catch (error) {
      dispatch({ do: 'wait', code, unasked: true, quantity });
      tell('unknown', code.code, Problem.of(error).unsent ? t('offline') : t('unasked'));
    }
  };
  /** Typed by hand: digits count, and a word that is no code is left to be searched for. */
  const understandText = async (text: string): Promise<boolean> => {
    const quantity = parsed(text, i18n.language);
    const line = now().lines.find(({ id }) => id === now().current);
    if (line && quantity !== null && compare(quantity, '0') >= 0 && compare(quantity, MOST) < 0) {
      dispatch({ do: 'count', quantity });
      tell('ok', line.item.name, t('counted', { quantity: shown(quantity), unit: line.item.unit }));
      return true;
    }
    const command = commandOf(text);
    if (command) {
      await obey(command);
      return true;
    }
    try {
      if (await isKnown({ code: text, alternative: null }, now().times)) return true;
      tell('unknown', text, t('pick'));
    } catch (error) {
      tell('unknown', text, Problem.of(error).unsent ? t('offline') : t('unasked'));
    }
    return false;
  };

  return {
    choices,
    scanned: (code) => void inTurn(() => understandCode(code)),
    askAgain: (code) => void inTurn(() => understandCode(code, '0')),
    entered: async (text) => {
      let understood = false;
      await inTurn(async () => {
        understood = await understandText(text.trim());
      });
      return understood;
    },
    take: (meaning) => void inTurn(() => understand(meaning)),
    takeItem: (item, quantity) => void inTurn(() => addItem(item, undefined, quantity)),
    takePlace: (place) => void inTurn(() => setPlace(place)),
    commit: () => void inTurn(commit),
  };
}
