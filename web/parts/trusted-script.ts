interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

/**
 * The address of a script as the browser wants it (Trusted Types).
 *
 * @param policy its name: one for each script, and it lets no other address through
 * @param url stands in our own source, never in what was asked for
 */
export function trustedScript(policy: string, url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  return trustedTypes?.createPolicy(policy, { createScriptURL: () => url }).createScriptURL(url) ?? url
}
