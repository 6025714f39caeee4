import type { LocationKind } from '@quartermaster/api-client';
import {
  IconBox,
  IconBuilding,
  IconBuildingWarehouse,
  IconDoor,
  IconMapPin,
  IconPlanet,
  IconRocket,
  IconTruck,
  IconUser,
} from '@tabler/icons-react';

const ICONS: Readonly<Record<LocationKind, typeof IconBox>> = {
  site: IconMapPin,
  building: IconBuildingWarehouse,
  room: IconDoor,
  bin: IconBox,
  vehicle: IconTruck,
  ship: IconRocket,
  station: IconPlanet,
  person: IconUser,
  virtual: IconBuilding,
};

/** What sort of place it is; the word stands beside it or on the place's page. */
export function KindIcon({ kind }: { readonly kind: LocationKind }) {
  const Icon = ICONS[kind];
  return <Icon size={16} stroke={1.75} aria-hidden />;
}
