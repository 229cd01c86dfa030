/** Notes on the canvas, which are kept beside the flow (console §3.2). */
export const notes = {
  add: 'Add note',
  named: (text: string) => (text.trim() === '' ? 'Empty note' : `Note: ${text.trim()}`),
  description: 'Enter edits, Alt and arrows move, Shift and arrows resize, Delete removes.',
  role: 'note',
  empty: 'Double-click to write.',
  text: 'Text of the note',
  remove: 'Delete note',
  removed: 'Deleted a note.',
} as const;
