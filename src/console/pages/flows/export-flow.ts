import { type FlowRow, getFlow } from '../../api/flows.ts';
import { download } from '../../app/download.ts';
import { tellFailure } from '../../app/failure.ts';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';

/** Gives the newest definition as a file, byte for byte as it is stored. */
export async function exportFlow({ sid, name }: FlowRow): Promise<void> {
  try {
    const { definition } = await getFlow(sid);
    const file = download(`${name.trim() || 'flow'}.json`, definition, 'application/json');
    showToast({ text: t.flows.done.exported(file) });
  } catch (error) {
    tellFailure(error);
  }
}
