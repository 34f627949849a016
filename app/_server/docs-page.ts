import { PROBLEMS } from '@/engine/index.ts';

type Schema = { [key: string]: unknown };
type Parameter = { name: string; in: string; required: boolean; description?: string; schema: Schema };
type Described = { operationId: string; tags: string[]; summary: string; description?: string; parameters?: Parameter[]; requestBody?: { required: boolean; content: Record<string, { schema: Schema }> }; responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }> };
type Document = { info: { title: string; description: string }; tags: { name: string }[]; paths: Record<string, Record<string, Described>>; components: { schemas: Record<string, Schema> } };
type Call = { path: string; method: string; op: Described };

let rendered: string | null = null;

/** The OpenAPI document as one page: no script, no font, no picture from anywhere. */
export function renderDocs(openapi: object): string {
  rendered ??= render(openapi as Document); // our own document, of the shape that `openApiDocument` builds
  return rendered;
}

function render(document: Document): string {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, op]): Call => ({ path, method: method.toUpperCase(), op })));
  const groups = document.tags.map(({ name }) => ({ name, calls: calls.filter(({ op }) => op.tags.includes(name)) }));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${esc(document.info.title)} API</title><style>${STYLE}</style></head>
<body><nav aria-label="Calls">${groups.map(renderLinks).join('')}<h2><a href="#problems">Problems</a></h2><h2><a href="#schemas">Shapes</a></h2></nav>
<main><h1>${esc(document.info.title)} API</h1><p>${esc(document.info.description)}</p><p>The same as a document for tools: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${groups.map((group) => `<section><h2>${esc(group.name)}</h2>${group.calls.map(renderCall).join('')}</section>`).join('')}
<section id="problems"><h2>Problems</h2><p>Every error is <code>application/problem+json</code> (RFC 9457) with one of these codes.</p><table><thead><tr><th>Code<th>Status<th>What it says</thead><tbody>${Object.entries(PROBLEMS).map(([code, { status, title }]) => `<tr id="problem-${code}"><td><code>${code}</code><td>${status}<td>${esc(title)}`).join('')}</tbody></table></section>
<section id="schemas"><h2>Shapes</h2>${Object.entries(document.components.schemas).map(([name, schema]) => `<h3 id="shape-${name}">${name}</h3>${renderFields(schema)}`).join('')}</section>
</main></body></html>`;
}

function renderLinks({ name, calls }: { name: string; calls: Call[] }): string {
  return `<h2>${esc(name)}</h2><ul>${calls.map(({ op }) => `<li><a href="#${op.operationId}">${esc(op.operationId)}</a>`).join('')}</ul>`;
}

function renderCall({ path, method, op }: Call): string {
  const body = op.requestBody?.content['application/json']?.schema;
  const parameters = (op.parameters ?? []).map((each) => `<tr><td><code>${esc(each.name)}</code><td>${each.in}${each.required ? ', required' : ''}<td>${typeName(each.schema)}<td>${marked(each.description ?? '')}`);
  return `<article id="${op.operationId}"><h3>${esc(op.summary)}</h3><p class="call"><b class="${method}">${method}</b> <code>${esc(path)}</code></p>
${op.description === undefined ? '' : `<p>${marked(op.description)}</p>`}
${parameters.length === 0 ? '' : `<h4>Parameters</h4><table><tbody>${parameters.join('')}</tbody></table>`}
${body === undefined ? '' : `<h4>Body${op.requestBody?.required === true ? '' : ' (may be left out)'}</h4>${renderFields(body)}`}
<h4>Answers</h4><table><tbody>${Object.entries(op.responses).map(([status, answer]) => `<tr><td>${status}<td>${marked(answer.description)}<td>${answerType(answer.content)}`).join('')}</tbody></table></article>`;
}

function answerType(content: Record<string, { schema: Schema }> | undefined): string {
  const [type, body] = Object.entries(content ?? {})[0] ?? [];
  if (type === undefined || body === undefined) return '';
  return type === 'application/json' || type === 'application/problem+json' ? typeName(body.schema) : `<code>${esc(type)}</code>`;
}

function renderFields(schema: Schema): string {
  const properties = schema['properties'] as Record<string, Schema> | undefined;
  if (properties === undefined) return `<p>${typeName(schema)}</p>`;
  const required = new Set(schema['required'] as string[] | undefined);
  const rows = Object.entries(properties).map(([name, each]) => `<tr><td><code>${esc(name)}</code>${required.has(name) ? '' : ' <span class="optional">optional</span>'}<td>${typeName(each)}`);
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

/** What a schema is, in a few words. */
function typeName(schema: Schema): string {
  if (typeof schema['$ref'] === 'string') {
    const name = schema['$ref'].slice(schema['$ref'].lastIndexOf('/') + 1);
    return `<a href="#shape-${esc(name)}">${esc(name)}</a>`;
  }
  const options = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (options !== undefined) return options.map(typeName).join(' or ');
  if (schema['const'] !== undefined) return `<code>${esc(JSON.stringify(schema['const']))}</code>`;
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => `<code>${esc(String(value))}</code>`).join(' ');
  if (schema['type'] === 'array') return `list of ${typeName((schema['items'] ?? {}) as Schema)}`;
  if (schema['type'] === 'object') return schema['properties'] === undefined ? 'object' : `object of ${Object.keys(schema['properties'] as object).map((name) => `<code>${esc(name)}</code>`).join(', ')}`;
  return esc([schema['type'] ?? 'any JSON', schema['format'] === undefined ? '' : `(${String(schema['format'])})`].join(' ').trim());
}

function marked(text: string): string {
  return esc(text).replace(/`([^`]+)`/g, '<code>$1</code>').replace(/\*([^*]+)\*/g, '<em>$1</em>');
}

function esc(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#e2e0dc,#33363d);--dim:light-dark(#5d6470,#9aa3b2);--code:light-dark(#f4f2ee,#1d2026)}
body{margin:0;font:15px/1.55 system-ui,sans-serif;background:light-dark(#fff,#121418);color:light-dark(#1b1f27,#e8eaee);display:grid;grid-template-columns:15rem minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1rem;border-right:1px solid var(--line);box-sizing:border-box}nav h2{font-size:.8rem;margin:1rem 0 .25rem;color:var(--dim)}nav ul{list-style:none;margin:0;padding:0}
main{padding:1.5rem 2rem 6rem;max-width:60rem}a{color:light-dark(#2b59c3,#8fb1ff);text-decoration:none}a:hover,a:focus-visible{text-decoration:underline}
article{border-top:1px solid var(--line);padding:1rem 0;scroll-margin-top:1rem}h3{margin:.25rem 0;font-size:1.05rem}h4{margin:1rem 0 .25rem;font-size:.85rem;color:var(--dim)}
table{border-collapse:collapse;width:100%}td,th{border-top:1px solid var(--line);padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}code{font:13px ui-monospace,monospace;background:var(--code);padding:.05rem .3rem;border-radius:4px}
.call b{display:inline-block;min-width:4rem}.GET{color:light-dark(#12704a,#5fd39c)}.POST{color:light-dark(#2b59c3,#8fb1ff)}.PUT{color:light-dark(#8a5a00,#f0b95b)}.DELETE{color:light-dark(#b3261e,#ff8a80)}.optional{color:var(--dim);font-size:.8rem}tr:target,h3:target{background:light-dark(#fff4d6,#3a2f12)}
@media(max-width:50rem){body{display:block}nav{position:static;height:auto;border:0}}`;
