/** The golden runs: one file for each flow of `test/flows`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../src/engine/json.ts';
import { coveredBy } from './explore.ts';
import { formatJson } from './format.ts';
import { playScript, type Recorded, recordOf, type Script, transitionsOf } from './script.ts';

export const runsFolder = join(import.meta.dirname, 'runs');
const flowsFolder = join(import.meta.dirname, '..', 'flows');

/** What a golden file holds. */
export interface Golden {
  readonly flow: string;
  /** Transitions that no run takes: inputs cannot reach them. */
  readonly notCovered: readonly string[];
  readonly runs: readonly (Script & { readonly out: Recorded })[];
}

/** File names of the flows, and of the golden runs. */
export const flowFiles = (): string[] => jsonFiles(flowsFolder);
export const goldenFiles = (): string[] => jsonFiles(runsFolder);

export function readFlow(file: string): JsonObject {
  return JSON.parse(readFileSync(join(flowsFolder, file), 'utf8'));
}

export function readGoldenText(file: string): string {
  return readFileSync(join(runsFolder, file), 'utf8');
}

/**
 * The flow with addresses where its author left them to a deployment: a URL that is blank or a placeholder would make
 * every request fail before it leaves.
 */
export function runnable(definition: JsonObject): JsonObject {
  const states = (definition.states as readonly JsonObject[]).map((state) => {
    const { url, ...properties } = state.properties as JsonObject;
    if (typeof url !== 'string' || /^https?:|\{\{/.test(url.replace(/\$\{.*/, ''))) return state;
    return { ...state, properties: { ...properties, url: `https://example.com/${String(state.name)}` } };
  });
  return { ...definition, states };
}

/** Plays the scripts and writes down what comes out. */
export function goldenText(file: string, scripts: readonly Script[]): string {
  const definition = runnable(readFlow(file));
  const plays = scripts.map((script) => playScript(definition, script));
  const covered = new Set(plays.flatMap(coveredBy));
  const golden: Golden = {
    flow: file,
    notCovered: transitionsOf(definition).filter((transition) => !covered.has(transition)),
    runs: scripts.map((script, place) => {
      const play = plays[place];
      if (!play) throw new Error(`no play for script ${place} of ${file}`);
      return { ...inputsOf(script), out: recordOf(play) };
    }),
  };
  return `${formatJson(golden as unknown as Json)}\n`;
}

function inputsOf({ start, asSubflow, refuse, inputs }: Script): Script {
  return { start, ...(asSubflow ? { asSubflow } : {}), ...(refuse ? { refuse } : {}), inputs };
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
}
