import { lazy, type ReactNode, Suspense } from 'react';
import { arrived } from '@/shared/arrived';
import { useEver } from './use-ever';
import { useReturnFocus } from './use-return-focus';

const DialogWindow = lazy(() =>
  arrived(import('./dialog-window')).then((loaded) => ({ default: loaded.DialogWindow })),
);

export interface DialogProps {
  readonly title: string;
  readonly opened: boolean;
  /** Left out: the dialog cannot be put aside. */
  readonly onClose?: () => void;
  /** For dialogs that nothing is typed into. */
  readonly closeOnOutside?: boolean;
  readonly children: ReactNode;
}

/** Over the page; the focus goes in, and back to what opened it. Its code comes when it first opens. */
export function Dialog(props: DialogProps) {
  const ever = useEver(props.opened);
  useReturnFocus(props.opened);
  return <Suspense>{ever && <DialogWindow {...props} />}</Suspense>;
}
