/** What the simulated network reads of TwiML, as its source has it. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { definitions, type VerbDefinition } from '../../src/twiml/index.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['src/carriers/simulator/calls/**/*.ts', 'src/twiml/speech.ts'];

const dialled = ['url', 'method', 'statusCallback', 'statusCallbackMethod', 'statusCallbackEvent'];
const detected = ['machineDetection', 'machineDetectionTimeout', 'amdStatusCallback', 'amdStatusCallbackMethod'];

/** Read where one name stands for several definitions, or straight from the element. */
const readOtherwise: { readonly [id: string]: readonly string[] } = {
  'Dial/Number': [...dialled, ...detected],
  'Dial/Sip': [...dialled, ...detected],
  'Dial/Client': dialled,
  'Dial/WhatsApp': dialled,
  'Client/Parameter': ['name', 'value'],
  'Start/Siprec': ['name'],
  'Start/Transcription': ['name'],
  Say: ['voice'],
};

/** Attributes of calls that nothing reads, by the id of their definition. */
export async function unheededNow(): Promise<{ readonly [id: string]: readonly string[] }> {
  const read = new Set(Object.entries(readOtherwise).flatMap(([id, names]) => names.map((name) => `${id} ${name}`)));
  for (const file of globSync(sources, { cwd: root })) {
    if (!/test|fixture/.test(file)) for (const attribute of await readIn(resolve(root, file))) read.add(attribute);
  }
  const ofCalls = [...definitions].filter(([, verb]) => !verb.in.includes('message') || verb.in.includes('voice'));
  const unread = ofCalls.map(
    ([id, { attributes }]) => [id, Object.keys(attributes).filter((name) => !read.has(`${id} ${name}`))] as const,
  );
  return Object.fromEntries(unread.filter(([, names]) => names.length > 0));
}

/** Attributes that a file reads by `attributeOf`, as `Dial/Queue url`. */
async function readIn(file: string): Promise<readonly string[]> {
  const source = readFileSync(file, 'utf8');
  const ids = new Map<unknown, string>([...definitions].map(([id, verb]) => [verb, id]));
  const named = new Map<string, VerbDefinition>();
  for (const [, names = '', from = ''] of source.matchAll(/import \{([^}]+)\} from '([^']*\/verbs\/[^']*)'/g)) {
    const exported: { readonly [name: string]: VerbDefinition } = await import(resolve(dirname(file), from));
    for (const part of names.split(',')) {
      const [name = '', alias = name] = part.trim().split(' as ');
      const verb = exported[name];
      if (verb) named.set(alias, verb);
    }
  }
  return [...source.matchAll(/attributeOf\(\s*(\w+),\s*[^,]+,\s*'([\w:-]+)'/g)].map(
    ([, name = '', attribute = '']) => `${ids.get(named.get(name))} ${attribute}`,
  );
}
