import { useState } from 'react';
import type { SheetPlace } from '@/shared/sheet/things';
import { Finder } from '@/ui/finder';
import { PlaceFace } from './faces';
import { usePlaces } from './use-search';

interface PlaceFinderProps {
  readonly organization: string;
  readonly label: string;
  /** Offered before anything is typed. */
  readonly near?: readonly SheetPlace[];
  readonly onPick: (place: SheetPlace) => void;
  readonly autoFocus?: boolean;
  readonly name?: string;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
}

export function PlaceFinder({ organization, near = [], onPick, ...field }: PlaceFinderProps) {
  const [text, setText] = useState('');
  const { found } = usePlaces(organization, text);
  const places = text === '' ? near : found;
  return (
    <Finder
      {...field}
      placeholder={field.label}
      text={text}
      onText={setText}
      eager={text !== ''}
      options={places.map((place) => ({ id: place.id, face: <PlaceFace place={place} />, place }))}
      onPick={({ place }) => {
        setText('');
        onPick(place);
      }}
    />
  );
}
