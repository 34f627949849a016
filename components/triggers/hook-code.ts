/** A shell command that starts a run by a webhook; with a secret it signs what it sends. */
export function hookCurl(url: string, signed: boolean): string {
  if (!signed) return [`curl -X POST '${url}' \\`, `  -H 'content-type: application/json' \\`, `  -d '{}'`].join('\n');
  return [
    `body='{}'; t=$(date +%s)`,
    `v1=$(printf '%s.%s' "$t" "$body" | openssl dgst -sha256 -hmac "$SECRET" -hex | sed 's/.* //')`,
    `curl -X POST '${url}' \\`,
    `  -H 'content-type: application/json' \\`,
    `  -H "heddle-signature: t=$t,v1=$v1" \\`,
    `  -d "$body"`,
  ].join('\n');
}
