/** How one entry of the error catalogue is written, and the types that follow from its template. */

type Placeholder<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** One code: its HTTP status, short title, and message with `{placeholders}`. */
export interface ErrorEntry<Template extends string = string> {
  readonly status: number;
  readonly title: string;
  readonly template: Template;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** What to do about it, where whoever finds the fault cannot say it better; it has the template's placeholders. */
  readonly hint?: string;
}

/** The values a template needs, by placeholder. */
export type TemplateParams<Template extends string> = {
  readonly [Name in Placeholder<Template>]: string | number;
};

/** Writes an entry; `const` keeps the template literal so that its placeholders become a type. */
export function entry<const Template extends string>(
  status: number,
  title: string,
  template: Template,
  { retryable = false, ...options }: { retryable?: boolean; hint?: string } = {},
): ErrorEntry<Template> {
  return { status, title, template, retryable, ...options };
}

/** Fills the placeholders of `template`. */
export function fillTemplate(template: string, params: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** The hint that a fault has of its code alone. */
export function fillHint(
  { hint }: ErrorEntry,
  params: Readonly<Record<string, string | number>>,
): string | undefined {
  return hint === undefined ? undefined : fillTemplate(hint, params);
}
