/** A `Value` that cannot be mixed up with another of the same primitive type. */
export type Brand<Value, Name extends string> = Value & { readonly __brand: Name };
