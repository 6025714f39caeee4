import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/ScrollArea.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './dialog.module.css';
import { useReturnFocus } from './use-return-focus';

interface DialogProps {
  readonly title: string;
  readonly opened: boolean;
  /** Left out: the dialog cannot be put aside. */
  readonly onClose?: () => void;
  /** For dialogs that nothing is typed into. */
  readonly closeOnOutside?: boolean;
  readonly children: ReactNode;
}

/** Over the page; the focus goes in, and back to what opened it. */
export function Dialog({ title, opened, onClose, closeOnOutside = false, children }: DialogProps) {
  const { t } = useTranslation();
  useReturnFocus();
  return (
    <Modal
      opened={opened}
      onClose={onClose ?? (() => undefined)}
      title={title}
      withCloseButton={onClose !== undefined}
      closeButtonProps={{ 'aria-label': t('close') }}
      closeOnClickOutside={closeOnOutside}
      centered
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
