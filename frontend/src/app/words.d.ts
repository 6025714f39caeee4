import 'i18next';
import type activity from '@/locales/en/activity.json';
import type auth from '@/locales/en/auth.json';
import type common from '@/locales/en/common.json';
import type imports from '@/locales/en/imports.json';
import type items from '@/locales/en/items.json';
import type locations from '@/locales/en/locations.json';
import type me from '@/locales/en/me.json';
import type movements from '@/locales/en/movements.json';
import type overview from '@/locales/en/overview.json';
import type palette from '@/locales/en/palette.json';
import type people from '@/locales/en/people.json';
import type scan from '@/locales/en/scan.json';
import type settings from '@/locales/en/settings.json';
import type shell from '@/locales/en/shell.json';
import type stock from '@/locales/en/stock.json';
import type worksheet from '@/locales/en/worksheet.json';

// English is the source: a key that it lacks does not compile.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      activity: typeof activity;
      auth: typeof auth;
      common: typeof common;
      imports: typeof imports;
      items: typeof items;
      locations: typeof locations;
      me: typeof me;
      movements: typeof movements;
      overview: typeof overview;
      palette: typeof palette;
      people: typeof people;
      scan: typeof scan;
      settings: typeof settings;
      shell: typeof shell;
      stock: typeof stock;
      worksheet: typeof worksheet;
    };
  }
}
