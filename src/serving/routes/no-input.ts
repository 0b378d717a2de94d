/** The schemas of routes that take nothing in some place. */
import Type from 'typebox';

export const NoParameters = Type.Object({}, { additionalProperties: false });

/** The body of requests that have none. */
export const NoBody = Type.Null();
