import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Modal } from '@mantine/core';
import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Store, store, useStore } from '@/shared/store';
import type { DialogProps } from './dialog';
import classes from './dialog.module.css';

/** The open ones, the topmost last: Escape is for that one alone. */
const open: Store<readonly string[]> = store<readonly string[]>([]);

function useIsOnTop(opened: boolean): boolean {
  const id = useId();
  useEffect(() => {
    if (!opened) return;
    open.set([...open.get(), id]);
    return () => open.set(open.get().filter((other) => other !== id));
  }, [opened, id]);
  return useStore(open).at(-1) === id;
}

/** The window of a `Dialog`, with all that it takes to draw one. */
export function DialogWindow({
  title,
  opened,
  onClose,
  closeOnOutside = false,
  children,
}: DialogProps) {
  const { t } = useTranslation();
  const isOnTop = useIsOnTop(opened);
  return (
    <Modal
      opened={opened}
      onClose={onClose ?? (() => undefined)}
      title={title}
      withCloseButton={onClose !== undefined}
      closeButtonProps={{ 'aria-label': t('close') }}
      closeOnEscape={isOnTop}
      closeOnClickOutside={closeOnOutside}
      returnFocus={false}
      centered
      // else it counts as the head of the whole page
      attributes={{ header: { role: 'presentation' } }}
      classNames={{
        content: classes.content ?? '',
        header: classes.header ?? '',
        title: classes.title ?? '',
        body: classes.body ?? '',
      }}
    >
      {children}
    </Modal>
  );
}
