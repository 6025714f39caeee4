import { IconMapPin, IconPackage } from '@tabler/icons-react';
import type { SheetItem, SheetPlace } from '@/shared/sheet/things';
import { Path, Plate } from '@/ui';
import classes from './sheet.module.css';

/** An item in a list of what was found. */
export const ItemFace = ({ item }: { readonly item: SheetItem }) => (
  <>
    <IconPackage size={18} stroke={1.75} aria-hidden />
    <span className={classes.found}>
      {item.name}
      {item.sku !== null && <Plate>{item.sku}</Plate>}
    </span>
  </>
);

export const PlaceFace = ({ place }: { readonly place: SheetPlace }) => (
  <>
    <IconMapPin size={18} stroke={1.75} aria-hidden />
    <span className={classes.found}>
      <Path parts={place.path} />
    </span>
  </>
);
