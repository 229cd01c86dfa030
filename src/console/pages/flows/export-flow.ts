import { type FlowRow, getFlow } from '../../api/flows.ts';
import { tellFailure } from '../../app/failure.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';

/** Gives the newest definition as a file, byte for byte as it is stored. */
export async function exportFlow({ sid, name }: FlowRow): Promise<void> {
  try {
    const { definition } = await getFlow(sid);
    const file = fileOf(name);
    const address = URL.createObjectURL(new Blob([definition], { type: 'application/json' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: file });
    link.click();
    URL.revokeObjectURL(address);
    showToast({ text: t.flows.done.exported(file) });
  } catch (error) {
    tellFailure(error);
  }
}

/** A name that every file system takes. */
function fileOf(name: string): string {
  const plain = name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-').trim();
  return `${plain || 'flow'}.json`;
}
