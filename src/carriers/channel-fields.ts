/** What WhatsApp says of a sender beside the address; other channels say nothing. Source: messaging page §4.2; `MessageType` (known). */
export function channelFields(from: string, mediaType?: string): { readonly [name: string]: string } {
  const digits = /^whatsapp:\+?(\d+)$/.exec(from)?.[1];
  if (digits === undefined) return {};
  const kind = mediaType?.split('/', 1)[0] ?? 'text';
  const isShown = ['text', 'image', 'audio', 'video'].includes(kind);
  return { MessageType: isShown ? kind : 'document', ProfileName: digits, WaId: digits };
}
