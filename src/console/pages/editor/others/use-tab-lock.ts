import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Holder, TabLock } from '../../../editor/saving/tab-lock.ts';

export interface TabShare {
  readonly holder: Holder;
  readonly lock: TabLock | undefined;
}

/** Whether this tab edits the flow. One that gets it from another opens it anew first, with what that one left. */
export function useTabLock(flowSid: string): TabShare {
  const [lock, setLock] = useState<TabLock>();
  const [holder, setHolder] = useState<Holder>('asking');
  const queryClient = useQueryClient();
  useEffect(() => {
    const opened = new TabLock(flowSid);
    let before = opened.holder.get();
    const follow = async () => {
      const now = opened.holder.get();
      const isTakenOver = before === 'elsewhere' && now === 'mine';
      before = now;
      if (isTakenOver) await queryClient.resetQueries({ queryKey: ['editor', flowSid] });
      setHolder(opened.holder.get());
    };
    const end = opened.holder.subscribe(() => void follow());
    setLock(opened);
    setHolder(before);
    return () => {
      end();
      opened.close();
    };
  }, [flowSid, queryClient]);
  return { holder, lock };
}
