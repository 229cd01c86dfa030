/** What one change did, in words: texts word by word, conditions and entries as rows (console §7.5). */
import { isJsonObject, type Json } from '../../../engine/json.ts';
import type { Change } from '../../compare/compare.ts';
import { changeSentence, conditionsText, outletOf } from '../../compare/describe.ts';
import { compareTexts } from '../../texts/compare.ts';
import { propertyTitle, typeTitle } from '../../widget-words.ts';
import classes from './compare-page.module.css';
import { BeforeAfter, WordDiff } from './word-diff.tsx';

export function ChangeDetail({ change }: { readonly change: Change }) {
  switch (change.kind) {
    case 'added':
      return <Line text={compareTexts.wasAdded} hint={typeTitle(change.type)} />;
    case 'removed':
      return <Line text={compareTexts.wasRemoved} hint={typeTitle(change.type)} />;
    case 'renamed':
      return <Line text={compareTexts.wasRenamed(change.before)} />;
    case 'changed':
      return <Property change={change} />;
    case 'conditions':
      return (
        <>
          <Line text={compareTexts.conditionsTitle} />
          {change.rows.map(({ before, after, target }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
            <span key={index} className={classes.row}>
              {before && <del className={classes.removed}>{conditionsText(before)}</del>}{' '}
              {after && (
                <ins className={classes.added}>{compareTexts.conditionLeads(conditionsText(after), target)}</ins>
              )}
            </span>
          ))}
          {change.isReordered && <Line text={compareTexts.newOrder} />}
        </>
      );
    case 'rewired':
      return (
        <Line
          text={compareTexts.leads(outletOf(change.type, change.event, change.conditions), change.after, change.before)}
        />
      );
    case 'moved':
      return (
        <Line
          text={compareTexts.place}
          detail={<BeforeAfter before={placeText(change.before)} after={placeText(change.after)} />}
        />
      );
    case 'flow':
      return (
        <Line text={changeSentence(change)} detail={<BeforeAfter before={change.before} after={change.after} />} />
      );
    case 'form':
      return <Line text={changeSentence(change)} />;
    default:
      return change satisfies never;
  }
}

function Property({ change }: { readonly change: Change & { readonly kind: 'changed' } }) {
  const title = `${propertyTitle(change.type, change.property)}:`;
  if (change.words) {
    return <Line text={title} detail={<WordDiff parts={change.words} />} />;
  }
  if (change.entries === undefined) {
    return <Line text={title} detail={<BeforeAfter before={change.before} after={change.after} />} />;
  }
  return (
    <>
      <Line text={title} />
      {change.entries.map(({ key, before, after }) => (
        <span key={key} className={classes.row}>
          {key}: <BeforeAfter before={before} after={after} />
        </span>
      ))}
    </>
  );
}

interface LineProps {
  readonly text: string;
  readonly hint?: string;
  readonly detail?: React.ReactNode;
}

function Line({ text, hint, detail }: LineProps) {
  return (
    <span className={classes.row}>
      <span className="muted">{text}</span>
      {hint !== undefined && <span className="muted"> ({hint})</span>} {detail}
    </span>
  );
}

/** `0, 200`. */
function placeText(place: Json | undefined): Json | undefined {
  if (!isJsonObject(place) || typeof place.x !== 'number' || typeof place.y !== 'number') return place;
  return `${place.x}, ${place.y}`;
}
