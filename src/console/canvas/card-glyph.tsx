import type { CardIcon } from '../graph/card.ts';
import classes from './card.module.css';

/** Strokes on a field of 20 by 20, one drawing for each kind of widget. */
const paths: { readonly [icon in CardIcon]: string } = {
  agent:
    'M4 8a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2ZM10 6V3m-2.5 7.500v.100m5-.100v.100M8 13.500h4',
  braces:
    'M7.5 3.500H7A2 2 0 0 0 5 5.500v2.500a2 2 0 0 1-2 2 2 2 0 0 1 2 2v2.500a2 2 0 0 0 2 2h.5m5-13h.5a2 2 0 0 1 2 2V8a2 2 0 0 0 2 2 2 2 0 0 0-2 2v2.500a2 2 0 0 1-2 2h-.5',
  'call-out':
    'M4.2 5h2.300l1 3.2-1.5 1a8 8 0 0 0 3.8 3.800l1-1.5 3.2 1v2.300a1.3 1.3 0 0 1-1.4 1.300A10.2 10.2 0 0 1 2.9 6.4 1.3 1.3 0 0 1 4.2 5ZM12 3h5v5m0-5-5.5 5.5',
  'call-queue': 'M3.5 5h13M3.5 10h8m-8 5h5m6.5-3.500v5m-2.5-2.500h5',
  'call-to':
    'M4.2 5h2.300l1 3.2-1.5 1a8 8 0 0 0 3.8 3.800l1-1.5 3.2 1v2.300a1.3 1.3 0 0 1-1.4 1.300A10.2 10.2 0 0 1 2.9 6.4 1.3 1.3 0 0 1 4.2 5ZM11.5 4.500H17m0 0L14.5 2M17 4.5 14.5 7',
  card: 'M3 5.500a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1ZM3 8h14M6 12.500h3',
  conversation:
    'M3 4.500a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v5a1 1 0 0 1-1 1H7L4.5 13v-2.500H4a1 1 0 0 1-1-1Zm6 8.500v.500a1 1 0 0 0 1 1h3.500l2.5 2.500v-2.500a1 1 0 0 0 1-1v-5a1 1 0 0 0-1-1h-1',
  'conversation-resume':
    'M3 4.500a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H9L6 16.500v-3H4a1 1 0 0 1-1-1Zm5.5 1.500v5l4-2.500Z',
  desk: 'M4 11V9a6 6 0 0 1 12 0v2m-12 0h2v4H4.500a1 1 0 0 1-1-1v-2a1 1 0 0 1 .5-1Zm12 0h-2v4h1.500a1 1 0 0 0 1-1v-2a1 1 0 0 0-.5-1Zm-.5 4a3 3 0 0 1-3 2H11',
  fork: 'M5 4v5a3 3 0 0 0 3 3h7m0 0-3-3m3 3-3 3M5 9v7',
  function: 'M13.5 4.500c-2-1.2-3.7-.2-4.2 2L7.5 14c-.4 1.8-1.6 2.3-3 1.500M6.5 8.500h6',
  globe: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM3 10h14M10 3c2 2 3 4.3 3 7s-1 5-3 7c-2-2-3-4.3-3-7s1-5 3-7Z',
  keypad:
    'M5 4.500h.100M10 4.500h.100M15 4.500h.100M5 9h.100M10 9h.100M15 9h.100M5 13.500h.100m4.9 0h.100m4.9 0h.100M10 17.500h.1',
  message: 'M3 5a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H9l-3.5 3v-3H4a1 1 0 0 1-1-1Z',
  'message-wait':
    'M3 5a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H9l-3.5 3v-3H4a1 1 0 0 1-1-1Zm4 4h.100m2.9 0h.100m2.9 0h.1',
  question:
    'M7.5 7.500a2.5 2.5 0 1 1 3.5 2.300c-.7.3-1 .8-1 1.700m0 2.500v.100M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15Z',
  record: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-4a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  redirect: 'M4 15V9.500a3 3 0 0 1 3-3h9m0 0-3-3m3 3-3 3',
  relay: 'M4 10v.100M7 7v6m3-9v12m3-10v8m3-5v2',
  speak: 'M3.5 8v4h3l3.5 3V5L6.5 8Zm9.5-.500a3.5 3.5 0 0 1 0 5m2-7.500a6.5 6.5 0 0 1 0 10',
  split: 'M10 3v5m0 0c0 4-5 3-5 8m5-8c0 4 5 3 5 8m-7-2-3 3-2-3m10 0 2 3 2-3',
  start: 'M6 4v12l10-6Z',
  subflow: 'M4 4h5v4H4Zm7 8h5v4h-5ZM6.5 8v4a2 2 0 0 0 2 2H11',
  voicemail: 'M6 12.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm8 0a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-8 0h8',
};

export function CardGlyph({ icon, size }: { readonly icon: CardIcon; readonly size: number }) {
  return (
    <svg
      className={classes.glyph}
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[icon]} stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
