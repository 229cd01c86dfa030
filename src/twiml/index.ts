export { buildTwiml, element } from './build.ts';
export { maxDocumentBytes, parseTwiml, type TwimlResult, type TwimlWarning } from './parse.ts';
export {
  type AttributeDefinition,
  attributeOf,
  type Channel,
  elementsOf,
  type TwimlElement,
  textOf,
  type VerbDefinition,
} from './verb.ts';
export { verbByName, verbs } from './verbs/index.ts';
