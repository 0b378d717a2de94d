import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { definitionJsonSchemas } from '../../../src/definitions/json-schemas.ts';

const schemas = definitionJsonSchemas();

describe('definitionJsonSchemas', () => {
  it('gives each kind an identity and a title', () => {
    expect(Object.values(schemas).map(({ $id, title }) => [$id, title])).toEqual([
      ['urn:vitrine:schema:project', 'Project'],
      ['urn:vitrine:schema:model', 'Model'],
      ['urn:vitrine:schema:metric', 'Metric'],
      ['urn:vitrine:schema:metric-test', 'Fixtures of a metric'],
      ['urn:vitrine:schema:policy', 'Policy'],
      ['urn:vitrine:schema:policy-test', 'Test of a policy'],
    ]);
  });

  it('is draft 7 through and through', () => {
    for (const schema of Object.values(schemas)) {
      const ajv = new Ajv({ strict: true });
      expect(ajv.validateSchema(schema)).toBe(true);
      expect(() => ajv.compile(schema)).not.toThrow();
    }
  });

  it('is plain JSON', () => {
    for (const schema of Object.values(schemas)) {
      expect(JSON.parse(JSON.stringify(schema))).toEqual({ ...schema });
    }
  });

  it('describes every key of a file', () => {
    const properties = Object.values(schemas).flatMap((schema) =>
      Object.entries(Object(schema['properties'])),
    );
    const silent = properties.filter(([, property]) => typeof Object(property)['description'] !== 'string');
    expect(silent.map(([key]) => key)).toEqual([]);
  });

  it('shows what each key of a file may look like', () => {
    const properties = Object.values(schemas).flatMap((schema) =>
      Object.entries(Object(schema['properties'])),
    );
    const bare = properties.filter(([, property]) => {
      const { examples, enum: values } = Object(property);
      return !Array.isArray(examples) && !Array.isArray(values);
    });
    expect(bare.map(([key]) => key)).toEqual([]);
  });

  it('gives examples that its own keys take', () => {
    for (const schema of Object.values(schemas)) {
      for (const [key, property] of Object.entries(Object(schema['properties']))) {
        const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(Object(property));
        const { examples = [] } = Object(property);
        for (const example of examples)
          expect([key, example, validate(example)]).toEqual([key, example, true]);
      }
    }
  });
});
