export {
  type AttributeDefinition,
  type AttributeDefinitions,
  type AttributeValue,
  expectationOf,
} from './attributes.ts';
export { buildTwiml, element } from './build.ts';
export { fragment } from './fragment.ts';
export { maxDocumentBytes, parseTwiml, type TwimlResult, type TwimlWarning } from './parse.ts';
export { type SpeechPart, speechParts, spokenText } from './speech.ts';
export { attributeOf, type Channel, elementsOf, type TwimlElement, textOf, type VerbDefinition } from './verb.ts';
export { definitions, verbs } from './verbs/index.ts';
