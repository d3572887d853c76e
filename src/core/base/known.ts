// An object without the fields that are undefined: under exactOptionalPropertyTypes "absent" is the one way to say "not known".

export type Known<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields of `values` that have a value. */
export const known = <T extends object>(values: T): Known<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<T>;
