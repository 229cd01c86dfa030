// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own form of a variable
export type Environment = { readonly [name: string]: string | undefined };

/** Puts environment variables in place of `${NAME}`; `$${` stands for `${` itself. */
export function replaced(
  text: string,
  env: Environment,
): { readonly text: string; readonly isFromEnvironment: boolean; readonly faults: readonly string[] } {
  const faults: string[] = [];
  let isFromEnvironment = false;
  const whole = text.replace(/\$\$\{|\$\{([^}]*)\}?/g, (found: string, name: string | undefined) => {
    if (name === undefined) return '${';
    if (!found.endsWith('}')) {
      faults.push('has a ${ that is not closed by }; $${ stands for ${ itself');
    } else if (!/^[A-Za-z_]\w*$/.test(name)) {
      faults.push('has a ${…} that is no name of an environment variable; $${ stands for ${ itself');
    } else {
      isFromEnvironment = true;
      const value = env[name];
      if (value) return value;
      faults.push(`takes the environment variable ${name}, which is not set: set it`);
    }
    return '';
  });
  return { text: whole, isFromEnvironment, faults };
}
