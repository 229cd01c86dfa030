import { checkDefinition } from '../../runtime/flows.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { formOf } from '../forms.ts';
import { optional, required, text } from '../parameters.ts';
import { checkFormSize, commitMessage, flowBodyLimit, friendlyName, invalidDefinition, status } from './flow-form.ts';

/** The checks of a save without the save. Never answers `{"valid":false}` (rest-api §5). */
export const flowValidate: ApiModule = {
  access: 'account',
  register(app, context) {
    app.post('/v2/Flows/Validate', { bodyLimit: flowBodyLimit }, async (request) => {
      const form = formOf(request);
      checkFormSize(form);
      required(form, 'FriendlyName', friendlyName);
      optional(form, 'CommitMessage', commitMessage);
      const flow = {
        status: required(form, 'Status', status),
        definition: required(form, 'Definition', text()),
      };
      const checked = await checkDefinition(context, accountOf(request).sid, flow);
      if (checked.outcome === 'invalid') throw invalidDefinition(checked);
      return { valid: true };
    });
  },
};
