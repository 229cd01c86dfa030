/** An effect whose run was stopped while it was under way is not begun again. */
export const delivery = `
ALTER TABLE effects ADD COLUMN taken_back_ms INTEGER;
`;
