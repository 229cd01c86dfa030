import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { t } from '../../app/texts.ts';
import { loadTemplate, scratch, type TemplateName, templateNames } from '../../templates/index.ts';
import { FlowDrawing } from './flow-drawing.tsx';
import classes from './template-cards.module.css';

/** What a new flow begins with. */
export type Beginning = TemplateName | 'scratch';

const beginnings: readonly Beginning[] = ['scratch', ...templateNames];

interface TemplatePickerProps {
  readonly value: Beginning;
  readonly onChange: (value: Beginning) => void;
}

/** One of the templates, or from scratch: radio buttons that look like cards. */
export function TemplatePicker({ value, onChange }: TemplatePickerProps) {
  return (
    <fieldset className={classes.picker}>
      <legend>{t.flows.create.startFrom}</legend>
      <div className={classes.cards}>
        {beginnings.map((name) => (
          <label key={name} className={classes.card}>
            <input type="radio" name="beginning" checked={name === value} onChange={() => onChange(name)} />
            <CardFace name={name} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The templates as ways out of an empty list. */
export function TemplateLinks() {
  return (
    <div className={`${classes.cards} ${classes.links}`}>
      {templateNames.map((name) => (
        <Link key={name} className={classes.card} to="/flows/new" search={{ template: name }}>
          <CardFace name={name} />
        </Link>
      ))}
    </div>
  );
}

function CardFace({ name }: { readonly name: Beginning }) {
  const { data } = useQuery({
    queryKey: ['template', name],
    queryFn: () => (name === 'scratch' ? scratch : loadTemplate(name)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const words =
    name === 'scratch' ? { name: t.flows.create.scratch, help: t.flows.create.scratchHelp } : t.flows.templates[name];
  return (
    <>
      <span className={classes.drawing}>{data !== undefined && <FlowDrawing definition={data} />}</span>
      <span className={classes.name}>{words.name}</span>
      <span className={`muted ${classes.help}`}>{words.help}</span>
    </>
  );
}
