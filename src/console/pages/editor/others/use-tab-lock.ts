import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { createStore, useStore } from '../../../app/store.ts';
import { type Holder, TabLock } from '../../../editor/saving/tab-lock.ts';

export interface TabShare {
  readonly holder: Holder;
  readonly lock: TabLock | undefined;
}

const asking = createStore<Holder>('asking');

/** Whether this tab edits the flow. One that gets it from another opens it anew, with what that one left. */
export function useTabLock(flowSid: string): TabShare {
  const [lock, setLock] = useState<TabLock>();
  const queryClient = useQueryClient();
  useEffect(() => {
    const opened = new TabLock(flowSid);
    setLock(opened);
    let before = opened.holder.get();
    const end = opened.holder.subscribe(() => {
      const now = opened.holder.get();
      if (before === 'elsewhere' && now === 'mine') void queryClient.resetQueries({ queryKey: ['editor', flowSid] });
      before = now;
    });
    return () => {
      end();
      opened.close();
      setLock(undefined);
    };
  }, [flowSid, queryClient]);
  return { holder: useStore(lock?.holder ?? asking), lock };
}
