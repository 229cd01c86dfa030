/** What the server is set to: limits, readings, carriers, functions. Read only: the settings file and the environment say it. */
import type { Json, JsonObject } from '../../engine/json.ts';
import type { ApiModule } from '../app.ts';
import { callerOf } from '../auth.ts';
import { apiError } from '../errors.ts';

/** One thing that can be set. */
export interface SetValue {
  /** As the settings name it: `limits.httpSeconds`, `ATELIER_ALLOW_HOSTS`. */
  readonly name: string;
  readonly value: Json;
  /** What it is unless something else is set; for limits, what Studio has. */
  readonly usual: Json;
  /** Environment variable that sets it, or wins over the file. */
  readonly variable: string;
}

export interface SetCarrier {
  readonly name: string;
  readonly type: string;
  readonly isDefault: boolean;
  /** What the file says of it; null stands for what is kept secret. */
  readonly given: JsonObject;
}

export interface SetFunctions {
  /** Undefined: there is none. */
  readonly folder: string | undefined;
  /** Paths of the function files under the folder: `/store`. */
  readonly paths: readonly string[];
  readonly mappings: readonly { readonly from: string; readonly to: string }[];
}

export interface ServerSetup {
  /** Path of the settings file; undefined: there is none. */
  readonly file: string | undefined;
  readonly values: readonly SetValue[];
  readonly carriers: readonly SetCarrier[];
  functions(): Promise<SetFunctions>;
}

/** `GET /console/api/setup`, for the main account only. */
export function consoleSetup(setup: ServerSetup): ApiModule {
  return {
    access: 'account',
    register(app) {
      app.get('/console/api/setup', async (request) => {
        if (callerOf(request).account.parentSid !== null) throw apiError(20403);
        const { folder = null, paths, mappings } = await setup.functions();
        return {
          file: setup.file ?? null,
          values: setup.values,
          carriers: setup.carriers.map(({ name, type, isDefault, given }) => ({
            name,
            type,
            default: isDefault,
            given,
          })),
          functions: { folder, paths, mappings },
        };
      });
    },
  };
}
