/** Icons: strokes in the colour of the text around them, hidden from screen readers, since a word is always beside them. */

const paths = {
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.4-1.6L17 17',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  undo: 'M4 8h8.5a4 4 0 0 1 0 8H8M4 8l3.5-3.5M4 8l3.5 3.5',
  redo: 'M16 8H7.5a4 4 0 0 0 0 8H12M16 8l-3.5-3.5M16 8l-3.5 3.5',
  import: 'M10 3v9m0 0-3.5-3.5M10 12l3.5-3.5M3.5 13.5V16a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-2.5',
  export: 'M10 12V3m0 0L6.5 6.500M10 3l3.5 3.500M3.5 13.500V16a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-2.5',
  grip: 'M7.5 4.500v.100m5-.100v.100m-5 5.400v.100m5-.100v.100m-5 5.400v.100m5-.100v.1',
  note: 'M4 4h12v8l-4 4H4ZM16 12h-4v4M7 7.5h6M7 10.500h3',
  map: 'M3 4h14v12H3ZM6 7h3v2H6ZM11 11h3v2h-3Z',
  goTo: 'M4 10h11m0 0-4.500-4.500M15 10l-4.5 4.5',
  chevronDown: 'm5.5 8 4.5 4.500L14.5 8',
  chevronRight: 'm8 5.5 4.5 4.500L8 14.5',
  first: 'M14 5.5 9.5 10l4.500 4.500M6 5.500v9',
  last: 'm6 5.5 4.5 4.500L6 14.500m8-9v9',
  play: 'M7 4.5v11l8-5.500Z',
  pause: 'M7 5v10m6-10v10',
  stop: 'M6 6h8v8H6Z',
  link: 'm8.5 11.500 3-3M9 6.500l1.700-1.700a3.200 3.200 0 0 1 4.500 4.500L13.500 11M11 13.500l-1.700 1.700a3.200 3.200 0 0 1-4.500-4.500L6.500 9',
  again: 'M15.5 10a5.500 5.500 0 1 1-1.600-3.900L15.500 7.700m0-3.700v3.700h-3.700',
  chevronLeft: 'M12 5.5 7.5 10l4.5 4.5',
  arrowUp: 'M10 16V4.500m0 0L5.5 9M10 4.5 14.5 9',
  arrowDown: 'M10 4v11.500m0 0L5.5 11m4.5 4.5 4.5-4.5',
  close: 'm5 5 10 10M15 5 5 15',
  check: 'm4 10.5 4 4 8-9',
  copy: 'M7.5 7.500h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-8a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1ZM13.5 7V3.500a1 1 0 0 0-1-1h-8a1 1 0 0 0-1 1v8a1 1 0 0 0 1 1H6',
  pencil: 'm12.5 4.5 3 3M4 16l.8-3.8 8.7-8.700a1.4 1.4 0 0 1 2 0l1 1a1.4 1.4 0 0 1 0 2L7.8 15.2 4 16Z',
  trash:
    'M3.5 5.500h13M8 5.500V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v1.500m3 0-.7 10.600a1 1 0 0 1-1 .9H6.700a1 1 0 0 1-1-.9L5 5.500M8.3 9v4.500m3.4-4.500v4.5',
  info: 'M10 17.500a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15Zm0-8.500v4.500m0-7v.1',
  alert:
    'M10 7.500v3.700m0 2.600v.100M9.1 3.3 2.3 15.200a1 1 0 0 0 .9 1.500h13.600a1 1 0 0 0 .9-1.500L10.9 3.300a1 1 0 0 0-1.8 0Z',
  key: 'M12.5 12a4.5 4.5 0 1 0-4.3-3.200L3 14v3h3v-2h2v-2l1.3-1.300c.9.2 1.7.3 3.2.3ZM13.5 6.500v.1',
  keyboard:
    'M3.5 5h13a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM6 8.500h.100m2.6 0h.100m2.5 0h.100m2.6 0h.100M7 12h6',
  leave: 'M8 3H4.500a1 1 0 0 0-1 1v12a1 1 0 0 0 1 1H8m5-3.5 3.5-3.500L13 6.500M16 10H8',
  theme: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-14v14',
  switch: 'M4 7h11m0 0-3-3m3 3-3 3M16 13H5m0 0 3-3m-3 3 3 3',
  flow: 'M3 3.500h6v4H3zM11 12.500h6v4h-6zM6 7.500v3a2 2 0 0 0 2 2h0M6 7.500v5a2 2 0 0 0 2 2h3',
  phone:
    'M4.2 3.500h2.600l1.2 3.7-1.7 1.200a9 9 0 0 0 4.3 4.300l1.2-1.7 3.7 1.200v2.600a1.5 1.5 0 0 1-1.6 1.500A11.7 11.7 0 0 1 2.7 5.100a1.5 1.5 0 0 1 1.5-1.600Z',
  inbox: 'M3 11.500 5 4h10l2 7.500V16a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-4.500Zm0 0h4l1 2h4l1-2h4',
  chat: 'M4 4h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H9l-4 3v-3H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Z',
  antenna:
    'M10 10v7M6.500 6.500a5 5 0 0 0 0 7M13.500 6.500a5 5 0 0 1 0 7M4 4a8.500 8.500 0 0 0 0 12M16 4a8.500 8.500 0 0 1 0 12M10 10v.100',
  braces:
    'M7.500 3.500H7a2 2 0 0 0-2 2V8c0 1.100-.900 2-2 2 1.100 0 2 .900 2 2v2.500a2 2 0 0 0 2 2h.500M12.500 3.500h.500a2 2 0 0 1 2 2V8c0 1.100.900 2 2 2-1.100 0-2 .900-2 2v2.500a2 2 0 0 1-2 2h-.500',
  stream: 'M3 6h8m3 0h3M3 10h3m3 0h8M3 14h6m3 0h5',
  sliders: 'M4 6h7m4 0h1M4 14h1m4 0h7M13 4v4M7 12v4',
  pulse: 'M2.500 10H6l2-5 4 10 2-5h3.500',
  people:
    'M7.5 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-5 7c0-2.5 2-4.5 5-4.500s5 2 5 4.500m.5-7a2.5 2.5 0 0 0 0-5m1.5 7.800c1.8.6 3 2 3 4.2',
  send: 'M17 3 9.5 10.500M17 3l-4.500 14-3-6.500L3 7.500 17 3Z',
  clip: 'm15.500 9.500-5.700 5.700a3.500 3.500 0 0 1-5-5l6.400-6.400a2.300 2.300 0 0 1 3.300 3.300l-6.300 6.300a1.200 1.200 0 0 1-1.700-1.700l5.600-5.500',
  restart: 'M4.500 10a5.500 5.500 0 1 0 1.800-4.100M4 3.500v3.500h3.500',
} as const;

/** A filled dot instead of a stroke. */
const dots = { more: [4, 10, 16] } as const;

export type IconName = keyof typeof paths | keyof typeof dots;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true" focusable="false">
      {name in dots ? (
        dots.more.map((y) => <circle key={y} cx="10" cy={y} r="1.5" fill="currentColor" />)
      ) : (
        <path
          d={paths[name as keyof typeof paths]}
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}

/** The mark of the product. */
export function Mark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" focusable="false">
      <rect width="24" height="24" rx="6" fill="var(--atelier-focus)" />
      <g stroke="var(--atelier-on-focus)" fill="var(--atelier-on-focus)">
        <path d="M6.5 17.5 12 6l5.5 11.5" fill="none" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
        <circle cx="12" cy="6.5" r="1.5" />
        <circle cx="6.750" cy="17.250" r="1.5" />
        <circle cx="17.250" cy="17.250" r="1.5" />
      </g>
    </svg>
  );
}
