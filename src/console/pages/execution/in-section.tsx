import { type ReactNode, useMemo } from 'react';
import type { JsonObject } from '../../../engine/json.ts';
import { CopyButton } from '../../app/copy.tsx';
import { t } from '../../app/texts.ts';
import type { StateView } from '../../graph/flow-view.ts';
import { conditionLabel } from '../../graph/outlets.ts';
import { type RenderedProperty, type RenderFacts, renderProperties, testConditions } from '../../path/rendered.ts';
import { propertyTitle } from '../../widget-words.ts';
import { LongText } from './long-text.tsx';
import classes from './step-panel.module.css';

interface Props {
  readonly state: StateView | undefined;
  readonly json: JsonObject | undefined;
  readonly facts: RenderFacts;
}

/** What the widget was given: each property as it came out, above its template. */
export function InSection({ state, json, facts }: Props) {
  const properties = useMemo(() => (state ? renderProperties(state.properties, facts) : []), [state, facts]);
  const { step } = t.execution;
  if (state === undefined) return <p className="muted">{step.gone}</p>;
  return (
    <>
      {properties.length === 0 && <p className="muted">{step.noProperties}</p>}
      <dl className={classes.values}>
        {properties.map((property) => (
          <Value key={property.path.join('.')} type={state.type} property={property} />
        ))}
      </dl>
      {json && <Conditions state={state} json={json} facts={facts} />}
    </>
  );
}

function Value({ type, property }: { readonly type: string; readonly property: RenderedProperty }): ReactNode {
  const { path, text, template, error } = property;
  const { step } = t.execution;
  const [key = '', ...rest] = path;
  const name = [propertyTitle(type, key), ...rest].join(' › ');
  return (
    <div>
      <dt title={path.join('.')}>{name}</dt>
      <dd>
        <span className={classes.line}>
          <span className={classes.grow}>
            {error !== undefined && <span className={classes.error}>{step.notRendered(error)}</span>}
            {error === undefined && text !== '' && <LongText text={text} />}
            {error === undefined && text === '' && (
              <span className="muted" title={step.emptyWords}>
                {step.empty}
              </span>
            )}
          </span>
          {text !== '' && <CopyButton value={text} what={name} />}
        </span>
        {template !== text && (
          <span className={`muted ${classes.template}`}>
            {step.template} <LongText text={template} isMono />
          </span>
        )}
      </dd>
    </div>
  );
}

/** What a split tested, in its order. */
function Conditions({ state, json, facts }: Props & { readonly state: StateView; readonly json: JsonObject }) {
  const tested = useMemo(() => testConditions(json, state.transitions, facts), [json, state, facts]);
  const { step } = t.execution;
  if (tested.length === 0) return null;
  return (
    <>
      <h4>{step.conditions}</h4>
      <table className={classes.conditions} aria-label={step.conditions}>
        <thead>
          <tr>
            <th scope="col">{step.condition.left}</th>
            <th scope="col">{step.condition.predicate}</th>
            <th scope="col">{step.condition.right}</th>
            <th scope="col">{step.condition.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {tested.map(({ transition, left, predicate, right, friendlyName, verdict }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other name
            <tr key={`${transition} ${index}`} data-verdict={verdict}>
              <td>{left === '' ? step.empty : left}</td>
              <td title={predicate}>{conditionLabel({ type: predicate, friendlyName, value: '' }) || predicate}</td>
              <td>{right ?? ''}</td>
              <td>{step.verdicts[verdict]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
