/** A part of a WAV or AIFF file: four letters, a size, then so many bytes. */
export interface Chunk {
  readonly id: string;
  /** Where its content begins. */
  readonly start: number;
  /** Bytes that are there, which may be fewer than the file says. */
  readonly size: number;
  readonly saidSize: number;
}

/** The chunks after the twelve bytes that every such file begins with; WAV is little-endian, AIFF is not. */
export function chunksOf(view: DataView, isLittleEndian: boolean): Chunk[] {
  const chunks: Chunk[] = [];
  let place = 12;
  while (place + 8 <= view.byteLength) {
    const saidSize = view.getUint32(place + 4, isLittleEndian);
    const start = place + 8;
    chunks.push({ id: letters(view, place), start, size: Math.min(saidSize, view.byteLength - start), saidSize });
    // Content of an odd size has a byte of padding.
    place = start + saidSize + (saidSize % 2);
  }
  return chunks;
}

/** Four bytes as text; shorter at the end. */
export function letters(view: DataView, place: number): string {
  const length = Math.max(0, Math.min(4, view.byteLength - place));
  return String.fromCharCode(...Array.from({ length }, (_, index) => view.getUint8(place + index)));
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
