import { useStore } from '../../../app/store.ts';
import type { Editor } from '../../../editor/editor.ts';
import { statusOf } from '../../../phone/status.ts';
import classes from './phone.module.css';
import type { Conversation } from './phone.ts';

interface Props {
  readonly editor: Editor;
  readonly conversation: Conversation;
}

/** What the flow does, or how it ended; and what could not be done. */
export function StatusLine({ editor, conversation }: Props) {
  const { drawing } = useStore(editor.state);
  const { kind, text } = statusOf(drawing.flow, conversation.view);
  return (
    <>
      <p className={classes.status} data-kind={kind} data-status>
        {text}
      </p>
      {conversation.fault !== undefined && (
        <p role="alert" className={classes.fault}>
          {conversation.fault}
        </p>
      )}
    </>
  );
}
