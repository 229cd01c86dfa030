/** The phone as the dock shows it; what is said on it stays when it is closed. */
import type { Editor } from '../../../editor/editor.ts';
import type { PhonePlace } from '../dock.tsx';
import { Phone } from './phone.ts';
import { PhonePanel } from './phone-panel.tsx';

interface Props {
  readonly editor: Editor;
  readonly phone: PhonePlace;
}

export function PhoneDock({ editor, phone }: Props) {
  phone.kept.current ??= new Phone(editor);
  return <PhonePanel editor={editor} phone={phone.kept.current} mode={phone.mode ?? 'chat'} onMode={phone.show} />;
}
