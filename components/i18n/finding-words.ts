import { NODE_TEXTS, type Definition, type Finding } from '@/engine/index.ts';
import type { Language } from './language.ts';
import { emptyZh, FINDING_SENTENCES_ZH, FIXES_ZH } from './messages/finding-sentences.ts';
import { FINDINGS_ZH } from './messages/findings.ts';
import { said, type ValueNames } from './messages/sentence.ts';

/** What a person reads of a finding: what is wrong, and what to do when that is not in it. */
export type FindingWords = { message: string; fix: string | null };

/** @param name of the step it is about, as people see it @param type of that step, whose settings have names of their own */
export function findingWords(finding: Pick<Finding, 'code' | 'message' | 'fix'> & Partial<Pick<Finding, 'pointer'>>, name: string, language: Language, type?: string): FindingWords {
  const text = language === 'zh' ? FINDINGS_ZH[finding.code] : undefined;
  if (text === undefined) return { message: finding.message, fix: finding.fix ?? null };
  const names = valueNames(type);
  const fix = finding.fix === undefined ? null : said(FIXES_ZH, finding.fix, names);
  if (!text.includes('{message}')) return { message: text.replace('{node}', () => name), fix };
  const sentence = said(FINDING_SENTENCES_ZH, finding.message, names) ?? emptySetting(finding, names);
  return { message: sentence ?? text.replace('{node}', () => name).replace('{message}', () => finding.message), fix };
}

/** What an expression that is being written is told, in the language of the reader; a sentence that nobody translated stays. */
export function expressionWords(message: string, language: Language): string {
  return language === 'zh' ? (said(FINDING_SENTENCES_ZH, message, valueNames(undefined)) ?? message) : message;
}

/** Each type asks for its settings in words of its own; all of them say that one is empty. */
function emptySetting({ code, pointer }: { code: string; pointer?: string | undefined }, { setting }: ValueNames): string | null {
  const path = code === 'param_out_of_range' ? /\/params\/(.+)$/.exec(pointer ?? '')?.[1] : undefined;
  return path === undefined ? null : emptyZh(setting(path.replaceAll('/', '.')));
}

/** Settings are called what their labels say, as far as the path leads into one: `cases.0.id` is `分支 › 0.id`. */
export function valueNames(type: string | undefined): ValueNames {
  const texts = NODE_TEXTS.zh;
  return {
    setting(path) {
      const [first = '', ...rest] = path.split('.');
      const label = texts[`node.${type}.field.${first}.label`];
      return label === undefined ? path : [label, rest.join('.')].filter((part) => part !== '').join(' › ');
    },
    option: (path, value) => texts[`node.${type}.field.${path}.option.${value}`] ?? value,
    branch: (name) => texts[`branch.${name}`] ?? name,
  };
}

/** The step that a finding is about: its own, or the one its edge leaves. */
export function nodeOfFinding(finding: Finding, definition: Pick<Definition, 'nodes' | 'edges'>): Definition['nodes'][number] | undefined {
  const id = finding.node ?? (finding.edge === undefined ? undefined : definition.edges.find((edge) => edge.id === finding.edge)?.source);
  return id === undefined ? undefined : definition.nodes.find((node) => node.id === id);
}
