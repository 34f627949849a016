const SENSITIVE_HEADER = /auth|token|secret|key|cookie|passw|signature|credential|session/i;
const PLACEHOLDER = '•••';
const SHORTEST = 4;

/**
 * Takes what is secret in a request out of texts that people will read: values of headers that carry credentials,
 * user and password of an address, and values of query parameters with a telling name. Services like to repeat in
 * their errors what they were sent.
 */
export function createRedactor(headers: Readonly<Record<string, string>>, url?: URL): (text: string) => string {
  const secrets = new Set<string>();
  const add = (secret: string) => {
    if (secret.length >= SHORTEST) secrets.add(secret);
  };
  for (const [name, value] of Object.entries(headers)) {
    if (!SENSITIVE_HEADER.test(name) || name === 'idempotency-key') continue;
    add(value);
    // `Bearer abc`: the scheme is no secret, what follows is.
    for (const part of value.split(/[\s,;=]+/).slice(1)) add(part);
  }
  if (url !== undefined) {
    add(decode(url.username));
    add(decode(url.password));
    for (const [name, value] of url.searchParams) if (SENSITIVE_HEADER.test(name)) add(value);
  }
  const longestFirst = [...secrets].sort((left, right) => right.length - left.length);
  return (text) => longestFirst.reduce((result, secret) => result.replaceAll(secret, PLACEHOLDER), text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** An address as it may stand in a message: without user, password, query and fragment. */
export function displayUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
