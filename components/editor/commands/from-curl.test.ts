import { describe, expect, it } from 'vitest';
import { catalogue } from '@/engine/index.ts';
import { readCurl } from './from-curl.ts';

const paramsOf = (text: string) => readCurl(text)?.params;

describe('readCurl', () => {
  it.each(['', 'curl', 'GET https://example.com', 'curling https://example.com', '{"nodes":[]}', "curl 'https://example.com", 'curl -X POST', 'see: curl https://example.com'])('takes %j for something else', (text) => {
    expect(readCurl(text)).toBeNull();
  });

  it('reads an address alone', () => {
    expect(readCurl('curl https://api.example.com/orders')).toEqual({ params: { method: 'GET', url: 'https://api.example.com/orders', headers: {}, query: {} }, name: 'GET orders', startToClose: null, leftOut: [] });
    expect(paramsOf('$ curl example.com')).toMatchObject({ url: 'http://example.com' });
    expect(paramsOf('curl --url=https://example.com/a')).toMatchObject({ url: 'https://example.com/a' });
  });

  it('reads what a browser copies, line by line', () => {
    const text = `curl 'https://shop.example.com/api/orders?page=2&sort=date' \\
  -H 'accept: application/json' \\
  -H 'content-type: application/json' \\
  -H 'cookie: session=abc' \\
  -b 'session=abc' \\
  --data-raw $'{"note":"it\\'s \\u00e9","items":[1,2]}' \\
  --compressed`;
    expect(readCurl(text)).toEqual({
      params: { method: 'POST', url: 'https://shop.example.com/api/orders', headers: { accept: 'application/json', 'content-type': 'application/json' }, query: { page: '2', sort: 'date' }, body: { note: "it's é", items: [1, 2] } },
      name: 'POST orders', startToClose: null,
      leftOut: [{ what: 'credentials', name: 'cookie' }, { what: 'credentials', name: '--cookie' }],
    });
  });

  it('takes no password, token or cookie into a definition', () => {
    for (const text of ["curl -u ann:secret https://e.com", "curl -H 'Authorization: Bearer secret' https://e.com", "curl -b 's=secret' https://e.com", "curl --oauth2-bearer secret https://e.com", "curl -H 'X-API-Key: secret' https://e.com", 'curl -uann:secret https://e.com']) {
      const read = readCurl(text)!;
      expect(JSON.stringify(read.params)).not.toContain('secret');
      expect(read.leftOut.map(({ what }) => what)).toEqual(['credentials']);
    }
  });

  it('reads short options that stand together, and values in the same word', () => {
    expect(paramsOf('curl -sSLXPUT -d{} https://e.com/a')).toMatchObject({ method: 'PUT', body: {} });
    expect(paramsOf('curl -XDELETE https://e.com/a')).toMatchObject({ method: 'DELETE' });
    expect(paramsOf('curl -I https://e.com/a')).toMatchObject({ method: 'HEAD' });
  });

  it('sends data as cURL does: a form unless it says otherwise, JSON with --json, in the address with -G', () => {
    expect(paramsOf('curl -d a=1 -d b=2 https://e.com')).toMatchObject({ method: 'POST', body: 'a=1&b=2', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
    expect(paramsOf(`curl --json '{"a":1}' https://e.com`)).toMatchObject({ method: 'POST', body: { a: 1 }, headers: { Accept: 'application/json' } });
    expect(paramsOf('curl -G -d q=loom --data-urlencode "name=warp & weft" https://e.com/s?x=1')).toMatchObject({ method: 'GET', query: { x: '1', q: 'loom', name: 'warp & weft' } });
    expect(paramsOf(`curl -H 'Content-Type: text/plain' -d '{"a":1}' https://e.com`)).toMatchObject({ body: '{"a":1}' });
    expect(paramsOf(`curl -H 'Content-Type: application/json' -d '{"a":' https://e.com`)).toMatchObject({ body: '{"a":' });
  });

  it('leaves a query that names one thing twice in the address', () => {
    expect(paramsOf('curl "https://e.com/s?tag=a&tag=b"')).toMatchObject({ url: 'https://e.com/s?tag=a&tag=b', query: {} });
  });

  it('says what it could not take over', () => {
    expect(paramsOf('curl --unix-socket /x https://e.com')).toMatchObject({ url: 'https://e.com' });
    expect(readCurl('curl -F file=@a.png -T b.bin -d @body.json -X PURGE --http2 --unix-socket /x https://e.com')?.leftOut).toEqual([
      { what: 'option', name: '--form' }, { what: 'file', name: '--upload-file' }, { what: 'file', name: '--data @body.json' }, { what: 'option', name: '--unix-socket' }, { what: 'option', name: '--request PURGE' },
    ]);
  });

  it('reads one command: what it is piped into, or written to, is not its own', () => {
    expect(readCurl('curl https://e.com/a | jq .name')?.params).toMatchObject({ url: 'https://e.com/a' });
    expect(readCurl('curl https://e.com/a > out.json')?.leftOut).toEqual([]);
    expect(paramsOf('curl "https://e.com/a;b" \\\r\n -X PUT')).toMatchObject({ method: 'PUT', url: 'https://e.com/a;b' });
  });

  it('turns the time it may take into the timeout of an attempt', () => {
    expect(readCurl('curl -m 2.5 https://e.com')?.startToClose).toBe('3s');
  });

  it('makes parameters that an http step takes', () => {
    for (const text of ['curl https://e.com', "curl -X PATCH https://e.com/a -H 'a: b' -d '[1]'", 'curl -d x=1 https://e.com']) {
      expect(catalogue.get('http')!.params.safeParse(paramsOf(text)).success).toBe(true);
    }
  });
});
