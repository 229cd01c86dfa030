/** Sizes and defaults (console §2): what every part of a kind has, so that no page sets it again. */
import {
  ActionIcon,
  Button,
  createTheme,
  Loader,
  Menu,
  Modal,
  NativeSelect,
  PasswordInput,
  Skeleton,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { variantColors } from './css-variables.ts';

const label = { fontSize: 12, lineHeight: '16px', fontWeight: 600, marginBottom: 4 };
const help = { fontSize: 11, lineHeight: '14px', marginTop: 4 };
const order: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
const wrapper = { label, description: help, error: help };
const field = {
  size: 'sm',
  inputWrapperOrder: order,
  styles: { ...wrapper, input: { minHeight: 32, height: 32, fontSize: 14 } },
};
const box = { size: 'sm', inputWrapperOrder: order, styles: { ...wrapper, input: { fontSize: 14 } } };

export const theme = createTheme({
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '11px', sm: '12px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '14px', sm: '16px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: variantColors,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm', h: 32, fz: 14, px: 12, fw: 500 } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', size: 28 } }),
    TextInput: TextInput.extend({ defaultProps: field }),
    PasswordInput: PasswordInput.extend({
      defaultProps: { ...field, styles: { ...field.styles, innerInput: { height: 30, fontSize: 14 } } },
    }),
    NativeSelect: NativeSelect.extend({ defaultProps: field }),
    Textarea: Textarea.extend({ defaultProps: box }),
    Menu: Menu.extend({
      defaultProps: {
        position: 'bottom-end',
        offset: 4,
        shadow: 'md',
        // A menu holds nothing but its items.
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 80 },
      },
    }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        padding: 20,
        yOffset: '8vh',
        // A dialog lies outside of the page's landmarks: its head is not another one.
        attributes: { header: { role: 'none' } },
        transitionProps: { duration: 120, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.45 },
        styles: { title: { fontSize: 16, lineHeight: '24px', fontWeight: 600 } },
      },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false, multiline: true, maw: 360 } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
    Loader: Loader.extend({ defaultProps: { size: 16 } }),
  },
});
