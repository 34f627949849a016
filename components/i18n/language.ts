export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Name of the cookie that keeps the choice; read by the server, so that the first paint is in the right language. */
export const LANGUAGE_COOKIE = 'heddle-language';

/** What stands in `lang` of the document, and what Intl takes. */
export const LOCALE: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** How each language calls itself. */
export const LANGUAGE_NAME: Readonly<Record<Language, string>> = { en: 'English', zh: '简体中文' };

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The language to speak: the cookie if it is set, otherwise the first language of `Accept-Language` that we have. */
export function chooseLanguage(cookie: string | undefined, acceptLanguage: string | null): Language {
  if (isLanguage(cookie)) return cookie;
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const q = rest.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find(Boolean);
      return { tag, weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    if (tag.startsWith('zh')) return 'zh';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}
