/** The whole ledger, in the order of the page. */
import type { Area } from '../row.ts';
import { audioArea } from './audio.ts';
import { callArea } from './calls.ts';
import { carrierArea } from './carrier.ts';
import { carriersArea } from './carriers.ts';
import { otherCarriersArea } from './carriers-other.ts';
import { cliArea } from './cli.ts';
import { configurationAreas } from './configuration.ts';
import { consoleArea } from './console.ts';
import { consoleAcceptanceArea } from './console-acceptance.ts';
import { consoleCanvasArea } from './console-canvas.ts';
import { consoleCompareArea } from './console-compare.ts';
import { consoleDocumentArea } from './console-document.ts';
import { consoleExecutionsArea } from './console-executions.ts';
import { consoleInspectorArea } from './console-inspector.ts';
import { consolePagesArea } from './console-pages.ts';
import { consolePhoneArea } from './console-phone.ts';
import { consoleRevisionsArea } from './console-revisions.ts';
import { contentArea } from './content.ts';
import { conversationArea } from './conversations.ts';
import { deliveryArea } from './delivery.ts';
import { errorAreas } from './errors.ts';
import { functionArea } from './functions.ts';
import { limitArea } from './limits.ts';
import { liquidAreas } from './liquid.ts';
import { operationArea } from './operations.ts';
import { predicateArea } from './predicates.ts';
import { productArea } from './products.ts';
import { settingArea } from './settings.ts';
import { streamArea } from './streams.ts';
import { twimlAreas } from './twiml.ts';
import { validationAreas } from './validation.ts';
import { webhookArea } from './webhooks.ts';
import { widgetAreas } from './widgets.ts';

export const areas: readonly Area[] = [
  operationArea,
  webhookArea,
  ...widgetAreas,
  predicateArea,
  ...liquidAreas,
  limitArea,
  settingArea,
  ...errorAreas,
  ...validationAreas,
  ...twimlAreas,
  carrierArea,
  callArea,
  contentArea,
  deliveryArea,
  carriersArea,
  otherCarriersArea,
  conversationArea,
  productArea,
  functionArea,
  streamArea,
  audioArea,
  consoleArea,
  cliArea,
  consoleCanvasArea,
  consoleCompareArea,
  consolePagesArea,
  consoleExecutionsArea,
  consoleInspectorArea,
  consolePhoneArea,
  consoleRevisionsArea,
  ...configurationAreas,
  consoleDocumentArea,
  consoleAcceptanceArea,
];
