import { ActionIcon, Menu } from '@mantine/core';
import { t } from '../../../app/texts.ts';
import { Icon } from '../../../theme/icons.tsx';
import type { Conversation, Phone } from './phone.ts';

interface Props {
  readonly phone: Phone;
  readonly conversation: Conversation;
}

export function RestartMenu({ phone, conversation }: Props) {
  const { isBusy, line, said } = conversation;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          aria-label={t.phone.restart.menu}
          title={t.phone.restart.menu}
          disabled={isBusy || line === undefined}
        >
          <Icon name="restart" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void phone.restart(false)}>{t.phone.restart.restart}</Menu.Item>
        <Menu.Item disabled={said.length === 0} onClick={() => void phone.restart(true)}>
          {t.phone.restart.again}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
