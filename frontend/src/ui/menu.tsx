import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/Menu.layer.css';

import { Menu as Base, type MenuProps } from '@mantine/core';

/** Stays within the landmark that it was opened from, and above whatever scrolls there. */
export const Menu = Object.assign(
  (props: MenuProps) => <Base withinPortal={false} floatingStrategy="fixed" {...props} />,
  Base,
);
