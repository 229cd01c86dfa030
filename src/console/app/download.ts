/** Gives a text as a file. */
export function download(name: string, text: string, type: string): string {
  const file = fileName(name);
  const address = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { href: address, download: file }).click();
  URL.revokeObjectURL(address);
  return file;
}

/** A name that every file system takes. */
function fileName(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-').trim() || 'file';
}
