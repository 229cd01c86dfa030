import { Button, Popover, Textarea } from '@mantine/core';
import { useState } from 'react';
import { t } from '../../../app/texts.ts';
import classes from './phone.module.css';
import type { Conversation, Phone } from './phone.ts';

interface Props {
  readonly phone: Phone;
  readonly conversation: Conversation;
}

/** Starts the flow as the REST API does: what calls or writes to people by itself is begun so. */
export function RestStart({ phone, conversation }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [parameters, setParameters] = useState('{}');
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          ml="auto"
          title={t.phone.rest.title}
          disabled={conversation.isBusy}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {t.phone.rest.open}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            setOpen(false);
            void phone.do({ do: 'start', parameters });
          }}
        >
          <Textarea
            label={t.phone.rest.parameters}
            autosize
            minRows={2}
            value={parameters}
            onChange={({ currentTarget }) => setParameters(currentTarget.value)}
          />
          <Button type="submit" size="compact-sm">
            {t.phone.rest.start}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
