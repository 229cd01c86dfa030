import classes from './frame.module.css';
import { keyCaps } from './shortcuts.ts';

/** A combination of keys, drawn as keys. */
export function KeyCaps({ keys }: { readonly keys: string }) {
  return (
    <span className={classes.keys}>
      {keyCaps(keys).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
