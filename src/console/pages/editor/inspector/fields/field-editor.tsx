import { memo } from 'react';
import { SelectField, SwitchField } from './choice-fields.tsx';
import type { FieldProps } from './field-props.ts';
import { FlowField } from './flow-field.tsx';
import { RowsField } from './rows-field.tsx';
import { DurationField, IntegerField, LiquidField, ListField, TextField } from './text-fields.tsx';
import { ValueField } from './value-field.tsx';

/** The field of a property, by its kind. */
export const FieldEditor = memo(function FieldEditor(props: FieldProps) {
  switch (props.field.kind) {
    case 'liquid':
    case 'number-text':
    case 'media':
    case 'json':
      return <LiquidField {...props} />;
    case 'text':
      return <TextField {...props} />;
    case 'duration':
      return <DurationField {...props} />;
    case 'integer':
      return <IntegerField {...props} />;
    case 'switch':
    case 'text-switch':
      return <SwitchField {...props} />;
    case 'select':
      return <SelectField {...props} />;
    case 'table':
    case 'variables':
      return <RowsField {...props} />;
    case 'list':
      return <ListField {...props} />;
    case 'value':
      return <ValueField {...props} />;
    case 'flow':
      return <FlowField {...props} />;
  }
});
