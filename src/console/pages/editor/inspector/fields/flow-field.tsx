/** Another flow, by its SID: chosen from a list, with its name beside it. */
import { Button, Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { flowsQuery } from '../../../../api/queries.ts';
import { PickList } from '../../../../app/pick-list.tsx';
import { t } from '../../../../app/texts.ts';
import { shortSid } from '../../../../texts/format.ts';
import { useWidgetScope } from '../widget-scope.ts';
import classes from './field.module.css';
import { FieldFrame } from './field-frame.tsx';
import { asText, type FieldProps, hasLiquid } from './field-props.ts';

export function FlowField({ field, value, problems }: FieldProps) {
  const scope = useWidgetScope();
  const [isChoosing, setChoosing] = useState(false);
  const { data: flows } = useQuery(flowsQuery);
  const sid = asText(value);
  const found = flows?.find((flow) => flow.sid === sid);
  const known =
    found?.name ?? (flows === undefined || sid === '' ? field.help : t.inspector.flow.unknown(shortSid(sid)));
  return (
    <FieldFrame
      name={field.key}
      title={field.title}
      help={hasLiquid(sid) ? t.inspector.notReplaced : known}
      isRequired={field.isRequired}
      problems={problems}
      hasControl
    >
      {({ control, describedBy, isInvalid }) => (
        <div className={classes.line}>
          <TextInput
            id={control}
            className={classes.grow ?? ''}
            value={sid}
            error={isInvalid}
            required={field.isRequired}
            aria-describedby={describedBy}
            spellCheck={false}
            onChange={({ currentTarget }) => scope.write([field.key], currentTarget.value)}
            onBlur={() => scope.leave()}
          />
          <Button variant="default" onClick={() => setChoosing(true)}>
            {t.inspector.flow.choose}
          </Button>
          {isChoosing && (
            <Modal
              opened
              onClose={() => setChoosing(false)}
              title={t.inspector.flow.chooseTitle}
              closeButtonProps={{ 'aria-label': t.frame.actions.close }}
              size={520}
              padding={0}
              styles={{ header: { padding: '16px 20px' } }}
            >
              <PickList
                groups={[
                  {
                    title: t.inspector.flow.flows,
                    entries: (flows ?? []).map((flow) => ({
                      key: flow.sid,
                      name: flow.name,
                      hint: shortSid(flow.sid),
                      words: flow.sid,
                    })),
                  },
                ]}
                label={t.inspector.flow.search}
                listLabel={t.inspector.flow.flows}
                nothing={t.inspector.flow.none}
                onPick={({ key }) => {
                  setChoosing(false);
                  scope.set([field.key], key);
                  scope.leave();
                }}
              />
            </Modal>
          )}
        </div>
      )}
    </FieldFrame>
  );
}
