import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { tokens } from './tokens.ts';

const pine: MantineColorsTuple = [
  '#EDF6F2',
  '#DBEDE5',
  '#B5DCCD',
  '#8CCBB4',
  '#63C9AB',
  '#58BFA1',
  '#2B9179',
  '#0E7A63',
  '#0E5F4E',
  '#0A4C3E',
];

export const theme = createTheme({
  fontFamily:
    '"Atkinson Hyperlegible Next Variable", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", system-ui, sans-serif',
  fontFamilyMonospace: '"Atkinson Hyperlegible Mono Variable", ui-monospace, monospace',
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 5 },
  // Mantine's autoContrast picks the label's colour once, not per scheme: the filled variant takes our tokens.
  variantColorResolver: (input) =>
    input.variant === 'filled' && (!input.color || input.color === 'pine')
      ? {
          background: 'var(--accent-fill)',
          hover: 'var(--accent-fill-hover)',
          color: 'var(--on-accent)',
          border: '1px solid transparent',
        }
      : defaultVariantColorsResolver(input),
  colors: { pine },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  radius: { xs: '3px', sm: '5px', md: '6px', lg: '10px', xl: '16px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  components: {
    // The scroll lock writes a <style> element, which the page's policy refuses; our panes scroll, the body never does.
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
  },
});

const mapped = (scheme: (typeof tokens)['light' | 'dark']) => ({
  '--mantine-color-body': scheme.canvas,
  '--mantine-color-text': scheme.text,
  '--mantine-color-dimmed': scheme.text3,
  '--mantine-color-default': scheme.surface,
  '--mantine-color-default-border': scheme.control,
  '--mantine-color-default-hover': scheme.hover,
  '--mantine-color-disabled': scheme.sunken,
  '--mantine-color-disabled-color': scheme.text3,
  '--mantine-color-disabled-border': scheme.line,
  '--mantine-color-error': scheme.status.out.ink,
  '--mantine-color-placeholder': scheme.text3,
});

export const resolver: CSSVariablesResolver = () => ({
  variables: {},
  light: mapped(tokens.light),
  dark: mapped(tokens.dark),
});
