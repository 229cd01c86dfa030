/** The flow of a document as the canvas reads it: the same objects as long as a widget is not edited. */
import { type FlowDocument, flowView, type StateView } from '../document/index.ts';
import type { FlowView, StateView as GraphState } from '../graph/flow-view.ts';

const known = new WeakMap<StateView, GraphState>();

export function graphFlow(document: FlowDocument): FlowView {
  const { states, ids, initialState } = flowView(document);
  return { states: states.map((state, index) => graphState(state, ids[index] ?? state.name)), initialState };
}

function graphState(state: StateView, id: string): GraphState {
  const before = known.get(state);
  if (before?.id === id) return before;
  const { name, type, properties, offset } = state;
  const transitions = state.transitions.map(({ event, next, conditions }) => ({
    event,
    ...(next === undefined ? {} : { next }),
    conditions: conditions.map((condition) => ({
      type: condition.type,
      friendlyName: condition.friendlyName ?? '',
      value: typeof condition.value === 'object' ? '' : String(condition.value ?? ''),
    })),
  }));
  const view = { id, name, type, properties, transitions, ...(offset ? { offset } : {}) };
  known.set(state, view);
  return view;
}
