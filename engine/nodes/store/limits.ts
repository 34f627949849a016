/** What the store takes. Names count characters, values the bytes of their JSON. */
export const STORE_LIMITS = { collection: 100, key: 500, valueBytes: 256 * 1024, pageItems: 1_000, usualPage: 100 } as const;

/** No control characters, which no address can carry; and not the last code point, which marks the end of a range of keys. */
export const KEY = /^[^\u0000-\u001f\u007f\u{10ffff}]+$/u;
export const COLLECTION = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
